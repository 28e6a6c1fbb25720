"""Answers on overlaps that came with a form, recorded when what the form describes is saved."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.models import OverlapDecision
from governance.overlap_permissions import refusal_to_end_overlap
from governance.services.overlaps import OverlapRefused, ask_council, decide_overlap
from governance.services.refusals import record_refusal
from registry.models import Entry, User
from registry.services.aliases import AliasRefused
from registry.services.entries import save_manifest

NOT_IN_SIGHT: Final = "There is no such entry that you can see."
_MOST_QUOTED: Final = 300


@dataclass(frozen=True)
class OverlapAnswer:
    """What becomes of the entry in the form, which looks like ``key``; see ``decide_overlap``.

    ``seen`` is the subject of the decision on the two that stood when the answer was given, or "".
    """

    key: str
    outcome: str
    reason: str = ""
    same_product: bool = False
    seen: str = ""


class AnswersRefused(ValueError):
    """Some can't be recorded, so nothing was. ``problems`` are sentences by the key of the other entry;
    ``denied`` are those others on which this person may not decide.
    """

    def __init__(self, problems: Mapping[str, str], denied: Sequence[Entry] = ()) -> None:
        self.problems, self.denied = problems, denied
        super().__init__(" ".join(problems.values()))


def hold_both_ends(kind: str, keys: Iterable[str]) -> None:
    """Lock these entries, in one order, before one of them is saved and the others are decided on.

    Else two who answer about each other's entries at once would each hold one and wait for the other.
    """
    rows = Entry.objects.filter(kind=kind, key__in=list(keys)).select_for_update(of=("self",))
    list(rows.order_by("pk").values_list("pk"))


def save_answered(
    document: Mapping[str, Any],
    answers: Collection[OverlapAnswer],
    *,
    by: User,
    expected_digest: str | None,
    asks: bool = False,
) -> Entry:
    """Save a manifest, and record what was answered on what looks like it: both, or neither.

    Raises what ``save_manifest`` does, and ``AnswersRefused``.
    """
    ends = [str(document.get("key") or ""), *(one.key for one in answers)]
    try:
        with transaction.atomic():
            hold_both_ends(str(document.get("kind")), ends)
            saved = save_manifest(document, by=by, expected_digest=expected_digest)
            record_answers(saved, answers, by=by, asks=asks)
            return saved
    except AnswersRefused as refused:
        # What was recorded along the way is undone with the rest.
        for other in refused.denied:
            record_refusal("decision", other, by=by, why=refused.problems[other.key], of="overlap")
        raise


@transaction.atomic
def record_answers(entry: Entry, answers: Iterable[OverlapAnswer], *, by: User, asks: bool = False) -> None:
    """Decide on each, and where ``asks`` is set ask the council about what is out of sight.

    Both ends are held (see ``hold_both_ends``), so that nobody decides between a look and an answer.
    """
    wanted = list(answers)
    visible = Entry.objects.visible_to(by).filter(kind=entry.kind, key__in=[one.key for one in wanted])
    others = {one.key: one for one in visible}
    problems = {one.key: NOT_IN_SIGHT for one in wanted if one.key not in others}
    denied = []
    for one in wanted:
        try:
            if one.key in others and (problem := _refusal(entry, others[one.key], one, by)):
                problems[one.key] = problem
        except PermissionDenied as refusal:
            problems[one.key] = str(refusal)
            denied.append(others[one.key])
    if problems:
        raise AnswersRefused(problems, denied)
    if asks:
        try:
            ask_council(entry, by=by)
        except OverlapRefused as refusal:
            raise AnswersRefused({"": str(refusal)}) from refusal


def _refusal(entry: Entry, other: Entry, one: OverlapAnswer, by: User) -> str:
    standing = OverlapDecision.objects.standing().on(entry, other).with_people().first()
    if one.seen != (standing.subject if standing else ""):
        return _meanwhile(standing, by)
    try:
        decide_overlap(
            entry,
            other,
            by=by,
            outcome=one.outcome,
            reason=one.reason,
            same_product=one.same_product,
        )
    except (OverlapRefused, AliasRefused) as refusal:
        return str(refusal)
    return ""


def _meanwhile(standing: OverlapDecision | None, by: User) -> str:
    """What happened to the pair since somebody began to answer, and how to go on."""
    if standing is None:
        return "What was decided on this was taken back meanwhile. Save again to record your answer."
    words = f": {shorten(standing.reason, _MOST_QUOTED, placeholder='…')}" if standing.reason else ""
    outcome = standing.get_outcome_display().lower()
    told = f"{standing.decided_by} decided “{outcome}” on this meanwhile{words}"
    told += "" if words.endswith((".", "…")) else "."
    if refusal := refusal_to_end_overlap(by, standing):
        return f"{told} Choose “Decide later”. {refusal}"
    return f"{told} Choose “Decide later” to leave it so, or save again to put your answer in its place."
