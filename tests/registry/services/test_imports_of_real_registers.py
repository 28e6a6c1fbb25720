"""The public registers in a database: editions follow each other, and the same again changes nothing."""

from collections import Counter

import pytest

from registry.importers.parsing import parse
from registry.models import AuditEvent, Entry, ImportedRecord, Revision, Team
from registry.services.imports import import_inventory

pytestmark = [pytest.mark.data, pytest.mark.django_db]

V1, V2 = (f"us-federal/2024_consolidated_ai_inventory_raw{edition}.csv" for edition in ("", "_v2"))


def imported(path):
    result = import_inventory(parse(path), by=None)
    return result.created, result.updated, result.unchanged


def everything():
    return [model.objects.count() for model in (Entry, Revision, AuditEvent, ImportedRecord, Team)]


def test_the_second_edition_of_2024_updates_the_first_and_again_changes_nothing(shared_data):
    assert imported(shared_data / V1) == (1754, 0, 0)
    created, updated, unchanged = imported(shared_data / V2)
    assert (created, updated + unchanged) == (376, 1754)
    assert 0 < updated <= 25
    before = everything()
    assert imported(shared_data / V2) == (0, 0, 2130)
    assert everything() == before
    entries = Entry.objects.values_list("usecase__processes_personal_data", flat=True)
    assert Counter(entries) == {True: 175, False: 871, None: 1084}


@pytest.mark.parametrize(
    ("path", "entries", "teams"),
    [
        ("us-federal/2023_consolidated_ai_inventory_raw.csv", 710, 21),
        ("us-federal/2025_consolidated_COTS_AI_use_cases.csv", 470, 45),
        ("nl-algoritmeregister/algoritmes_2026-05-13.json", 1431, 320),
    ],
)
def test_each_register_comes_in_whole_with_a_team_for_each_organisation(shared_data, path, entries, teams):
    assert imported(shared_data / path) == (entries, 0, 0)
    assert Team.objects.count() == teams
    assert ImportedRecord.objects.count() == entries
    assert imported(shared_data / path) == (0, 0, entries)
