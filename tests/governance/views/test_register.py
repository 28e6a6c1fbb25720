"""Lists of entries: mine, all I may see, what needs me, and filters."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.reports.register import register_for
from governance.services.portfolio import check_portfolio
from governance.services.voting import cast_vote
from registry.models import Organisation
from registry.services.organisation import set_organisation
from tests.personas import change_entry, make_entry, make_submission

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."


def listed(client, name="entries", **chosen) -> list[str]:
    return [entry.title for entry in client.get(reverse(name), chosen).context["page"]]


def test_home_lists_the_entries_of_my_teams(browse, campaign_manager, service_team):
    make_entry(title="Ours")
    make_entry(title="Theirs", owner_team=service_team)
    assert listed(browse(campaign_manager), "home") == ["Ours"]


def test_everyone_sees_in_the_list_what_they_may_open(browse, campaign_manager, service_agent, leader):
    ours = make_entry(title="Ours")
    theirs = make_entry(title="Theirs", owner_team="service")
    for person in (campaign_manager, service_agent, leader):
        client = browse(person)
        seen = set(listed(client))
        for entry in (ours, theirs):
            opened = client.get(reverse("entry", args=[entry.kind, entry.key])).status_code == 200
            assert (entry.title in seen) == opened


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"kind": "tool"}, ["Mailer"]),
        ({"stage": "pilot"}, ["Churn rescue"]),
        ({"q": "rescue churn"}, ["Churn rescue"]),
        ({"q": "100%"}, []),
        ({"verdict": "pass"}, ["Churn rescue"]),
        ({"verdict": "fail"}, ["Mailer"]),
        ({"verdict": "unchecked"}, ["New thing"]),
        ({"rule": "TST-001"}, ["Mailer"]),
        ({"rule": "TST-001", "outcome": "unknown"}, []),
        ({"approval": "none"}, ["Mailer", "New thing"]),
        ({"approval": "in_review"}, ["Churn rescue"]),
        ({"team": "marketing"}, ["Churn rescue", "Mailer", "New thing"]),
        ({"team": "nonsense"}, ["Churn rescue", "Mailer", "New thing"]),
    ],
)
def test_a_list_narrows_to_what_was_chosen(browse, leader, chosen, found):
    rescue = make_entry(title="Churn rescue", description=GOOD, lifecycle_stage="pilot")
    make_entry("tool", title="Mailer", description="Mail")
    check_portfolio()
    make_submission(rescue)
    make_entry(title="New thing", owner_team="marketing")
    assert listed(browse(leader), **chosen) == found


def test_pilots_past_their_limit_are_counted_from_their_first_day(browse, leader):
    set_organisation(by=None, legal_name="Larkfield", pilot_limit_days=30)
    make_entry(title="Old", lifecycle_stage="pilot", pilot_started_on="2020-01-01")
    make_entry(title="Ended", lifecycle_stage="production", pilot_started_on="2020-01-01")
    make_entry(title="Undated", lifecycle_stage="pilot")
    assert listed(browse(leader), overdue="true") == ["Old"]
    assert Organisation.objects.get().pilot_limit_days == 30


def test_home_says_what_needs_me_next_and_each_number_counts_its_list(
    browse, campaign_manager, privacy_officer
):
    sent_back = make_submission(make_entry(title="Sent back", description=GOOD))
    cast_vote(
        sent_back,
        "changes_requested",
        by=privacy_officer,
        reason="More.",
        seen_digest=sent_back.review_digest,
    )
    make_entry(title="Unchecked")
    client = browse(campaign_manager)
    tasks = client.get(reverse("home")).context["tasks"]
    assert {task.text for task in tasks} == {"sent back with changes to make", "not checked yet"}
    for task in tasks:
        assert len(client.get(task.url).context["page"].object_list) == task.count


def test_who_holds_the_seat_is_told_what_waits_for_them(browse, privacy_officer, it_lead):
    make_submission(make_entry(description=GOOD))
    (task,) = browse(privacy_officer).get(reverse("home")).context["tasks"]
    assert (task.count, task.said) == (1, "waits for your decision")
    assert not browse(it_lead).get(reverse("home")).context["tasks"]


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("stranger", "You are in no team yet"),
        ("campaign_manager", "Nothing is registered yet"),
        ("leader", "You own no entries"),
    ],
)
def test_an_empty_list_says_what_to_do_next(browse, request, person, words):
    page = browse(request.getfixturevalue(person)).get(reverse("home")).content.decode()
    assert words in page


def test_a_list_filtered_to_nothing_offers_the_way_back(browse, leader):
    make_entry()
    page = browse(leader).get(reverse("entries"), {"q": "zebra"}).content.decode()
    assert "No entry matches" in page
    assert "Show all 1" in page


def test_lists_come_in_pages_that_keep_the_filter(browse, leader):
    for _ in range(30):
        make_entry("tool")
    client = browse(leader)
    page = client.get(reverse("entries"), {"kind": "tool", "page": "2"})
    assert len(page.context["page"].object_list) == 5
    assert "?kind=tool&amp;page=1" in page.content.decode()


def test_an_approval_stands_until_something_material_changes(privacy_officer, leader):
    submission = make_submission(make_entry(description=GOOD))
    entry = submission.entry
    cast_vote(
        submission, "approved", by=privacy_officer, reason="Fine.", seen_digest=submission.review_digest
    )
    assert register_for(leader).get(pk=entry.pk).approval == "approved"
    change_entry(entry, title="Another title")
    assert register_for(leader).get(pk=entry.pk).approval == "approved"
    change_entry(entry, description="Sells what customers who are about to leave said.")
    assert register_for(leader).get(pk=entry.pk).approval == "suspended"


@pytest.mark.parametrize("name", ["home", "entries", "portfolio", "report", "submissions"])
def test_a_page_asks_no_more_of_the_database_for_more_rows(
    browse, campaign_manager, django_assert_max_num_queries, name
):
    client = browse(campaign_manager)
    make_submission(make_entry(description=GOOD, by=campaign_manager))
    check_portfolio()
    client.get(reverse(name))
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    for number in range(12):
        make_submission(make_entry(description=f"{GOOD} {number}", by=campaign_manager))
    check_portfolio()
    cache.clear()
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(name))
