"""In which order cases wait, until when, and how each stands."""

from datetime import timedelta

import pytest

from governance.models import Submission, Verdict
from governance.reports.inbox import before_council, cases_of, counts_of, for_lists, neighbours
from governance.reports.quorum import quorum_of
from governance.services.voting import cast_vote
from registry import clock
from tests.governance.views.test_law import CREDIT
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule", "shipped_charter")]
GOOD = "Calls customers who are about to leave."
FAST_TRACK = {
    "description": GOOD,
    "use_case_type": "other",
    "ai_technique": "rules_based",
    "models": [],
    "gpai_relation": "none",
}


def submitted(days_ago=0, kind="use_case", **facts):
    with clock.at(clock.now() - timedelta(days=days_ago)):
        return make_submission(make_entry(kind, **({"description": GOOD} | facts)))


def case_of(user, submission):
    cases = cases_of(list(for_lists(before_council(user))), user)
    return next(case for case in cases if case.submission == submission)


def test_the_gravest_waits_first_and_of_the_same_risk_what_is_due_first(privacy_officer):
    fast, tool = submitted(4, **FAST_TRACK), submitted(9, "tool")
    young, old = submitted(1), submitted(8)
    high = submitted(**CREDIT)
    forbidden = submitted(ai_technique="classical_ml", art5_practices=["A5-1-c"])

    assert list(before_council(privacy_officer)) == [forbidden, high, old, young, tool, fast]


def test_a_deadline_is_what_the_charter_gave_the_round_and_passes_with_its_last_day(privacy_officer, later):
    fast = submitted(**FAST_TRACK)
    found = [case_of(privacy_officer, fast).deadline]
    for days in (3, 2, 1):
        later(days)
        assert counts_of(privacy_officer)["overdue"] == (days == 1)
        found.append(case_of(privacy_officer, fast).deadline)
    assert [(look.label, look.tone) for look in found] == [
        ("5 days left", "plain"),
        ("2 days left", "warn"),
        ("Due today", "warn"),
        ("1 day overdue", "bad"),
    ]


def test_what_was_frozen_before_charters_named_days_has_the_usual_ones(privacy_officer):
    old = submitted()
    Submission.objects.update(terms={"required": ["privacy"]})
    assert case_of(privacy_officer, old).deadline.label == "10 days left"


def test_a_row_says_of_the_seats_what_the_page_of_the_case_says(privacy_officer):
    security = make_person("Sven Security", seat="security")
    first, second = submitted(), submitted(**FAST_TRACK)
    cast_vote(first, Verdict.APPROVE, by=security, reason="Ours.", seen_digest=first.review_digest)

    for submission in (first, second):
        case = case_of(privacy_officer, submission)
        quorum, _, _ = quorum_of(submission, list(submission.votes.standing()))
        assert (case.heard, case.needed, case.votes_missing) == (
            quorum.heard,
            quorum.needed,
            quorum.votes_missing,
        )
        assert list(case.missing) == [seat.label for seat in quorum.missing] == ["Privacy"]
    assert not case_of(privacy_officer, first).together
    assert case_of(privacy_officer, second).together


def test_who_goes_on_and_on_sees_every_case_that_waits_for_them_and_no_other(privacy_officer):
    first, second, third = submitted(9), submitted(5), submitted(1)
    submitted(kind="tool")
    cast_vote(
        second, Verdict.ABSTAIN, by=privacy_officer, reason="No view.", seen_digest=second.review_digest
    )

    ways = [neighbours(privacy_officer, one.pk) for one in (first, second, third)]
    assert [(way.before, way.after, way.others, way.done) for way in ways] == [
        (None, third.pk, 1, False),
        (first.pk, third.pk, 2, True),
        (first.pk, first.pk, 1, False),
    ]
