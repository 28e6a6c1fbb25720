"""Votes by seat, and the decision they come to."""

from collections.abc import Sequence
from datetime import date

from django.db.models import prefetch_related_objects

from governance.charter import charter
from governance.models import ConditionState, ReviewSeat, Submission, Trigger, Verdict, Vote
from governance.services.approvals import suspend_for
from governance.services.checks import send_checks
from governance.services.closing import close_condition, condition_digest
from governance.services.condition_drafts import Draft, check_drafts, drafts_digests, set_conditions
from governance.services.refusals import refusals_recorded
from governance.services.rounds import is_overtaken
from governance.services.seats import hold_seats
from governance.services.stale import suspend_if_stale
from governance.services.telling import heard_anew
from governance.services.transitions import locked, move
from governance.voters import Bench, Speaker
from governance.workflow import IN_FORCE, Actor, Status, TransitionNotAllowed
from policies.canonical import digest
from policies.charters import Outcome, Tally
from policies.record import term_label
from policies.record.derive import add_months
from registry import clock
from registry.ledger.writing import record
from registry.models import User

_YES = frozenset({Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS})


class StaleReview(Exception):
    """What the reviewer saw is not what stands."""


class DecisionBlocked(Exception):
    """The findings do not let this decision be made."""


def cast_vote(
    submission: Submission,
    verdict: Verdict | str,
    *,
    by: User,
    reason: str,
    seen_digest: str,
    conditions: Sequence[Draft] = (),
) -> Submission:
    """Record what ``by`` says for their seat, and decide where that was the last word needed.

    ``seen_digest`` is the review digest the page showed. Until it is decided a vote can be changed: what was
    said before is kept. Who recuses themselves is not heard on it again. Raises ``PermissionDenied``,
    ``StaleReview``, ``TransitionNotAllowed`` and ``DecisionBlocked``; ``ValueError`` where the reason is
    missing, and ``ConditionRefused``: an approval with conditions has some, and nothing else has any. Saying
    the same once more (a second click, a retry) changes nothing while it is heard.
    """
    if verdict not in Verdict.values:
        raise TransitionNotAllowed(f"{verdict!s} is not something that a seat can say.")
    said, reason = Verdict(verdict), reason.strip()
    if not reason:
        raise ValueError("Say why: auditors will read it.")
    charter()  # Nothing is decided while this release can't use it, by the terms of an earlier one neither.
    with refusals_recorded("decision", submission, by=by):
        submission = locked(submission)
        standing = list(submission.votes.standing())
        hold_seats(by, *(one.voter_id for one in standing))
        before = next((one for one in standing if one.voter_id == by.pk), None)
        bench, others = Bench(submission), [one for one in standing if one is not before]
        if before and _is_said_again(before, bench, said, conditions, reason=reason, seen=seen_digest):
            return submission
        found = bench.tally(others)
        speaker = bench.speaker_for(by, seats_of(found, bench), found.said)
        _check_stands(submission, said, seen_digest)
        check_drafts(submission, said, conditions)
        vote = _vote(submission, said, speaker, reason=reason)
        _replace(before, vote, conditions)
        # Whoever recuses themselves changes who is heard; what anybody else says does not.
        return conclude(submission, Bench(submission) if said is Verdict.RECUSE else bench, [*others, vote])


def conclude(submission: Submission, bench: Bench, votes: Sequence[Vote]) -> Submission:
    """Decide a locked ``submission`` if what its seats said is enough; else seat who has to be heard now.

    ``votes`` are those that stand.
    """
    found = bench.tally(votes)
    changed = seat_review(submission, found, bench)
    if found.outcome is not None:
        return _decide(submission, found.outcome, bench.counted(votes, found))
    if changed:
        heard_anew(submission, bench)
    return submission


def seat_review(submission: Submission, found: Tally, bench: Bench) -> bool:
    """Keep which seats are asked for now, who stands in for one too. Return whether others were before."""
    wanted = {seat: seat in found.required for seat in seats_of(found, bench)}
    if dict(submission.review_seats.order_by().values_list("function", "is_required")) == wanted:
        return False
    submission.review_seats.all().delete()
    ReviewSeat.objects.bulk_create(
        ReviewSeat(submission=submission, function=function, is_required=required)
        for function, required in wanted.items()
    )
    return True


def seats_of(found: Tally, bench: Bench) -> list[str]:
    """Every seat that is heard, those that have to be before the others."""
    return list(dict.fromkeys((*found.required, *bench.terms.required, *bench.terms.may_vote)))


def _decide(submission: Submission, outcome: Outcome, votes: list[Vote]) -> Submission:
    prefetch_related_objects(votes, "voter", "conditions__owner")
    to, last = Status(outcome.value), max(votes, key=lambda one: (one.at, one.pk))
    Vote.objects.filter(pk__in=[one.pk for one in votes]).update(counted=True)
    submission.decided_at, submission.decided_by = last.at, last.voter
    submission.reason = _reasons(votes)
    if to in IN_FORCE:
        submission.valid_until = last_day(
            submission, add_months(clock.today(), submission.voting_terms.valid_months)
        )
    if to in IN_FORCE or to is Status.REJECTED:
        supersede(submission, by=last.voter)
        send_checks([submission.entry], trigger=Trigger.DECISION)
    move(submission, to, actor=Actor.COUNCIL, by=last.voter, **_basis(submission, votes))
    if to is Status.CHANGES_REQUESTED and submission.reviews_urgent is not None:
        # What the two answered for was looked at, and can't stay as it is: nobody answers for it any more.
        suspend_for(submission.reviews_urgent, f"Its review, submission {submission.pk}, asks for changes.")
    return suspend_if_stale(submission) if to in IN_FORCE else submission


