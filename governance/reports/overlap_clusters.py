"""The portfolio's clusters: entries that hang together because each looks like another one of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import Count, F, Q, Sum

from governance.models import OverlapDecision, OverlapOutcome, OverlapQuestion
from policies.overlap.decided import Decided, Ground, ground_of
from registry.models import BudgetLine, Entry, OverlapPair, Revision, Tool
from registry.overlaps.stored import match_of

STATES: Final = {
    "open": "Not decided",
    "decided": "Decided",
    "told_apart": "Told apart",
    "asked": "The council was asked",
}

# So many pairs of a cluster a page lists, and so many of all it puts in clusters.
MOST_SHOWN: Final = 50
MOST_GROUPED: Final = 2_000
_AT_ONCE: Final = 500
Decisions = Mapping[tuple[int, int], OverlapDecision]


@dataclass(frozen=True)
class Chosen:
    """What a reader asked for; "" is no filter. Pairs that were told apart are only shown when asked for."""

    kind: str = ""
    team: str = ""
    level: str = ""
    state: str = ""


@dataclass(frozen=True)
class Pair:
    """Two entries in sight, and the decision on them, if one counts."""

    pk: int
    left: int
    right: int
    score: float
    level: str
    decision: OverlapDecision | None = None


@dataclass(frozen=True)
class ShownPair:
    """The same with the two entries themselves, and the evidence."""

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


def pairs_of(user: Any, chosen: Chosen, decided: Decisions, *, most: int | None = None) -> list[Pair]:
    """The ``most`` alike of what was asked for that ``user`` sees; ``decided`` are `counting_decisions`."""
    rows = OverlapPair.objects.visible_to(user)
    if chosen.kind:
        rows = rows.of_kind(chosen.kind)
    if chosen.level:
        rows = rows.at_level(chosen.level)
    if chosen.team:
        rows = rows.filter(Q(left__owner_team__key=chosen.team) | Q(right__owner_team__key=chosen.team))
    if chosen.state in ("decided", "told_apart"):
        rows = rows.filter(left__in={left for left, _ in decided}, right__in={right for _, right in decided})
    if chosen.state == "asked":
        asked = OverlapQuestion.objects.open().order_by().values("entry")
        rows = rows.filter(Q(left__in=asked) | Q(right__in=asked))
    if most is not None:
        # No more than what was decided is left out below.
        rows = rows.order_by("-score", "left", "right")[: most + len(decided)]
    else:
        rows = rows.order_by()
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


def counting_decisions(user: Any) -> Decisions:
    """The decisions that still count, by the primary keys of the two entries, the older first."""
    rows = list(OverlapDecision.objects.standing().visible_to(user).with_people())
    grounds = _grounds({pk for one in rows for pk in (one.entry_id, one.other_id)})
    found: dict[tuple[int, int], OverlapDecision] = {}
    for one in rows:
        said = Decided(one.outcome, Ground(*one.entry_ground), Ground(*one.other_ground))
        if said.counts(grounds[one.entry_id], grounds[one.other_id]):
            left, right = sorted((one.entry_id, one.other_id))
            found[left, right] = one
    return found


def _grounds(keys: Iterable[int]) -> dict[int, Ground]:
    rows = Revision.objects.filter(entry__in=keys, number=F("entry__revision_count")).order_by()
    return {pk: ground_of(document) for pk, document in rows.values_list("entry", "document")}


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
