"""What changed between two frozen records, as a reviewer reads it."""

import pytest

from governance.services.approvals import revoke_approval
from governance.services.looks import mark_looked
from governance.services.submissions import appeal, resubmit, start_review
from governance.services.voting import cast_vote
from governance.views.review.changes import changes_between
from governance.views.review.since import since_look_and_approval
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."


@pytest.fixture
def source(marketing):
    return make_entry(
        "data_source", title="Customer records", description=GOOD, data_categories=["user.contact"]
    )


@pytest.fixture
def submission(campaign_manager, source):
    links = [{"data_source": source.key, "usage": "training"}]
    entry = make_entry(description=GOOD, retention_months=24, data_links=links)
    return make_submission(entry, by=campaign_manager)


def decide(submission, by, verdict="changes_requested"):
    return cast_vote(submission, verdict, by=by, reason="Look at it.", seen_digest=submission.review_digest)


def next_round(submission, by):
    return start_review(resubmit(submission, by=by).pk)


def since_last_look(user, submission):
    return since_look_and_approval(user, submission)[0]


def since_last_approval(user, submission):
    return since_look_and_approval(user, submission)[1]


def words(fact):
    return fact and (fact.text or ", ".join([*fact.items, *(one.text for one in fact.links)]))


def told(since):
    """What is shown, as words: thing, row, field, before, after."""
    return [
        (thing.name.text if thing.name else "", row.row, row.label, words(row.before), words(row.after))
        for thing in since.changes
        for row in thing.rows
    ]


def test_a_reviewer_sees_what_changed_since_they_looked_also_in_what_is_linked(
    submission, source, campaign_manager, privacy_officer
):
    mark_looked(submission, by=privacy_officer)
    assert since_last_look(privacy_officer, submission).is_current
    decide(submission, privacy_officer)
    change_entry(submission.entry, by=campaign_manager, retention_months=12)
    change_entry(source, data_categories=["user.contact", "user.health_and_medical"])
    since = since_last_look(privacy_officer, next_round(submission, campaign_manager))
    assert ("", "", "Data is kept for", "24 months", "12 months") in told(since)
    (thing,) = [one for one in since.changes if one.name]
    assert thing.name.text == "Customer records"
    assert thing.gained and thing.rows[0].gained
    assert "Health" in thing.rows[0].after.items[1]


def test_who_voted_has_looked_and_who_did_neither_is_told_nothing(
    submission, campaign_manager, privacy_officer, auditor
):
    decide(submission, privacy_officer)
    change_entry(submission.entry, by=campaign_manager, retention_months=12)
    again = next_round(submission, campaign_manager)
    assert since_last_look(privacy_officer, again).stand.round == 1
    assert since_last_look(auditor, again) is None


def test_a_later_submission_is_held_against_what_was_approved(submission, campaign_manager, privacy_officer):
    decide(submission, privacy_officer, "approved")
    entry = change_entry(submission.entry, by=campaign_manager, human_oversight="on_the_loop")
    later = make_submission(entry, by=campaign_manager)
    since = since_last_approval(privacy_officer, later)
    assert told(since) == [("", "", "Human oversight", None, "A person watches and steps in (on the loop)")]
    assert since_last_look(privacy_officer, later).is_elsewhere
    assert since_last_approval(privacy_officer, submission) is None


def test_an_appeal_against_the_end_of_an_approval_is_held_against_that_approval(
    submission, campaign_manager, privacy_officer
):
    approved = decide(submission, privacy_officer, "approved")
    revoked = revoke_approval(approved, by=privacy_officer, reason="A leak.")
    change_entry(submission.entry, by=campaign_manager, human_oversight="on_the_loop")
    appealed = start_review(appeal(revoked, by=campaign_manager, grounds="It is mended.").pk)
    since = since_last_approval(privacy_officer, appealed)
    assert since.stand.round == 1
    assert told(since) == [("", "", "Human oversight", None, "A person watches and steps in (on the loop)")]


def test_what_a_reader_may_not_see_changes_nothing_for_them(
    submission, campaign_manager, privacy_officer, service_team
):
    hidden = make_entry("tool", owner_team=service_team, title="Their mailer")
    change_entry(submission.entry, by=campaign_manager, tools=[hidden.key])
    mine = next_round(decide(submission, privacy_officer), campaign_manager)
    mark_looked(mine, by=campaign_manager)
    mark_looked(mine, by=privacy_officer)
    change_entry(hidden, annual_cost=5000)
    again = next_round(decide(mine, privacy_officer), campaign_manager)
    assert told(since_last_look(campaign_manager, again)) == []
    assert ("Their mailer", "", "Cost a year", None, "5,000 a year") in told(
        since_last_look(privacy_officer, again)
    )


def test_a_row_is_named_by_what_it_is_about_and_a_new_one_with_sensitive_data_stands_first(
    source, campaign_manager
):
    row = {"data_source": {"key": source.key, "special_categories": False}, "usage": "training"}
    other = {"data_source": {"key": "x-rays", "special_categories": True}}
    old = {"kind": "use_case", "key": "a", "title": "Old", "data_links": [row]}
    new = old | {"title": "New", "data_links": [row | {"usage": "inference"}, other]}
    first, *rest = changes_between(campaign_manager, "use_case", old, new)[0].rows
    assert first.gained and first.after.parts[0].title.text == "x-rays"
    assert {one.row for one in rest} == {"", "Data it uses: Customer records"}
