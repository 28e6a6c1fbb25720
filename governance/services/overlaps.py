"""Deciding on entries that look alike: one answer a pair, for both of its ends."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import OverlapDecision, OverlapOutcome, OverlapQuestion, Trigger
from governance.overlap_permissions import check_can_decide_overlap, check_can_end_overlap
from governance.services.checks import send_checks
from governance.services.overlap_facts import Alike
from governance.services.refusals import refusals_recorded
from governance.services.same_product import teach_pair
from governance.services.telling import question_moved
from policies.canonical import digest
from policies.overlap.decided import Ground, ground_of
from policies.overlap.facets import LISTS
from registry import clock
from registry.ledger.writing import record
from registry.models import Entry, User
from registry.permissions import check_may_edit, may
from registry.services.aliases import end_learned

MOST_WORDS = 5000


class OverlapRefused(ValueError):
    """This can't be decided so. ``field`` is what to change, or ""."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class StaleOverlap(Exception):
    """The pair is no longer as whoever decides saw it; nothing was recorded."""

    def __init__(self) -> None:
        super().__init__("One of the two was changed or decided on since you opened this. Look again.")


def decide_overlap(
    entry: Entry,
    other: Entry,
    *,
    by: User,
    outcome: str,
    reason: str = "",
    same_product: bool = False,
    seen: str | None = None,
) -> OverlapDecision:
    """Say what becomes of ``entry``, which looks like ``other``; an earlier answer on the pair ends.

    ``reason`` is, to keep both, the comparison that shows why. ``same_product`` teaches that their names mean
    one thing. ``seen`` is the ``pair_digest`` of what was looked at. Saying the same again changes nothing.
    Raises ``PermissionDenied``, ``OverlapRefused`` and ``StaleOverlap``.
    """
    with refusals_recorded("decision", entry, by=by, of="overlap"):
        entry, other = _locked(entry, other)
        check_can_decide_overlap(by, entry, other)
        words = _checked(entry, outcome, reason, same_product)
        standing = OverlapDecision.objects.standing().on(entry, other).select_for_update().first()
        if seen is not None and seen != pair_digest(entry, other, standing):
            raise StaleOverlap
        grounds = {"entry_ground": ground_of(entry.document), "other_ground": ground_of(other.document)}
        if standing is None or not _says(standing, entry, outcome, words, grounds):
            if standing is not None:
                check_can_end_overlap(by, standing)
                _end(standing, "overlap.replaced", by=by)
            standing = _decided(entry, other, by=by, outcome=outcome, reason=words, **grounds)
            _answer_questions(entry, other, by=by)
            send_checks([entry, other], trigger=Trigger.OVERLAP)
        if same_product:
            teach_pair(entry, other, by=by)
        elif outcome == OverlapOutcome.NOT_THE_SAME:
            end_learned(entry, other, by=by)
        return standing


def withdraw_overlap_decision(decision: OverlapDecision, *, by: User) -> OverlapDecision:
    """Take a decision back, so that the pair is open again. Withdrawing it once more changes nothing."""
    with refusals_recorded("withdrawal", decision.entry, by=by, of="overlap"):
        entry, other = _locked(decision.entry, decision.other)
        check_can_decide_overlap(by, entry, other)
        decision = OverlapDecision.objects.select_for_update().get(pk=decision.pk)
        if decision.ended_at is None:
            check_can_end_overlap(by, decision)
            _end(decision, "overlap.withdrawn", by=by)
            end_learned(entry, other, by=by)
            send_checks([entry, other], trigger=Trigger.OVERLAP)
        return decision


@transaction.atomic
def ask_council(entry: Entry, *, by: User) -> OverlapQuestion:
    """Ask the council about something like ``entry`` that the team can't see. One open question an entry.

    Raises ``OverlapRefused`` where there is nothing that the council could answer.
    """
    check_may_edit(by, entry.owner_team)
    Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    asked = OverlapQuestion.objects.open().filter(entry=entry).first()
    if asked is None:
        if not _has_undecided_out_of_sight(entry, by):
            raise OverlapRefused("Nothing like this is out of your sight and not decided: nobody was asked.")
        asked = OverlapQuestion.objects.create(entry=entry, asked_by=by, asked_at=clock.now())
        event = record("overlap_question.asked", asked, by=by, entry=entry.subject)
        question_moved(asked, by=by, event=event)
    return asked


def close_question(question: OverlapQuestion, *, by: User, reason: str) -> OverlapQuestion:
    """End a question without a decision, and say why. What was answered meanwhile stays as it is.

    Raises ``PermissionDenied``, and ``OverlapRefused`` without a reason.
    """
    with refusals_recorded("closing", question.entry, by=by, of="overlap_question"):
        Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=question.entry_id)
        question = OverlapQuestion.objects.select_related("entry__owner_team").get(pk=question.pk)
        if question.answered_at is not None:
            return question
        if not OverlapQuestion.objects.awaiting(by).filter(pk=question.pk).exists():
            raise PermissionDenied("Only the council closes a question, and never who asked it.")
        if not (words := reason.strip()) or len(words) > MOST_WORDS:
            raise OverlapRefused(f"Say why, in at most {MOST_WORDS} characters: the team reads it.", "reason")
        question.reason = words
        _end_question(question, "overlap_question.closed", by=by, reason_digest=digest(words))
        return question


