"""Pairs of entries that are probably the same, among those one reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import F, QuerySet
from django.urls import reverse

from policies.canonical import digest
from policies.overlap import Match, OverlapIndex, all_pairs, signature
from registry.models import Entry, Kind, Revision

KINDS = (Kind.TOOL, Kind.USE_CASE)
# Comparing more than this on a page would make it slow; the check compares all of them.
MOST_COMPARED = 1500
KEPT_FOR = 60 * 60


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


def find_pairs(user: Any, *, kinds: Iterable[str] = KINDS) -> list[Pair]:
    """All overlapping pairs, most alike first; each pair once."""
    found = [pair for kind in kinds for pair in _pairs_of(user, kind)]
    return sorted(found, key=lambda pair: (-pair.score, pair.first.title))


def find_overlaps_of(user: Any, entry: Entry) -> list[Pair]:
    """What resembles ``entry`` among what ``user`` may see."""
    if entry.kind not in KINDS:
        return []
    documents, sides = _read(user, entry.kind)
    own = documents.get(entry.key)
    if own is None:
        return []
    matches = OverlapIndex(map(signature, documents.values())).matches(signature(own))
    return [_pair(match, sides[entry.key], sides[match.key]) for match in matches]


def _pairs_of(user: Any, kind: str) -> list[Pair]:
    """Kept for as long as nothing that this reader may see of the kind has changed."""
    seen = [[key, said] for key, said in _newest(user, kind).values_list("key", "manifest_digest")]
    name = f"overlaps:{digest([kind, *seen])}"
    pairs: list[Pair] | None = cache.get(name)
    if pairs is None:
        pairs = list(_compare(user, kind))
        cache.set(name, pairs, KEPT_FOR)
    return pairs


def _compare(user: Any, kind: str) -> Iterable[Pair]:
    documents, sides = _read(user, kind)
    for first, second, match in all_pairs(map(signature, documents.values())):
        yield _pair(match, sides[first], sides[second])


def _pair(match: Match, first: Side, second: Side) -> Pair:
    return Pair(match.kind, first, second, match.score, match.level, match.reasons)


def _newest(user: Any, kind: str) -> QuerySet[Entry]:
    return Entry.objects.visible_to(user).filter(kind=kind).order_by("-updated_at", "pk")[:MOST_COMPARED]


def _read(user: Any, kind: str) -> tuple[dict[str, Any], dict[str, Side]]:
    """Documents and names of the entries of ``kind`` that ``user`` may see."""
    newest = list(_newest(user, kind).values_list("pk", flat=True))
    current = Revision.objects.filter(entry__in=newest)
    rows = current.filter(number=F("entry__revision_count")).order_by()
    documents, sides = {}, {}
    for key, title, team, document in rows.values_list(
        "entry__key", "entry__title", "entry__owner_team__name", "document"
    ):
        documents[key] = document
        sides[key] = Side(title, team, reverse("entry", args=[kind, key]))
    return documents, sides
