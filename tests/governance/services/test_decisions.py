"""What the council decided reaches the rules: the decision that stands, of each use case, in one query."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import CheckRun, Trigger
from governance.services.approvals import revoke_approval
from governance.services.decisions import held_decisions
from governance.services.engine import Checker
from governance.services.readings import Portfolio
from governance.services.records import JudgedRegister
from governance.services.submissions import appeal, start_review
from governance.services.urgent import approve_urgently
from governance.services.voting import cast_vote
from policies import load_packs
from registry import clock
from tests.personas import change_entry, make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
DESCRIBED = {"description": "Calls customers who are about to leave."}


def decide(entry, verdict, by, team=None):
    submission = make_submission(entry, by=team)
    return cast_vote(
        submission, verdict, by=by, reason="We talked about it.", seen_digest=submission.review_digest
    )


def items_of(entry, as_of=None, **options):
    day = as_of or clock.today()
    held = held_decisions(JudgedRegister(as_of=day, **options), day)
    facts = held.get((entry.kind, entry.key))
    return None if facts is None else facts["decisions"]["items"]


def test_a_use_case_that_the_council_never_saw_has_no_decision():
    assert items_of(make_entry()) == []


def test_a_yes_says_when_until_when_and_who_was_there(privacy_officer):
    entry = make_entry(**DESCRIBED)
    submission = decide(entry, "approved", privacy_officer)
    assert items_of(entry) == [
        {
            "outcome": "approved",
            "decided_on": clock.today().isoformat(),
            "valid_until": submission.valid_until.isoformat(),
            "functions_present": ["privacy"],
            "proposer_voted": False,
            "conditions_open": 0,
        }
    ]


def test_a_later_no_takes_the_place_of_an_earlier_yes(privacy_officer):
    entry = make_entry(**DESCRIBED)
    decide(entry, "approved", privacy_officer)
    decide(entry, "rejected", privacy_officer)
    assert [item["outcome"] for item in items_of(entry)] == ["rejected"]


def test_being_sent_back_leaves_the_yes_as_it_was(privacy_officer):
    entry = make_entry(**DESCRIBED)
    decide(entry, "approved", privacy_officer)
    decide(entry, "changes_requested", privacy_officer)
    assert [item["outcome"] for item in items_of(entry)] == ["approved"]


def test_on_the_day_before_nothing_was_decided(privacy_officer):
    entry = make_entry(**DESCRIBED)
    decide(entry, "approved", privacy_officer)
    assert items_of(entry, clock.today() - timedelta(days=1)) == []


def test_only_use_cases_have_decisions():
    assert items_of(make_entry("tool", **DESCRIBED)) is None


def test_who_cannot_see_an_entry_does_not_learn_what_was_decided(privacy_officer, service_agent):
    entry = make_entry(**DESCRIBED)
    decide(entry, "approved", privacy_officer)
    own_words = {"muster": 1, "kind": "use_case", "key": entry.key, "title": "Guess", "owner_team": "service"}
    assert items_of(entry, visible_to=service_agent, also=[own_words]) is None


def test_what_is_not_registered_was_never_decided_on(service_agent):
    new = {"muster": 1, "kind": "use_case", "key": "brand-new", "title": "New", "owner_team": "service"}
    day = clock.today()
    held = held_decisions(JudgedRegister([new], as_of=day, visible_to=service_agent), day)
    assert held["use_case", "brand-new"] == {"decisions": {"items": []}}


def test_the_whole_portfolio_takes_two_queries(privacy_officer):
    for _ in range(3):
        decide(make_entry(**DESCRIBED), "approved", privacy_officer)
    register = JudgedRegister(as_of=clock.today())
    register.records()
    with CaptureQueriesContext(connection) as queries:
        assert len(held_decisions(register, clock.today())) == 3
    assert len(queries) == 2


def test_a_yes_lets_the_rule_about_the_council_hold(settings, privacy_officer):
    entry = make_entry(**DESCRIBED, lifecycle_stage="assessment")
    decide(entry, "approved", privacy_officer)
    settings.MUSTER_PACKS = []
    live = change_entry(entry, lifecycle_stage="pilot")
    other = make_entry(lifecycle_stage="pilot")
    checker = Checker()
    assert checker.under_check(live.document).report().outcomes["GOV-002"] == "pass"
    assert checker.under_check(other.document).report().outcomes["GOV-002"] == "fail"


def test_a_decision_has_the_entry_checked_again(privacy_officer, django_capture_on_commit_callbacks):
    entry = make_entry(**DESCRIBED)
    with django_capture_on_commit_callbacks(execute=True):
        decide(entry, "approved", privacy_officer)
    assert CheckRun.objects.filter(entry=entry, trigger=Trigger.DECISION, status="done").count() == 1


def test_an_urgent_approval_is_one_with_the_seats_of_the_two_people(privacy_officer, it_lead):
    entry = make_entry(**DESCRIBED)
    decide(entry, "approved", privacy_officer)
    submission = make_submission(entry)
    for person in (privacy_officer, it_lead):
        submission = approve_urgently(
            submission, by=person, reason="It can't wait.", seen_digest=submission.review_digest
        )
    (item,) = items_of(entry)
    assert (item["outcome"], item["functions_present"]) == ("approved", ["it", "privacy"])
    assert item["valid_until"] == submission.valid_until.isoformat()

    revoke_approval(submission, by=privacy_officer, reason="It could.")
    assert [item["outcome"] for item in items_of(entry)] == ["revoked"]


def test_what_is_appealed_against_stands_until_the_appeal_is_decided(privacy_officer, campaign_manager):
    entry = make_entry(**DESCRIBED)
    submission = decide(entry, "rejected", privacy_officer, campaign_manager)
    (said,) = items_of(entry)
    appealed = start_review(appeal(submission, by=campaign_manager, grounds="You read page 2 only.").pk)
    assert items_of(entry) == [said]
    assert said["outcome"] == "rejected"

    legal = make_person("Lena Legal", seat="legal")
    for person in (privacy_officer, legal):
        appealed = cast_vote(
            appealed, "approved", by=person, reason="Page 3 is fine.", seen_digest=appealed.review_digest
        )
    assert [item["outcome"] for item in items_of(entry)] == ["approved"]


def test_a_revocation_is_told_of_while_it_is_appealed_against(privacy_officer, campaign_manager):
    entry = make_entry(**DESCRIBED)
    submission = decide(entry, "approved", privacy_officer, campaign_manager)
    revoke_approval(submission, by=privacy_officer, reason="There was a leak.")
    submission.refresh_from_db()
    (said,) = items_of(entry)
    appeal(submission, by=campaign_manager, grounds="There was none.")
    assert items_of(entry) == [said]
    assert said["outcome"] == "revoked"


def test_a_pass_tells_the_decisions_that_its_digest_is_over(privacy_officer):
    """What rested on one that is taken back in between must not stand under the digest of before."""
    entry = make_entry(**DESCRIBED)
    submission = decide(entry, "approved", privacy_officer)
    whole = Portfolio(load_packs(), clock.today())
    digest = whole.readings_digest
    revoke_approval(submission, by=privacy_officer, reason="It was a mistake.")
    assert whole._held["use_case", entry.key]["decisions"]["items"][0]["outcome"] == "approved"
    assert Portfolio(load_packs(), clock.today()).readings_digest != digest