def pair_digest(entry: Entry, other: Entry, standing: OverlapDecision | None) -> str:
    """What a decision is made on: how the two entries stand, and what was decided before."""
    sides = sorted([one.pk, one.manifest_digest] for one in (entry, other))
    return digest([*sides, None if standing is None else standing.pk])


def summary_of(decision: OverlapDecision) -> dict[str, Any]:
    """For the ledger: names of entries, the outcome and digests, nothing that anybody wrote."""
    return {
        "entry": decision.entry.subject,
        "other": decision.other.subject,
        "outcome": decision.outcome,
        "reason_digest": digest(decision.reason),
        "grounds_digest": digest([list(decision.entry_ground), list(decision.other_ground)]),
    }


def _locked(entry: Entry, other: Entry) -> tuple[Entry, Entry]:
    """Both as they are now, in one order, so that two who decide on them wait for each other."""
    rows = Entry.objects.select_for_update(of=("self",), no_key=True).select_related("owner_team")
    held = {one.pk: one for one in rows.filter(pk__in=(entry.pk, other.pk)).order_by("pk")}
    return held[entry.pk], held[other.pk]


def _checked(entry: Entry, outcome: str, reason: str, same_product: bool) -> str:
    """What was written, trimmed."""
    if entry.kind not in LISTS:
        raise OverlapRefused("Things of this kind are not compared.")
    if outcome not in OverlapOutcome.values:
        raise OverlapRefused("Choose one of the four answers.", "outcome")
    words = reason.strip()
    if outcome == OverlapOutcome.JUSTIFY and not words:
        raise OverlapRefused("Compare the two: what does each do that the other can't?", "reason")
    if len(words) > MOST_WORDS:
        raise OverlapRefused(f"Write at most {MOST_WORDS} characters.", "reason")
    if same_product and outcome == OverlapOutcome.NOT_THE_SAME:
        raise OverlapRefused("They are one product, or they are not the same: choose one.", "outcome")
    return words


def _says(
    standing: OverlapDecision, entry: Entry, outcome: str, reason: str, grounds: dict[str, Ground]
) -> bool:
    """Whether ``standing`` says just this of the entries as they are."""
    if standing.entry_id == entry.pk:
        held = (standing.entry_ground, standing.other_ground)
    else:
        held = (standing.other_ground, standing.entry_ground)
        if outcome in {OverlapOutcome.JOIN, OverlapOutcome.EXTEND}:
            return False
    now = (list(grounds["entry_ground"]), list(grounds["other_ground"]))
    return (standing.outcome, standing.reason) == (outcome, reason) and now == tuple(map(list, held))


def _decided(entry: Entry, other: Entry, *, by: User, **said: Any) -> OverlapDecision:
    """The saved decision; the database has the last word on whether there is one already."""
    decision = OverlapDecision(entry=entry, other=other, decided_by=by, decided_at=clock.now(), **said)
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError as error:
        if not OverlapDecision.objects.standing().on(entry, other).exists():
            raise
        raise StaleOverlap from error
    record("overlap.decided", decision, by=by, **summary_of(decision))
    return decision


def _end(decision: OverlapDecision, action: str, *, by: User) -> None:
    decision.ended_at, decision.ended_by = clock.now(), by
    decision.save(update_fields=["ended_at", "ended_by"])
    record(action, decision, by=by)


def _answer_questions(entry: Entry, other: Entry, *, by: User) -> None:
    """Who sees everything has now answered what the teams of the two had asked about what they can't see."""
    if not may(by, "registry.view_entry"):
        return
    rows = OverlapQuestion.objects.open().filter(entry__in=(entry, other))
    for asked in rows.select_related("entry__owner_team", "asked_by"):
        end = other if asked.entry_id == entry.pk else entry
        in_sight = Entry.objects.visible_to(asked.asked_by).filter(pk=end.pk)
        # Who has come to sit on the council since sees it now, and their team still doesn't.
        was_hidden = may(asked.asked_by, "registry.view_entry") or not in_sight.exists()
        if end.owner_team_id != asked.entry.owner_team_id and was_hidden:
            _end_question(asked, "overlap_question.answered", by=by)


def _end_question(question: OverlapQuestion, action: str, *, by: User, **said: Any) -> None:
    question.answered_at = clock.now()
    question.save(update_fields=["answered_at", "reason"])
    event = record(action, question, by=by, entry=question.entry.subject, **said)
    question_moved(question, by=by, event=event)


def _has_undecided_out_of_sight(entry: Entry, by: User) -> bool:
    keys = {item["key"] for item in Alike(entry.document).items() if not item["outcome"]}
    rows = Entry.objects.filter(kind=entry.kind, key__in=keys)
    return rows.exclude(pk__in=Entry.objects.visible_to(by).order_by().values("pk")).exists()
