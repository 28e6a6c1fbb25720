"""Which pairs a reader asked for, among those in sight, each with the decision on it that counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q

from governance.models import OverlapDecision, OverlapOutcome, OverlapQuestion
from policies.overlap.decided import Decided, Ground, grounds_of
from registry.models import Entry, OverlapPair, Revision

STATES: Final = {
    "open": "Not decided",
    "decided": "Decided",
    "told_apart": "Told apart",
    "asked": "The council was asked",
}
Decisions = Mapping[tuple[int, int], OverlapDecision]


@dataclass(frozen=True)
class Chosen:
    """What a reader asked for: "" is no filter, and ``score`` the least that is shown, from 0 to 1.

    Pairs that were told apart are only shown when asked for.
    """

    kind: str = ""
    team: str = ""
    level: str = ""
    state: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class Pair:
    """Two entries in sight, and the decision on them, if one counts."""

    pk: int
    left: int
    right: int
    score: float
    level: str
    decision: OverlapDecision | None = None


def pairs_of(user: Any, chosen: Chosen, decided: Decisions, *, most: int | None = None) -> list[Pair]:
    """The ``most`` alike of what was asked for that ``user`` sees; ``decided`` are `counting_decisions`."""
    rows = OverlapPair.objects.visible_to(user)
    if chosen.kind:
        rows = rows.of_kind(chosen.kind)
    if chosen.level:
        rows = rows.at_level(chosen.level)
    if chosen.score:
        rows = rows.at_least(chosen.score)
    if chosen.team:
        rows = rows.filter(Q(left__owner_team__key=chosen.team) | Q(right__owner_team__key=chosen.team))
    if chosen.state in ("decided", "told_apart"):
        rows = rows.filter(left__in={left for left, _ in decided}, right__in={right for _, right in decided})
    if chosen.state == "asked":
        asked = OverlapQuestion.objects.open().order_by().values("entry")
        rows = rows.filter(Q(left__in=asked) | Q(right__in=asked))
    rows = rows.order_by("-score", "left", "right") if most is not None else rows.order_by()
    if most is not None and chosen.state not in ("decided", "told_apart"):
        # No more than what was decided is left out below; of what was, all have to be looked through.
        rows = rows[: most + len(decided)]
    columns = rows.values_list("pk", "left", "right", "score", "level")
    pairs = [Pair(*row, decided.get((row[1], row[2]))) for row in columns]
    return [pair for pair in pairs if _wanted(chosen.state, pair.decision)][:most]


def counts_of(user: Any, decided: Decisions) -> dict[tuple[str, str], int]:
    """How many pairs there are of each kind and level, without those that were told apart."""
    seen = OverlapPair.objects.visible_to(user).order_by()
    rows = seen.values_list("kind", "level").annotate(Count("pk"))
    found = {(kind, level): number for kind, level, number in rows}
    apart = {names for names, one in decided.items() if one.outcome == OverlapOutcome.NOT_THE_SAME}
    told = seen.filter(left__in={left for left, _ in apart}, right__in={right for _, right in apart})
    for left, right, kind, level in told.values_list("left", "right", "kind", "level") if apart else ():
        found[kind, level] -= (left, right) in apart
    return found


def _wanted(state: str, decision: OverlapDecision | None) -> bool:
    apart = decision is not None and decision.outcome == OverlapOutcome.NOT_THE_SAME
    match state:
        case "told_apart":
            return apart
        case "open":
            return decision is None
        case "decided":
            return decision is not None and not apart
    return not apart


def counting_decisions(user: Any, entry: Entry | None = None) -> Decisions:
    """The decisions that still count, by the primary keys of the two entries, the older first.

    ``entry``: only those on it. What they rest on is read from both entries of each.
    """
    standing = OverlapDecision.objects.standing().visible_to(user)
    if entry is not None:
        standing = standing.filter(Q(entry=entry) | Q(other=entry))
    rows = list(standing.with_people())
    grounds = _grounds({pk for one in rows for pk in (one.entry_id, one.other_id)})
    found: dict[tuple[int, int], OverlapDecision] = {}
    for one in rows:
        said = Decided(one.outcome, Ground(*one.entry_ground), Ground(*one.other_ground))
        if said.counts(grounds[one.entry_id], grounds[one.other_id]):
            left, right = sorted((one.entry_id, one.other_id))
            found[left, right] = one
    return found


def _grounds(keys: Iterable[int]) -> dict[int, tuple[Ground, Ground]]:
    rows = Revision.objects.filter(entry__in=keys, number=F("entry__revision_count")).order_by()
    return {pk: grounds_of(document) for pk, document in rows.values_list("entry", "document")}
