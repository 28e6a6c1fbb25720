"""Pairs of entries that are probably the same, among those one reader may see."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from governance.models import OverlapDecision, OverlapOutcome
from registry.models import Entry, Kind, OverlapPair
from registry.models.overlap_querysets import OverlapPairQuerySet
from registry.overlaps.stored import match_of

KINDS = (Kind.TOOL, Kind.USE_CASE)


@dataclass(frozen=True)
class Side:
    title: str
    team: str
    url: str


@dataclass(frozen=True)
class Pair:
    """Two entries of one kind, how alike they are (0 to 1), and why."""

    kind: str
    first: Side
    second: Side
    score: float
    level: str
    reasons: tuple[str, ...]


def find_pairs(user: Any, *, limit: int | None = None) -> list[Pair]:
    """The pairs that were found so far, most alike first; each pair once."""
    return [_pair(pair, pair.left, pair.right) for pair in _seen(user).with_sides()[:limit]]


def count_pairs(user: Any, entry: Entry | None = None) -> int:
    """Of one entry, or of all."""
    return (_seen(user).of_entry(entry) if entry else _seen(user)).count()


def _seen(user: Any) -> OverlapPairQuerySet:
    """Pairs that nobody told apart."""
    apart = OverlapDecision.objects.standing().filter(outcome=OverlapOutcome.NOT_THE_SAME)
    left, right = OuterRef("left"), OuterRef("right")
    apart = apart.filter(Q(entry=left, other=right) | Q(entry=right, other=left))
    return OverlapPair.objects.visible_to(user).of_kind(*KINDS).exclude(Exists(apart))


def _pair(pair: OverlapPair, first: Entry, second: Entry) -> Pair:
    reasons = match_of(pair, second).reasons
    return Pair(pair.kind, _side(first), _side(second), pair.score, pair.level, reasons)


def _side(entry: Entry) -> Side:
    return Side(entry.title, entry.owner_team.name, reverse("entry", args=[entry.kind, entry.key]))
