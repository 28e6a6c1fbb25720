"""Counting who moves: by rule, by team and by tier."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from policies.blast.comparing import Compared, Verdicts
from policies.blast.radius import RuleMoved, Tally
from policies.compiled.weight import LEVELS

Record = Mapping[str, Any]
TIERED = "use_case"


class Place(NamedTuple):
    """Where an entry is counted; ``tier`` is None for what has none."""

    team: str
    tier: str | None


def place_of(record: Record) -> Place:
    tier = _word(record.get("eu_ai_tier")) if record.get("kind") == TIERED else None
    team = record.get("owner_team")
    return Place(_word(team.get("key") if isinstance(team, Mapping) else team), tier)


def _word(said: Any) -> str:
    return said if isinstance(said, str) else ""


class Counts:
    """Filled entry by entry."""

    def __init__(self) -> None:
        self._asked: Counter[Place] = Counter()
        self._moved: Counter[tuple[Place, frozenset[str], Verdicts]] = Counter()
        self._rules: Counter[RuleMoved] = Counter()

    def ask(self, place: Place) -> None:
        self._asked[place] += 1

    def move(self, place: Place, found: Compared, verdicts: Verdicts) -> None:
        """``verdicts`` before and after; the same one twice where it does not change."""
        self._moved[place, found.turns, verdicts] += 1
        self._rules.update(found.rules)

    def tallies(self, name_of: Callable[[Place], str | None]) -> tuple[Tally, ...]:
        """One for each name of a place; None is counted nowhere."""
        asked: Counter[str] = Counter()
        columns: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for place, number in self._asked.items():
            if (name := name_of(place)) is not None:
                asked[name] += number
        for (place, turns, verdicts), number in self._moved.items():
            if (name := name_of(place)) is not None:
                change = change_of(verdicts)
                columns[name].update(dict.fromkeys(turns | {change} if change else turns, number))
        return tuple(Tally(name, number, **columns[name]) for name, number in sorted(asked.items()))

    def verdicts(self) -> dict[Verdicts, int]:
        counts: Counter[Verdicts] = Counter()
        for (_, _, verdicts), number in self._moved.items():
            if verdicts[0] != verdicts[1]:
                counts[verdicts] += number
        return dict(counts)

    def turns(self) -> defaultdict[str, Counter[str]]:
        """How often each rule turned, by its id."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for one, number in self._rules.items():
            counts[one.id][str(one.turn)] += number
        return counts


def change_of(verdicts: Verdicts) -> str:
    """``worse``, ``better`` or "". Who was not asked, or is not any more, stands beside a pass."""
    before, after = (LEVELS.index(one) if one in LEVELS else 0 for one in verdicts)
    return "worse" if after > before else "better" if after < before else ""
