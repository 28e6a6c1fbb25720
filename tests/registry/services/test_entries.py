"""Saving manifests: all or nothing, and what was not said stays apart from none and from no."""

import pytest
from django.core.exceptions import PermissionDenied

from policies.canonical import digest
from registry.models import AuditEvent, DataUse, Entry, Revision, Role, Vendor
from registry.services.entries import InvalidManifest, StaleManifest, save_manifest, save_manifests
from registry.services.people import create_team, grant_role, invite_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return create_team("retention", "Retention", by=None, function="marketing")


@pytest.fixture
def member(team):
    user = invite_person("ann@example.com", "Ann", by=None)
    grant_role(user, team, Role.MEMBER, by=None)
    return user


def manifest(kind="use_case", key="churn", **facts):
    return {"muster": 1, "kind": kind, "key": key, "title": "Churn", "owner_team": "retention"} | facts


CRM = manifest("data_source", "crm", contains_personal_data=True)


def test_a_saved_manifest_is_an_entry_a_row_of_its_kind_and_a_revision(member):
    entry = save_manifest(manifest(uses_profiling=True, pilot_started_on="2026-01-31"), by=member)
    assert entry.usecase.uses_profiling is True
    assert entry.usecase.pilot_started_on.isoformat() == "2026-01-31"
    revision = entry.revisions.get()
    assert (revision.number, revision.author) == (1, member)
    assert revision.digest == digest(revision.document) == entry.manifest_digest


def test_not_said_none_and_no_are_three_things(member):
    said = manifest(tools=[], models=None, uses_profiling=False, data_links={"$unknown": "asked IT"})
    entry = save_manifest(said, by=member)
    assert entry.usecase.uses_profiling is False
    assert entry.usecase.combines_datasets is None
    assert entry.none_said == ["tools"]
    assert entry.not_said == {"data_links": "asked IT"}
    assert "models" not in entry.document


def test_saving_the_same_again_changes_nothing(member):
    save_manifest(manifest(), by=member)
    events = AuditEvent.objects.count()
    again = save_manifests([manifest()], by=member)
    assert (again.created, again.updated, len(again.unchanged)) == ([], [], 1)
    assert Revision.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_a_change_is_the_next_revision_and_the_ledger_tells_of_both(member):
    save_manifest(manifest(), by=member)
    entry = save_manifest(manifest(title="Churn rescue"), by=member)
    assert [revision.document["title"] for revision in entry.revisions.all()] == ["Churn", "Churn rescue"]
    events = AuditEvent.objects.filter(subject=entry.subject)
    assert [event.action for event in events] == ["entry.registered", "entry.changed"]
    assert events[1].body["digest"] == entry.manifest_digest
    assert events[1].actor == str(member.uid)


def test_manifests_of_one_batch_may_name_each_other(member):
    link = {"data_source": "crm", "lawful_basis": "A6-1-a", "usage": "training"}
    model = manifest("ai_model", "scorer", training_data=["crm"])
    saved = save_manifests([manifest(data_links=[link], models=["scorer"]), model, CRM], by=member)
    use_case = saved.entries["use_case", "churn"].usecase
    assert use_case.data_links.get().data_source.entry.key == "crm"
    assert [model.entry.key for model in use_case.models.all()] == ["scorer"]


def test_links_follow_the_manifest(member):
    two = [CRM, manifest("data_source", "web")]
    link = {"data_source": "crm", "lawful_basis": {"$unknown": "asked legal"}}
    entry = save_manifests([manifest(data_links=[link]), *two], by=member).entries["use_case", "churn"]
    assert entry.usecase.data_links.get().not_said == {"lawful_basis": "asked legal"}
    entry = save_manifest(manifest(data_links=[{"data_source": "web"}]), by=member)
    assert [use.data_source.entry.key for use in DataUse.objects.all()] == ["web"]


def test_a_link_to_what_is_not_registered_is_refused_with_the_nearest_key(member):
    save_manifest(CRM, by=member)
    with pytest.raises(InvalidManifest) as refusal:
        save_manifest(manifest(data_links=[{"data_source": "crn"}]), by=member)
    [(index, problem)] = refusal.value.problems
    assert (index, problem.pointer, problem.hint) == (0, "/data_links/0/data_source", "Did you mean crm?")
    assert not Entry.objects.filter(kind="use_case").exists()


