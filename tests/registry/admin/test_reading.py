"""What the admin shows of entries, the ledger and the organisation."""

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.urls import reverse

from policies.record import KINDS
from registry.admin.facts import sections_of
from registry.models import AuditEvent, Organisation
from registry.services.organisation import set_organisation
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_every_kind_is_read_with_its_revisions(client, auditor, campaign_manager, kind):
    entry = make_entry(kind, description="First words.")
    change_entry(entry, by=campaign_manager, description="Second words.")
    client.force_login(auditor)

    shown = client.get(reverse("admin:registry_entry_change", args=[entry.pk])).content.decode()
    assert "Second words." in shown
    assert "First words." not in shown
    assert "Cara Campaign" in shown
    assert entry.title in client.get(reverse("admin:registry_entry_changelist")).content.decode()


def test_the_ledger_is_read_by_name_and_searched(client, auditor, privacy_officer, campaign_manager):
    entry = make_entry(by=campaign_manager)
    event = AuditEvent.objects.get(subject=entry.subject)
    address = reverse("admin:registry_auditevent_changelist")
    client.force_login(privacy_officer)
    assert client.get(address).status_code == 403

    client.force_login(auditor)
    listed = client.get(address, {"q": entry.key}).content.decode()
    assert "entry.registered" in listed
    assert "Cara Campaign" in listed
    shown = client.get(reverse("admin:registry_auditevent_change", args=[event.pk])).content.decode()
    assert event.digest in shown


def test_the_list_of_the_ledger_costs_the_same_for_many(client, auditor, django_assert_max_num_queries):
    for _ in range(15):
        make_entry()
    client.force_login(auditor)
    with django_assert_max_num_queries(10):
        client.get(reverse("admin:registry_auditevent_changelist"))


def test_the_organisation_is_changed_through_its_service(client, operator):
    set_organisation(
        by=None, legal_name="Larkfield Goods", jurisdictions=["EU"], joint_controllers=["One", "Two"]
    )
    client.force_login(operator)
    address = reverse("admin:registry_organisation_change", args=[1])
    form = client.get(address).context["adminform"].form
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    said = {name: field.prepare_value(said[name]) for name, field in form.fields.items()}
    said = {name: value for name, value in said.items() if value is not None}

    response = client.post(address, said | {"legal_name": "Larkfield Goods B.V."})
    assert response.status_code == 302, response.context["adminform"].errors
    event = AuditEvent.objects.filter(action="organisation.changed").last()
    assert (event.actor, event.body) == (str(operator.uid), {"fields": ["legal_name"]})
    organisation = Organisation.objects.get()
    assert (organisation.legal_name, organisation.joint_controllers) == (
        "Larkfield Goods B.V.",
        ["One", "Two"],
    )
    assert organisation.jurisdictions == ["EU"]


def test_nobody_edits_what_groups_may_do():
    assert not site.is_registered(Group)


@pytest.mark.parametrize("model", sorted(model._meta.label for model in site._registry))
def test_nothing_in_the_admin_is_deleted(rf, administrator, model):
    found = next(admin for registered, admin in site._registry.items() if registered._meta.label == model)
    request = rf.get("/")
    request.user = administrator

    assert not found.has_delete_permission(request)


def test_a_record_is_read_by_section_with_what_was_not_said():
    source = {"key": "till", "title": "Till receipts", "consent_scopes": [], "contains_personal_data": True}
    record = {
        "kind": "use_case",
        "key": "churn",
        "title": "Churn rescue",
        "lifecycle_stage": "pilot",
        "channels": [],
        "models": {"$unknown": "The agency has not told us."},
        "data_links": [{"data_source": source, "lawful_basis": "A6-1-b"}],
    }
    facts = {fact.label: fact for section in sections_of("use_case", record) for fact in section.facts}

    said = {label: fact.lines for label, fact in facts.items()}
    assert ("Pilot",) in said.values()
    assert ("None",) in said.values()
    assert ("Not known: The agency has not told us.",) in said.values()
    linked = next(fact.groups[0] for fact in facts.values() if fact.groups)
    assert linked.title == "Till receipts"
    unsaid = [label for section in sections_of("use_case", record) for label in section.unsaid]
    assert len(unsaid) > 50
    assert not set(unsaid) & set(facts)
