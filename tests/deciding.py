"""Voting as tests do it, and what a vote takes beside a verdict and a reason."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from governance.models import Submission, Verdict
from governance.services.condition_drafts import Draft
from governance.services.submissions import resubmit, start_review
from governance.services.urgent import approve_urgently
from governance.services.voting import cast_vote
from registry import clock
from registry.models import User
from tests.personas import change_entry, make_person


def vote(
    submission: Submission,
    person: User,
    verdict: Verdict = Verdict.APPROVE,
    reason: str = "Looks right from here.",
    seen: str | None = None,
    conditions: Sequence[Draft] = (),
) -> Submission:
    """``person`` votes on what is before the council now, or on what they saw of it earlier."""
    seen = submission.review_digest if seen is None else seen
    return cast_vote(submission, verdict, by=person, reason=reason, seen_digest=seen, conditions=conditions)


def urgently(submission: Submission, person: User, reason: str = "The line is down.") -> Submission:
    """``person`` says, as one of two, that what is before the council now can't wait."""
    return approve_urgently(submission, by=person, reason=reason, seen_digest=submission.review_digest)


def go_on(submission: Submission, **facts: Any) -> Submission:
    """Another privacy officer asks for changes, and the team puts its next round before the council."""
    other = make_person(f"Officer of {submission.pk}", seat="privacy")
    vote(submission, other, Verdict.REQUEST_CHANGES)
    change_entry(submission.entry, by=submission.submitted_by, **facts)
    return start_review(resubmit(submission, by=submission.submitted_by).pk)


def conditions_of(verdict: str) -> list[Draft]:
    """What a vote with this verdict has to ask for: one condition that is not met yet, or nothing."""
    if verdict != "approved_with_conditions":
        return []
    until = clock.today() + timedelta(days=30)
    return [Draft("Say where people can object.", {"objection_route_url": {"exists": True}}, until)]
