"""Importing a register: found again by identity, changed only by what changed, all or nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from registry.importers.base import NamedTeam
from registry.importers.parsing import parse
from registry.models import AuditEvent, Entry, ImportedRecord, Revision, Role, Team
from registry.services.entries import StaleManifest, save_manifest
from registry.services.imports import RowsRejected, import_inventory
from registry.services.people import create_team, grant_role, invite_person
from tests.registry.importers.registers import (
    HEADER_2024_QUESTIONS,
    HEADER_2024_SHORT,
    as_json,
    row_2024,
    sheet,
)

pytestmark = pytest.mark.django_db


def register(*rows, header=HEADER_2024_QUESTIONS, team=None):
    return parse(sheet(header, *rows), team=team)


def counts(result):
    return result.created, result.updated, result.unchanged


def everything():
    return [model.objects.count() for model in (Entry, Revision, AuditEvent, ImportedRecord, Team)]


def test_a_row_becomes_an_entry_of_its_agencys_team_and_keeps_its_words():
    result = import_inventory(register(row_2024("Tide tables", pii="YES", impact="")), by=None)
    entry = Entry.objects.get()
    assert counts(result) == (1, 0, 0)
    assert (entry.title, entry.owner_team.key, entry.owner_team.name) == (
        "Tide tables",
        "harbour-office",
        "Harbour Office",
    )
    assert entry.usecase.processes_personal_data is True
    assert entry.usecase.omb_impact is None
    assert entry.imported_from.source == "omb-2024"
    assert "YES" in entry.imported_from.raw.values()
    assert "" not in entry.imported_from.raw.values()


def test_one_agency_is_one_team_across_rows_and_registers():
    create_team("harbour-office", "The Harbour Office", by=None)
    result = import_inventory(register(row_2024("A"), row_2024("B"), row_2024("C", agency="Port")), by=None)
    assert result.teams == 1
    assert set(Team.objects.values_list("key", flat=True)) == {"harbour-office", "port"}


def test_importing_the_same_again_changes_nothing():
    rows = [row_2024("A", pii="Yes"), row_2024("A", pii="No"), row_2024("B")]
    import_inventory(register(*rows), by=None)
    before, records = everything(), list(ImportedRecord.objects.values())
    assert counts(import_inventory(register(*rows), by=None)) == (0, 0, 3)
    assert everything() == before
    assert list(ImportedRecord.objects.values()) == records


def test_a_later_edition_updates_what_changed_and_adds_what_is_new():
    first = [
        row_2024("A", style=HEADER_2024_SHORT, impact="Neither"),
        row_2024("B", style=HEADER_2024_SHORT),
    ]
    import_inventory(register(*first, header=HEADER_2024_SHORT), by=None)
    result = import_inventory(register(row_2024("A", impact="Both"), row_2024("B"), row_2024("C")), by=None)
    assert counts(result) == (1, 1, 1)
    entry = Entry.objects.get(title="A")
    assert entry.usecase.omb_impact == "both"
    assert entry.revisions.count() == 2
    assert ImportedRecord.objects.count() == 3
    assert (
        "Is the AI use case rights-impacting, safety-impacting, both, or neither?" in entry.imported_from.raw
    )


def test_what_a_team_has_edited_survives_a_later_edition():
    import_inventory(register(row_2024("A", impact="Neither", purpose="Old.")), by=None)
    entry = Entry.objects.get()
    save_manifest(entry.document | {"omb_impact": "rights_impacting", "tags": ["ours"]}, by=None)
    result = import_inventory(register(row_2024("A", impact="Both", purpose="New.")), by=None)
    entry = Entry.objects.get()
    assert (counts(result), result.kept) == ((0, 1, 0), 1)
    assert entry.document["omb_impact"] == "rights_impacting"
    assert entry.document["intended_purpose"] == "New."
    assert entry.tags == ["ours"]


def test_a_rejected_row_stops_the_whole_file():
    with pytest.raises(RowsRejected) as stopped:
        import_inventory(register(row_2024("A"), row_2024(" ")), by=None)
    assert [reject.row.number for reject in stopped.value.rejects] == [3]
    assert everything() == [0, 0, 0, 0, 0]


def test_a_partial_import_goes_on_without_what_is_rejected():
    result = import_inventory(register(row_2024("A"), row_2024(" ")), by=None, partial=True)
    assert (counts(result), len(result.rejects)) == ((1, 0, 0), 1)


def test_the_ledger_tells_of_an_import_and_of_each_entry():
    import_inventory(register(row_2024("A"), row_2024("A")), by=None)
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["team.created", "entry.registered", "register.imported"]
    event = AuditEvent.objects.get(action="register.imported")
    assert (event.subject, event.body) == (
        "register:omb-2024",
        {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "skipped": 1, "rejected": 0},
    )


def test_a_given_team_answers_for_all_and_is_made_when_it_is_new():
    piers = NamedTeam("piers", "Piers")
    import_inventory(register(row_2024("A"), row_2024("B", agency="Port"), team=piers), by=None)
    assert set(Entry.objects.values_list("owner_team__key", flat=True)) == {"piers"}
    assert Team.objects.get().name == "Piers"


def test_a_person_imports_only_into_teams_they_may_edit():
    team = create_team("harbour-office", "Harbour Office", by=None)
    ann = invite_person("ann@harbour.example", "Ann", by=None)
    with pytest.raises(PermissionDenied):
        import_inventory(register(row_2024("A")), by=ann)
    grant_role(ann, team, Role.MEMBER, by=None)
    import_inventory(register(row_2024("A")), by=ann)
    assert Revision.objects.get().author == ann


def test_an_edit_that_slips_in_between_is_never_overwritten():
    import_inventory(register(row_2024("A", impact="Neither")), by=None)
    left = [save_manifest]

    def slip_in(execute, sql, params, many, context):
        """Edit the entry once the import has read it and turns to the teams."""
        if 'FROM "registry_team"' in sql and left:
            left.pop()(Entry.objects.get().document | {"title": "Edited meanwhile"}, by=None)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(slip_in), pytest.raises(StaleManifest):
        import_inventory(register(row_2024("A", impact="Both")), by=None)
    assert not left


def tool(key, **facts):
    return {"muster": 1, "kind": "tool", "key": key, "title": key, "owner_team": "piers"} | facts


def test_our_own_manifests_are_saved_by_kind_and_key():
    create_team("piers", "Piers", by=None)
    parsed = parse(as_json({"manifests": [tool("tides"), tool("gauge", exchanges_data_with=["tides"])]}))
    assert counts(import_inventory(parsed, by=None)) == (2, 0, 0)
    assert counts(import_inventory(parsed, by=None)) == (0, 0, 2)
    assert not ImportedRecord.objects.exists()


def test_a_manifest_that_names_what_is_not_there_is_rejected_with_those_that_need_it():
    create_team("piers", "Piers", by=None)
    manifests = [tool("a"), tool("b", owner_team="piars"), tool("c", exchanges_data_with=["b"])]
    parsed = parse(as_json({"manifests": manifests}))
    with pytest.raises(RowsRejected):
        import_inventory(parsed, by=None)
    result = import_inventory(parsed, by=None, partial=True)
    assert counts(result) == (1, 0, 0)
    assert [(reject.row.number, reject.column) for reject in result.rejects] == [
        (2, "owner_team"),
        (3, "exchanges_data_with/0"),
    ]
    assert result.rejects[0].reason == "there is no team piars. Did you mean piers?"
