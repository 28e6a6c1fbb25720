"""What a proposed change of the rules would do to the entries that one reader may see."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from governance.models import ImpactMove, ImpactRun
from policies import Packs
from policies.blast import RuleMoved, RuleTally, Tally
from policies.blast.changed import rules_that_differ
from policies.blast.turns import TURNS
from registry.models import Entry, Kind

COLUMNS = (*TURNS, "worse", "better")
_TEAM, _TIER = "owner_team__key", "usecase__eu_ai_tier"
_COUNTED = {name: Count("pk", filter=Q(**{name: True})) for name in COLUMNS}


@dataclass(frozen=True)
class Impact:
    """Every number is of entries that the reader may see and that were registered when the run began.

    ``moved`` are those for which a rule turns or the verdict changes. ``teams`` are named by key, ``tiers``
    as recorded ("" for none); ``titles`` are what the teams are called.
    """

    run: ImpactRun
    moved: int
    total: Tally
    verdicts: Mapping[tuple[str, str], int]
    rules: tuple[RuleTally, ...]
    teams: tuple[Tally, ...]
    tiers: tuple[Tally, ...]
    titles: Mapping[str, str]


def moves_for(run: ImpactRun, reader: Any) -> QuerySet[ImpactMove]:
    """The worst first."""
    return run.moves.visible_to(reader).select_related("entry__owner_team")


def impact_for(run: ImpactRun, before: Packs, after: Packs, reader: Any) -> Impact:
    """Of a run that is done. The same few queries for any number of entries."""
    moves = run.moves.visible_to(reader).order_by()
    entries = Entry.objects.visible_to(reader).filter(created_at__lte=run.started_at).order_by()
    use_cases = {"kind": Kind.USE_CASE}, {"entry__kind": Kind.USE_CASE}
    teams = _tallies(entries, moves, _TEAM)
    return Impact(
        run=run,
        moved=moves.count(),
        total=Tally("", sum(one.asked for one in teams), **moves.aggregate(**_COUNTED)),
        verdicts=_verdicts(moves),
        rules=tuple(_rules(moves, before, after)),
        teams=teams,
        tiers=_tallies(entries.filter(**use_cases[0]), moves.filter(**use_cases[1]), _TIER),
        titles=dict(entries.values_list(_TEAM, "owner_team__name").distinct()),
    )


def _tallies(entries: QuerySet[Entry], moves: QuerySet[ImpactMove], column: str) -> tuple[Tally, ...]:
    """One for each value of a column of the entry; what is not said is ""."""
    asked: Counter[str] = Counter()
    for name, number in entries.values_list(column).annotate(number=Count("pk")):
        asked[name or ""] += number
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for name, *numbers in moves.values_list(f"entry__{column}").annotate(**_COUNTED):
        counted[name or ""].update(dict(zip(COLUMNS, numbers, strict=True)))
    return tuple(Tally(name, number, **counted[name]) for name, number in sorted(asked.items()))


def _verdicts(moves: QuerySet[ImpactMove]) -> dict[tuple[str, str], int]:
    rows = moves.exclude(before=F("after")).values_list("before", "after").annotate(number=Count("pk"))
    return {(before, after): number for before, after, number in rows}


def _rules(moves: QuerySet[ImpactMove], before: Packs, after: Packs) -> Iterator[RuleTally]:
    """The rules that differ. What turns together stands in many rows alike, and is counted once."""
    turns: dict[str, Counter[str]] = defaultdict(Counter)
    for said, number in moves.values_list("rules").annotate(number=Count("pk")):
        for one in said:
            moved = RuleMoved(one["id"], one["before"] or "", one["after"] or "")
            turns[moved.id][str(moved.turn)] += number
    for rule, change in rules_that_differ(before, after):
        yield RuleTally(rule.id, rule.title, rule.severity, change, **turns[rule.id])
