"""The portfolio's clusters: entries that hang together because each looks like another one of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db.models import Sum

from governance.models import OverlapDecision
from governance.reports.overlap_pairs import Pair
from registry.models import BudgetLine, Entry, OverlapPair, Tool
from registry.overlaps.stored import match_of

# So many pairs of a cluster a page lists, and so many of all it puts in clusters.
MOST_SHOWN: Final = 50
MOST_GROUPED: Final = 2_000
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class ShownPair:
    """A pair with the two entries themselves, and the evidence."""

    left: Entry
    right: Entry
    score: float
    level: str
    reasons: tuple[str, ...]
    decision: OverlapDecision | None


@dataclass(frozen=True)
class Costs:
    """What a cluster costs a year as far as it is said, and how much of that all but the dearest cost."""

    currency: str = ""
    total: float = 0
    beside_the_dearest: float = 0
    said_of: int = 0


@dataclass(frozen=True)
class Cluster:
    """Entries of one kind in the order of their pairs, the most alike first."""

    kind: str
    entries: tuple[Entry, ...]
    pairs: tuple[ShownPair, ...]
    costs: Costs

    @property
    def shown(self) -> tuple[ShownPair, ...]:
        return self.pairs[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many pairs a page leaves to the CSV: of 300 that are all alike it would be 11 MB long."""
        return len(self.pairs) - len(self.shown)

    @property
    def undecided(self) -> int:
        return sum(pair.decision is None for pair in self.pairs)


def clusters_of(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs of each cluster, the largest cluster first."""
    by_root: defaultdict[int, list[Pair]] = defaultdict(list)
    roots = _roots(pairs)
    for pair in pairs:
        by_root[roots[pair.left]].append(pair)
    found = [sorted(group, key=_order) for group in by_root.values()]
    return sorted(found, key=lambda group: (-len(_members(group)), _order(group[0])))


def show_clusters(groups: Sequence[Sequence[Pair]]) -> list[Cluster]:
    """These clusters with their entries, in the same few queries for any number."""
    keys = {key for group in groups for key in _members(group)}
    rows = Entry.objects.filter(pk__in=keys).select_related("owner_team")
    entries = {one.pk: one for one in rows}
    pairs = OverlapPair.objects.in_bulk([pair.pk for group in groups for pair in group])
    costs = _costs(keys)
    # Meanwhile a comparison may have found that some are alike no more.
    still = [[_shown(pair, pairs, entries) for pair in group if pair.pk in pairs] for group in groups]
    return [_cluster(group, costs) for group in still if group]


def each_pair(groups: Iterable[Sequence[Pair]]) -> Iterator[tuple[int, ShownPair]]:
    """Every pair with the number of its cluster, some at a time: all of a large register take much room."""
    numbered = ((number, pair) for number, group in enumerate(groups, start=1) for pair in group)
    while some := list(islice(numbered, _AT_ONCE)):
        pairs = OverlapPair.objects.in_bulk([pair.pk for _, pair in some])
        keys = {key for _, pair in some for key in (pair.left, pair.right)}
        entries = Entry.objects.select_related("owner_team").in_bulk(keys)
        yield from ((number, _shown(pair, pairs, entries)) for number, pair in some if pair.pk in pairs)


def _shown(pair: Pair, pairs: Mapping[int, OverlapPair], entries: Mapping[int, Entry]) -> ShownPair:
    left, right = entries[pair.left], entries[pair.right]
    reasons = match_of(pairs[pair.pk], right).reasons
    return ShownPair(left, right, pair.score, pair.level, reasons, pair.decision)


def _cluster(pairs: Sequence[ShownPair], costs: Mapping[int, tuple[str, float]]) -> Cluster:
    members = tuple(dict.fromkeys(one for pair in pairs for one in (pair.left, pair.right)))
    said = [costs[one.pk] for one in members if one.pk in costs]
    return Cluster(members[0].kind, members, tuple(pairs), _sum_of(said))


def _sum_of(said: Sequence[tuple[str, float]]) -> Costs:
    """Nothing where two currencies are said: they can't be added."""
    currencies = {currency for currency, _ in said}
    if len(currencies) != 1 or len(said) < 2:
        return Costs()
    amounts = [amount for _, amount in said]
    return Costs(currencies.pop(), sum(amounts), sum(amounts) - max(amounts), len(said))


def _costs(keys: Iterable[int]) -> dict[int, tuple[str, float]]:
    """A year's cost of tools, and of use cases by their lines of money, which have no currency."""
    tools = Tool.objects.filter(entry__in=keys, annual_cost__isnull=False)
    found = {
        pk: (currency or "", cost)
        for pk, currency, cost in tools.values_list("pk", "currency", "annual_cost")
    }
    lines = BudgetLine.objects.filter(use_case__in=keys, amount_per_year__isnull=False).order_by()
    summed = lines.values_list("use_case").annotate(Sum("amount_per_year"))
    return found | {pk: ("", cost) for pk, cost in summed}


def _roots(pairs: Iterable[Pair]) -> dict[int, int]:
    """For each entry, the one that stands for all it hangs together with."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for pair in pairs:
        first, second = sorted((root(pair.left), root(pair.right)))
        parent[second] = first
    return {one: root(one) for one in list(parent)}


def _members(group: Iterable[Pair]) -> list[int]:
    """The entries of a cluster in the order of its pairs."""
    return list(dict.fromkeys(key for pair in group for key in (pair.left, pair.right)))


def _order(pair: Pair) -> tuple[float, int, int]:
    return -pair.score, pair.left, pair.right
