"""What can't wait for all seats: approved by two people for some days, and reviewed in them."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied

from governance.acting import refusal_to_act, seats_of
from governance.charter import terms_of
from governance.models import Submission, Trigger, UrgentVoice
from governance.parts import parts_in, parts_of
from governance.services.checks import send_checks
from governance.services.freezing import add_linked, add_parties, freeze, summary_of
from governance.services.refusals import refusals_recorded
from governance.services.rounds import is_overtaken, send_to_review
from governance.services.seats import hold_seats
from governance.services.stale import suspend_if_stale
from governance.services.telling import called_urgent
from governance.services.transitions import locked, move
from governance.services.voting import StaleReview, check_nothing_blocks, last_day, supersede
from governance.workflow import ENDED, IN_FORCE, Actor, Status, TransitionNotAllowed
from policies.canonical import digest
from policies.record import term_label
from registry import clock
from registry.ledger.writing import record
from registry.models import AuditEvent, User

PEOPLE = 2


def approve_urgently(submission: Submission, *, by: User, reason: str, seen_digest: str) -> Submission:
    """Say, as one of two, that this can't wait; the second one approves it for the days of its terms.

    What blocks an approval blocks this one too. A review of the same entry begins at once: its decision takes
    the place of this one, and until the seats have decided nothing of it is approved urgently again. Raises
    ``PermissionDenied``, ``StaleReview``, ``TransitionNotAllowed``, ``DecisionBlocked``; ``ValueError``
    without a reason. Saying it twice changes nothing.
    """
    said = reason.strip()
    if not said:
        raise ValueError("Say why this can't wait: auditors will read it.")
    with refusals_recorded("urgent_approval", submission, by=by):
        submission = locked(submission)
        voices = list(submission.urgent_voices.filter(round=submission.round).select_related("voter"))
        hold_seats(by, *(one.voter_id for one in voices))
        seat = seat_for(by, submission)
        if any(one.voter_id == by.pk for one in voices):
            return submission
        if submission.status != Status.IN_REVIEW:
            raise TransitionNotAllowed("Only what is in review can be approved urgently.")
        if seen_digest != submission.review_digest or is_overtaken(submission):
            raise StaleReview(
                "This is not what you reviewed: it changed since. Look again before you decide."
            )
        _check_not_again(submission)
        check_nothing_blocks(submission)
        voice, event = _say(submission, seat, by=by, reason=said)
        counted = [one for one in (*voices, voice) if not urgent_refusal(one.voter, submission)]
        if len(counted) >= PEOPLE:
            return _approve(submission, counted, by=by)
        called_urgent(submission, by=by, event=event)
        return submission


def seat_for(by: User, submission: Submission) -> str:
    """The seat from which ``by`` can approve urgently. Raises ``PermissionDenied``."""
    if refusal := urgent_refusal(by, submission):
        raise PermissionDenied(refusal)
    return seats_of(by, terms_of(submission).urgent_seats, parts_in(submission))[0]


def urgent_refusal(by: User, submission: Submission) -> str:
    """Why ``by`` may not approve it urgently; "" where nothing stands against it."""
    seats = terms_of(submission).urgent_seats
    named = ", ".join(str(term_label("function", seat)) for seat in seats)
    words = f"Only holders of these seats of the council can approve urgently: {named}."
    if refusal := refusal_to_act(by, seats, parts_in(submission), words):
        return refusal
    part = parts_of([(by, submission)])[0]
    return f"{part} Someone else has to decide." if part else ""


def _check_not_again(submission: Submission) -> None:
    """Two people bridge some days, once: approving its review urgently, too, would go on for ever. And what
    seats turned down is heard by more of them, not by fewer.
    """
    if submission.is_appeal:
        raise TransitionNotAllowed("The council turned it down: the seats that hear appeals have to decide.")
    earlier = Submission.objects.filter(
        entry=submission.entry_id, status__in=ENDED | IN_FORCE | {Status.REJECTED}
    )
    last = (
        earlier.exclude(pk=submission.pk).order_by("-decided_at", "-pk").only("is_urgent", "status").first()
    )
    if last is not None and last.status in {Status.REJECTED, Status.REVOKED}:
        raise TransitionNotAllowed("The council turned it down last time: all its seats have to decide.")
    if last is not None and last.is_urgent:
        raise TransitionNotAllowed("It was approved urgently before: now all its seats have to decide on it.")


def _say(submission: Submission, seat: str, *, by: User, reason: str) -> tuple[UrgentVoice, AuditEvent]:
    voice = UrgentVoice.objects.create(
        submission=submission,
        round=submission.round,
        voter=by,
        seat=seat,
        reason=reason,
        review_digest=submission.review_digest,
        at=clock.now(),
    )
    told = {"seat": seat, "review_digest": submission.review_digest, "reason_digest": digest(reason)}
    return voice, record("submission.called_urgent", submission, by=by, round=submission.round, **told)


def _approve(submission: Submission, voices: list[UrgentVoice], *, by: User) -> Submission:
    submission.is_urgent = True
    submission.decided_at, submission.decided_by = voices[-1].at, by
    submission.reason = "\n".join(f"{term_label('function', one.seat)}: {one.reason}" for one in voices)
    longest = clock.today() + timedelta(days=terms_of(submission).urgent_days)
    submission.valid_until = last_day(submission, longest)
    supersede(submission, by=by)
    send_checks([submission.entry], trigger=Trigger.DECISION)
    told = {
        "urgent": True,
        "seats": sorted(one.seat for one in voices),
        "review_digest": submission.review_digest,
        "reason_digest": digest(submission.reason),
        "valid_until": submission.valid_until.isoformat(),
    }
    move(submission, Status.APPROVED, actor=Actor.COUNCIL, by=by, **told)
    _review_afterwards(submission)
    return suspend_if_stale(submission)


def _review_afterwards(urgent: Submission) -> None:
    """Put the entry before all seats at once, in the name of who had submitted it.

    Who had a part in what was approved has one in its review, also if they left the team since.
    """
    review = Submission(
        entry=urgent.entry,
        submitted_by=urgent.submitted_by,
        submitted_at=clock.now(),
        note=f"Review of the urgent approval {urgent.pk}.",
        reviews_urgent=urgent,
    )
    freeze(review)
    review.save()
    review.parties.set(urgent.parties.all())
    add_parties(review, asked_by=urgent.submitted_by)
    add_linked(review)
    told = summary_of(review) | {"submitted_by": str(urgent.submitted_by.uid), "reviews": urgent.pk}
    record("submission.submitted", review, by=None, round=1, **told)
    send_to_review(review)
