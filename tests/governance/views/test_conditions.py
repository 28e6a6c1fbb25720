"""Setting conditions on the review page, and seeing how they stand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Condition
from governance.services.conditions import follow_conditions, why_lapsed
from governance.services.voting import cast_vote
from registry import clock
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_draft, make_entry, make_submission

pytestmark = pytest.mark.django_db


def blank(number):
    return {f"condition-{number}-{name}": "" for name in ("what", "words", "owner", "due_on", "expression")}


def condition(number=0, **said):
    day = (clock.today() + timedelta(days=6)).isoformat()
    said = {"what": "yes:privacy_officer_reviewed", "due_on": day} | said
    return blank(number) | {f"condition-{number}-{name}": value for name, value in said.items()}


def decide(client, submission, *conditions, verdict="approved_with_conditions", reason="On conditions."):
    sent = (
        {"verdict": verdict, "reason": reason, "seen_digest": submission.review_digest} | blank(3) | blank(4)
    )
    for one in conditions:
        sent |= one
    return client.post(reverse("decide", args=[submission.pk]), sent)


def approved_on(person, *drafts):
    submission, said = make_submission(), {"reason": "On conditions.", "conditions": drafts}
    return cast_vote(
        submission, "approved_with_conditions", by=person, seen_digest=submission.review_digest, **said
    )


def test_a_member_sets_a_ready_made_condition_without_writing_any_language(browse, privacy_officer):
    submission = make_submission()
    client = browse(privacy_officer)
    page = client.get(reverse("submission", args=[submission.pk])).content.decode()
    assert "An assessment is approved" in page
    assert "The team: Marketing" in page
    assert decide(client, submission, condition(0)).status_code == 302

    found = Condition.objects.get()
    assert found.expression == {"privacy_officer_reviewed": True}
    assert found.text == "“Has the privacy officer reviewed it?” is answered with yes."
    assert (found.owner, found.days_left) == (None, 6)


def test_an_own_expression_and_an_owner_by_name_are_taken_as_typed(browse, privacy_officer, campaign_manager):
    submission = make_submission()
    own = condition(1, what="own", words="Two tools at most.", owner=str(campaign_manager.pk))
    own["condition-1-expression"] = "count: {in: tools, lte: 2}"
    assert decide(browse(privacy_officer), submission, own).status_code == 302
    found = Condition.objects.get()
    assert (found.text, found.owner) == ("Two tools at most.", campaign_manager)
    assert found.expression == {"count": {"in": "tools", "lte": 2}}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"what": "own", "words": "It is so.", "expression": "privacy_oficer: true"},
            "is not a field of use case",
        ),
        ({"what": "own", "words": "It is so.", "expression": "{"}, "your expression:1:"),
        (
            {"what": "own", "expression": "privacy_officer_reviewed: true"},
            "Say in plain words what has to be so.",
        ),
        ({"what": "", "words": "Somebody looks at it."}, "Choose what has to become so."),
        ({"due_on": ""}, "Choose the last day."),
        ({"due_on": "2020-01-01"}, "Choose a day after today"),
    ],
)
def test_what_cant_be_asked_is_said_at_its_field_and_what_was_typed_is_kept(
    browse, privacy_officer, said, words
):
    response = decide(
        browse(privacy_officer), make_submission(), condition(2, **said), reason="Kept as typed."
    )
    page = response.content.decode()
    assert not Condition.objects.exists()
    assert page.count(words) == 2  # in the summary and at the field
    assert "Error: " in page
    for value in ("Kept as typed.", *(one for one in said.values() if one)):
        assert value in page


def test_an_approval_with_conditions_names_one_and_nothing_else_has_any(browse, privacy_officer):
    client, submission = browse(privacy_officer), make_submission()
    assert "Say on what condition" in decide(client, submission).content.decode()
    refused = decide(client, submission, condition(0), verdict="approved").content.decode()
    assert "Only an approval with conditions" in refused
    submission.refresh_from_db()
    assert submission.status == "in_review"


def test_whoever_changes_their_vote_finds_their_conditions_filled_in(
    browse, privacy_officer, shipped_charter
):
    submission, client = make_submission(), browse(privacy_officer)
    decide(client, submission, condition(0))
    page = client.get(reverse("submission", args=[submission.pk])).content.decode()
    assert 'value="yes:privacy_officer_reviewed" selected' in page
    assert (clock.today() + timedelta(days=6)).isoformat() in page


def test_the_team_sees_what_to_do_by_when_and_the_owner_finds_it_at_home(
    browse, privacy_officer, campaign_manager
):
    submission = approved_on(privacy_officer, make_draft())
    client = browse(campaign_manager)
    page = client.get(url_of(submission.entry)).content.decode()
    for words in ("The officer reads it.", "Open: 6 days left", "#f-privacy_officer_reviewed"):
        assert words in page
    home = client.get(reverse("home")).content.decode()
    assert "condition of an approval to meet" in home
    assert f"{url_of(submission.entry)}#conditions" in home

    change_entry(submission.entry, privacy_officer_reviewed=True)
    follow_conditions()
    page = client.get(reverse("submission", args=[submission.pk])).content.decode()
    for words in ("All conditions are met.", "/privacy_officer_reviewed", "Of the record"):
        assert words in page
    assert "condition of an approval" not in client.get(reverse("home")).content.decode()


def test_pages_say_why_an_approval_lapsed_once_before_and_after_it_is_written_down(
    browse, privacy_officer, campaign_manager, later
):
    submission, client = approved_on(privacy_officer, make_draft()), browse(campaign_manager)
    later(7)
    for task in (None, follow_conditions):
        if task:
            task()
        for url in (url_of(submission.entry), reverse("submission", args=[submission.pk])):
            page = client.get(url).content.decode()
            assert page.count(why_lapsed(submission.conditions.get())) == 1
            assert "Certify it again" in page
            badge = page[page.index('class="head__facts"') :]
            assert "Approval expired" in badge[: badge.index("</p>")]
        for state, is_listed in (("expired", True), ("approved_with_conditions", False)):
            listed = client.get(reverse("submissions"), {"status": state}).context["page"]
            assert (submission in listed) == is_listed


def test_nobody_is_told_of_conditions_of_what_they_cant_see(browse, privacy_officer, service_agent):
    submission = approved_on(privacy_officer, make_draft())
    client = browse(service_agent)
    assert client.get(reverse("submission", args=[submission.pk])).status_code == 404
    assert "condition of" not in client.get(reverse("home")).content.decode()


def test_what_was_seen_in_entries_out_of_sight_is_not_quoted(
    browse, privacy_officer, campaign_manager, service_team, auditor
):
    tool = make_entry("tool", owner_team="service", description="Sends the mails.")
    entry = make_entry(description="Answers e-mails of customers.", tools=[tool.key])
    asked = {"some": {"in": "tools", "where": {"description": {"starts_with": "Sends"}}}}
    submission = make_submission(entry)
    said = {"reason": "On conditions.", "conditions": [make_draft(asked)]}
    cast_vote(
        submission,
        "approved_with_conditions",
        by=privacy_officer,
        seen_digest=submission.review_digest,
        **said,
    )
    assert follow_conditions() == 1

    url = reverse("submission", args=[submission.pk])
    page = browse(campaign_manager).get(url).content.decode()
    assert "Sends the mails." not in page
    assert "in entries that you can&#x27;t see" in page or "in entries that you can't see" in page
    assert "Sends the mails." in browse(auditor).get(url).content.decode()
