"""Changing what is registered: revisions, two people at once, and who may."""

import pytest

from registry.models import Entry
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Churn rescue",
    "owner_team": "marketing",
    "description": "Calls customers who are about to leave.",
}


@pytest.fixture
def client(browse, campaign_manager):
    return browse(campaign_manager)


def edit(client, entry, seen=None, **said):
    form = {"seen": entry.manifest_digest if seen is None else seen} | NEW | said
    return client.post(url_of(entry, "edit_entry"), form)


def test_an_edit_becomes_the_next_revision(client, campaign_manager):
    entry = make_entry(**NEW)
    response = edit(client, entry, title="Churn rescue, again")
    assert response.url == url_of(entry)
    entry.refresh_from_db()
    assert (entry.title, entry.revision_count) == ("Churn rescue, again", 2)
    assert entry.revisions.get(number=2).author == campaign_manager


def test_the_key_and_the_kind_stay_whatever_is_sent(client):
    entry = make_entry(**NEW)
    edit(client, entry, key="other", kind="tool", title="T")
    assert [(one.kind, one.key) for one in Entry.objects.all()] == [("use_case", entry.key)]


def test_two_people_at_once_overwrite_nothing_and_see_both(client, colleague):
    entry = make_entry(**NEW)
    seen = entry.manifest_digest
    change_entry(entry, by=colleague, title="Their title", customer_goal="Their goal")
    response = edit(client, entry, seen, title="My title")
    page = response.content.decode()
    assert "Colin Colleague saved this while you were editing" in page
    assert {change.name: change.clash for change in response.context["conflict"]["changes"]} == {
        "title": True,
        "customer_goal": False,
    }
    form = response.context["form"]
    assert (form.document["title"], form.document["customer_goal"]) == ("My title", "Their goal")
    entry.refresh_from_db()
    assert (entry.title, entry.revision_count) == ("Their title", 2)
    assert response.context["seen"] == entry.manifest_digest


def test_an_entry_goes_to_another_team_only_with_a_role_in_both(client, service_team):
    entry = make_entry(**NEW)
    response = edit(client, entry, owner_team="service")
    assert response.status_code == 200
    assert response.context["form"].errors
    entry.refresh_from_db()
    assert entry.owner_team.key == "marketing"


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("service_agent", 404), ("leader", 403)])
def test_only_members_of_the_team_edit(browse, request, person, status):
    entry = make_entry(**NEW)
    client = browse(request.getfixturevalue(person))
    assert client.get(url_of(entry, "edit_entry")).status_code == status
    assert edit(client, entry, title="Mine now").status_code == status
    assert Entry.objects.get().title == NEW["title"]