def supersede(submission: Submission, *, by: User | None) -> None:
    """Let what was approved of the entry before give way to what is decided now."""
    stood = [*IN_FORCE, Status.SUSPENDED]
    rows = Submission.objects.filter(entry=submission.entry_id, status__in=stood).exclude(pk=submission.pk)
    for earlier in rows.select_for_update(of=("self",)).order_by("-pk"):
        earlier.ended_at = clock.now()
        earlier.ended_why = f"Decided anew as submission {submission.pk}."
        told = {"why_digest": digest(earlier.ended_why), "by_submission": submission.pk}
        move(earlier, Status.SUPERSEDED, actor=Actor.SYSTEM, by=by, **told)


def last_day(submission: Submission, longest: date) -> date:
    """As long as the charter lets an approval count, and no longer than the waivers that it rests on."""
    waived_until = submission.check_run.waived_until if submission.check_run else None
    return min(longest, waived_until or longest)


def _is_said_again(
    vote: Vote, bench: Bench, said: Verdict, conditions: Sequence[Draft], *, reason: str, seen: str
) -> bool:
    """Whether ``vote`` says the same already, and is heard: what was lent may have ended since."""
    if (vote.verdict, vote.reason, vote.review_digest) != (said, reason, seen):
        return False
    heard = said is Verdict.RECUSE or bench.speaker_of(vote) is not None
    return heard and conditions_of(vote) == drafts_digests(conditions)


def _check_stands(submission: Submission, said: Verdict, seen_digest: str) -> None:
    status = Status(submission.status)
    if status is not Status.IN_REVIEW:
        raise TransitionNotAllowed(f"It is {status.label.lower()}: there is nothing to vote on.")
    if seen_digest != submission.review_digest or is_overtaken(submission):
        raise StaleReview("This is not what you reviewed: it changed since. Look again before you decide.")
    if said in _YES:
        check_nothing_blocks(submission)


def check_nothing_blocks(submission: Submission) -> None:
    """Raise ``DecisionBlocked`` while a finding that was neither mended nor waived stands in the way."""
    run = submission.check_run
    if run is None or not run.passes:
        rules = run.findings.filter(blocks=True).values_list("rule_id", flat=True) if run else []
        named = ", ".join(dict.fromkeys(rules))
        raise DecisionBlocked(f"This can't be approved while {named or 'its check'} stands in the way.")


def _replace(before: Vote | None, vote: Vote, conditions: Sequence[Draft]) -> None:
    """Let ``vote`` stand in place of what the same person said before, and of the conditions they set."""
    if before is not None:
        Vote.objects.filter(pk=before.pk).update(stands=False)
        for condition in before.conditions.open():
            close_condition(condition, ConditionState.DROPPED)
    vote.save()
    set_conditions(vote, conditions)
    record(
        "submission.voted",
        vote.submission,
        by=vote.voter,
        round=vote.round,
        seat=vote.seat,
        verdict=vote.verdict,
        review_digest=vote.review_digest,
        reason_digest=digest(vote.reason),
        on_behalf_of=str(vote.on_behalf_of.uid) if vote.on_behalf_of else "",
        is_alternate=vote.is_alternate,
        **({"conditions": drafts_digests(conditions)} if conditions else {}),
    )


def _vote(submission: Submission, said: Verdict, speaker: Speaker, *, reason: str) -> Vote:
    return Vote(
        submission=submission,
        round=submission.round,
        voter=speaker.user,
        seat=speaker.function,
        is_alternate=speaker.is_alternate,
        on_behalf_of=speaker.on_behalf_of,
        verdict=said,
        reason=reason,
        review_digest=submission.review_digest,
        at=clock.now(),
    )


def _reasons(votes: list[Vote]) -> str:
    """One seat's reason as it is; of several, each with the seat that gave it."""
    if len(votes) == 1:
        return votes[0].reason
    return "\n".join(f"{term_label('function', one.seat)}: {one.reason}" for one in votes)


def _basis(submission: Submission, votes: list[Vote]) -> dict[str, object]:
    """What the ledger says of a decision. A reason may name people, so that only its digest stands there."""
    return {
        "seats": sorted({one.seat for one in votes}),
        "votes_digest": votes_digest(votes),
        "review_digest": submission.review_digest,
        "reason_digest": digest(submission.reason),
        "valid_until": submission.valid_until.isoformat() if submission.valid_until else "",
    }


def votes_digest(votes: list[Vote]) -> str:
    """SHA-256 over who said what for which seat, why and on what condition, of the votes that count."""
    said = [
        [one.seat, str(one.voter.uid), one.verdict, one.reason, one.review_digest, one.is_alternate]
        + ([conditions_of(one)] if one.verdict == Verdict.APPROVE_WITH_CONDITIONS else [])
        for one in sorted(votes, key=lambda one: one.pk)
    ]
    return digest(said)


def conditions_of(vote: Vote) -> list[str]:
    """The digests of the conditions that a vote sets."""
    return sorted(condition_digest(one) for one in vote.conditions.all())
