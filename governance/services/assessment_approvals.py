"""Judging assessments: by someone of the seat that the charter names, and never by who wrote them."""

from datetime import date

from governance.assessing import State, check_step
from governance.models import Assessment
from governance.permissions import check_can_approve
from governance.services.assessments import StaleAnswers, locked, move
from governance.services.refusals import refusals_recorded
from governance.services.seats import hold_seats
from governance.workflow import Actor
from policies.assessments import read_outline
from policies.canonical import digest
from policies.record.derive import add_months
from registry import clock
from registry.models import User

APPROVE, REQUEST_CHANGES = "approve", "request_changes"


def judge_assessment(
    assessment: Assessment, *, by: User, verdict: str, seen: str, remark: str, valid_until: date | None
) -> Assessment:
    """What a form of judgement asks for: ``verdict`` is one of the two above."""
    if verdict == APPROVE:
        return approve_assessment(assessment, by=by, seen_digest=seen, remark=remark, valid_until=valid_until)
    return request_changes(assessment, by=by, remark=remark)


def approve_assessment(
    assessment: Assessment, *, by: User, seen_digest: str, remark: str = "", valid_until: date | None = None
) -> Assessment:
    """Approve what was read, and freeze it; the version that counted until now is replaced.

    It counts until ``valid_until``, which lies in the future and at most as far off as the outline says.
    Raises ``PermissionDenied``, ``StaleAnswers``, ``TransitionNotAllowed``, ``ValueError`` for the day.
    """
    with refusals_recorded("approval", assessment, by=by):
        assessment = locked(assessment)
        hold_seats(by)
        check_can_approve(by, assessment)
        check_step(State(assessment.state), State.APPROVED, actor=Actor.COUNCIL)
        if assessment.answers_digest() != seen_digest:
            raise StaleAnswers(assessment)
        assessment.valid_until = _term(assessment, valid_until)
        assessment.approver, assessment.approved_on = by, clock.today()
        assessment.content_digest, assessment.remark = seen_digest, remark.strip()
        _replace(assessment)
        return move(
            assessment,
            State.APPROVED,
            actor=Actor.COUNCIL,
            by=by,
            digest=seen_digest,
            seat=assessment.required_seat,
            approved_on=assessment.approved_on.isoformat(),
            valid_until=assessment.valid_until.isoformat(),
            remark_digest=digest(assessment.remark),
        )


def request_changes(assessment: Assessment, *, by: User, remark: str) -> Assessment:
    """Send it back to its writers with what has to change.

    Raises ``PermissionDenied``, ``TransitionNotAllowed``, and ``ValueError`` without a remark.
    """
    if not remark.strip():
        raise ValueError("Say what has to change: the writers will read it.")
    with refusals_recorded("return", assessment, by=by):
        assessment = locked(assessment)
        hold_seats(by)
        check_can_approve(by, assessment)
        assessment.remark = remark.strip()
        return move(
            assessment,
            State.IN_PROGRESS,
            actor=Actor.COUNCIL,
            by=by,
            seat=assessment.required_seat,
            remark_digest=digest(assessment.remark),
        )


def latest_term(assessment: Assessment) -> date:
    """The last day that an approval of today could count."""
    return add_months(clock.today(), read_outline(assessment.outline).valid_months)


def _term(assessment: Assessment, wanted: date | None) -> date:
    latest = latest_term(assessment)
    if wanted is None:
        return latest
    if not clock.today() < wanted <= latest:
        raise ValueError(f"Choose a day after today and not after {latest:%-d %B %Y}.")
    return wanted


def _replace(assessment: Assessment) -> None:
    """End the version that counted: the constraint lets only one stand."""
    same = Assessment.objects.filter(entry=assessment.entry, type=assessment.type, state=State.APPROVED)
    for standing in same.select_related("entry").select_for_update(of=("self",)):
        move(standing, State.REPLACED, actor=Actor.SYSTEM, by=None, version=assessment.version)