def test_something_described_in_place_has_to_be_registered_first(member):
    with pytest.raises(InvalidManifest) as refusal:
        save_manifest(manifest(tools=[{"title": "Mailer"}]), by=member)
    assert refusal.value.problems[0][1].pointer == "/tools/0"


def test_one_bad_manifest_keeps_the_whole_batch_out(member):
    with pytest.raises(InvalidManifest) as refusal:
        save_manifests([CRM, manifest(lifecycle_stage="dreaming")], by=member)
    assert [index for index, _ in refusal.value.problems] == [1]
    assert Entry.objects.count() == 0


def test_a_batch_that_says_one_key_twice_is_refused(member):
    with pytest.raises(InvalidManifest, match="stands twice"):
        save_manifests([manifest(), manifest(title="Other")], by=member)


def test_who_saves_over_what_they_did_not_see_is_stopped(member):
    seen = save_manifest(manifest(), by=member).manifest_digest
    save_manifest(manifest(title="Meanwhile"), by=member, expected_digest=seen)
    with pytest.raises(StaleManifest):
        save_manifest(manifest(title="Mine"), by=member, expected_digest=seen)
    assert Entry.objects.get().title == "Meanwhile"


def test_who_registers_what_exists_already_is_stopped(member):
    save_manifest(manifest(), by=member)
    with pytest.raises(StaleManifest):
        save_manifest(manifest(title="Mine"), by=member, expected_digest="")


def test_strangers_and_viewers_can_not_register(team):
    viewer = invite_person("vic@example.com", "Vic", by=None)
    grant_role(viewer, team, Role.VIEWER, by=None)
    with pytest.raises(PermissionDenied, match="Retention"):
        save_manifest(manifest(), by=viewer)
    assert Entry.objects.count() == 0


def test_nobody_hands_an_entry_to_a_team_they_have_no_part_in(member):
    create_team("other", "Other", by=None)
    save_manifest(manifest(), by=member)
    with pytest.raises(PermissionDenied, match="Other"):
        save_manifest(manifest(owner_team="other"), by=member)


def test_nobody_takes_an_entry_from_another_team(member):
    create_team("other", "Other", by=None)
    save_manifest(manifest(owner_team="other"), by=None)
    with pytest.raises(PermissionDenied, match="Other"):
        save_manifest(manifest(), by=member)


def test_people_are_found_whatever_the_case_of_their_address(member):
    entry = save_manifest(manifest(accountable_person="Ann@Example.com"), by=member)
    assert entry.accountable_person == member


def test_a_vendor_exists_from_the_moment_a_tool_names_it(member):
    entry = save_manifest(manifest("tool", "mailer", vendor="Mail Inc"), by=member)
    vendor = Vendor.objects.get(name="Mail Inc")
    assert entry.tool.vendor == vendor
    save_manifest(manifest("tool", "mailer", vendor="Mail Inc", title="Again"), by=member)
    assert [event.action for event in AuditEvent.objects.filter(subject=vendor.subject)] == ["vendor.named"]


def test_queries_do_not_grow_with_the_batch(member, django_assert_max_num_queries):
    def batch(count, prefix):
        return [manifest("data_source", f"{prefix}-{number}") for number in range(count)]

    with django_assert_max_num_queries(40):
        save_manifests(batch(3, "few"), by=member)
    with django_assert_max_num_queries(40):
        save_manifests(batch(100, "many"), by=member)


heard: list = []


def listen(entries, *, by):
    heard.append((sorted(entry.key for entry in entries), by))


def test_who_listens_to_changes_hears_of_what_changed_and_by_whom(member, settings):
    heard.clear()
    save_manifest(CRM, by=member)
    settings.MUSTER_AFTER_CHANGE = [f"{__name__}.listen"]
    save_manifests([CRM, manifest()], by=member)
    assert heard == [(["churn"], member)]
