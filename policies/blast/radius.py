"""What a change of rules comes to, in numbers and by record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from policies.blast.turns import TURNS, Said, Turn, turn_of
from policies.engine.report import OUTCOMES

# Told one by one; the others are counted.
MOST_LISTED: Final = 200


@dataclass(frozen=True)
class Tally:
    """How many of ``asked`` entries have a rule that turned so. One entry can count in several columns.

    ``worse`` and ``better``: those whose verdict changes.
    """

    name: str
    asked: int
    fails: int = 0
    opens: int = 0
    breaks: int = 0
    passes: int = 0
    lapses: int = 0
    worse: int = 0
    better: int = 0

    @property
    def moves(self) -> bool:
        return any(getattr(self, name) for name in (*TURNS, "worse", "better"))


@dataclass(frozen=True)
class RuleTally:
    """The same of one rule; ``change`` is ``added``, ``removed`` or ``changed``."""

    id: str
    title: str
    severity: str
    change: str
    fails: int = 0
    opens: int = 0
    breaks: int = 0
    passes: int = 0
    lapses: int = 0


_SAID: Final[tuple[Said, ...]] = (*OUTCOMES, "")
_TURN: Final = {(before, after): turn_of(before, after) for before in _SAID for after in _SAID}


class RuleMoved(NamedTuple):
    """One rule that turned for an entry; "" where it is not asked."""

    id: str
    before: Said
    after: Said

    @property
    def turn(self) -> Turn | None:
        return _TURN[self.before, self.after]


@dataclass(frozen=True)
class EntryMoved:
    """An entry for which a rule turned or the verdict changed.

    ``verdicts`` before and after; "" where no rule is about it.
    """

    kind: str
    key: str
    title: str
    team: str
    tier: str
    verdicts: tuple[str, str]
    rules: tuple[RuleMoved, ...]


@dataclass(frozen=True)
class BlastRadius:
    """``old`` and ``new`` are digests of packs. ``entries`` are the worst; ``more`` moved beside them.

    ``verdicts`` counts entries by verdict before and after, where these differ. A team is named by its key,
    a tier as it is recorded, and "" is who said none; only use cases have tiers.
    """

    as_of: date
    gate: str | None
    old: str
    new: str
    total: Tally
    verdicts: Mapping[tuple[str, str], int]
    rules: tuple[RuleTally, ...]
    teams: tuple[Tally, ...]
    tiers: tuple[Tally, ...]
    entries: tuple[EntryMoved, ...]
    more: int

    @property
    def moved(self) -> int:
        """How many entries a rule turned for, or whose verdict changes."""
        return len(self.entries) + self.more

    def to_json(self) -> dict[str, Any]:
        """JSON-safe and in a fixed order."""
        return {
            "muster": "diff/1",
            "as_of": self.as_of.isoformat(),
            "gate": self.gate,
            "old": self.old,
            "new": self.new,
            "total": asdict(self.total),
            "verdicts": [
                {"before": before or None, "after": after or None, "count": count}
                for (before, after), count in sorted(self.verdicts.items())
            ],
            "rules": [asdict(one) for one in self.rules],
            "teams": [asdict(one) for one in self.teams],
            "tiers": [asdict(one) for one in self.tiers],
            "entries": [_entry_json(one) for one in self.entries],
            "more": self.more,
        }


def _entry_json(entry: EntryMoved) -> dict[str, Any]:
    before, after = (one or None for one in entry.verdicts)
    moves = [{"id": one.id, "before": one.before or None, "after": one.after or None} for one in entry.rules]
    said = asdict(entry) | {"rules": moves, "before": before, "after": after}
    del said["verdicts"]
    return said
