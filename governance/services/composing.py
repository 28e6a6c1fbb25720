"""What rules come to of a record, as a check keeps it, and what of that moves where some rules are others."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from itertools import count
from operator import itemgetter
from typing import Any, Final, NamedTuple

from policies import Packs, Report
from policies.compiled.differing import unchanged
from policies.compiled.outcomes import OUTCOME, Outcomes, function_for, outcomes_of
from policies.compiled.weight import LEVELS, NOISY, Levels, counts_of
from policies.engine.check import rules_asked
from policies.language.rules import Rule

# What passes for want of anything to look at passes: only a report tells it apart.
_LETTERS: Final = {outcome: letter for letter, outcome in reversed([*OUTCOME.items()])}
_TOLD: Final = bytes(_LETTERS[OUTCOME[one]] if one in OUTCOME else one for one in range(256))


def outcomes_in(report: Report) -> bytes:
    """What each rule came to, as ``Came`` has it."""
    return bytes(_LETTERS[outcome] for outcome in report.outcomes.values())


class Came(NamedTuple):
    """What all rules about a kind came to: a letter each in the order of the packs, and one of ``LEVELS``."""

    level: int
    outcomes: bytes

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "verdict": LEVELS[self.level],
            "counts": counts_of(self.outcomes),
            "outcomes": self.outcomes,
        }


class Asked:
    """All rules about one kind, by the function that is written for them once it is needed."""

    def __init__(self, packs: Packs, kind: str, as_of: date) -> None:
        """Raises PolicyError where there is none: nothing asked is not a pass."""
        self.rules = rules_asked(packs, kind, None)
        self.as_of = as_of
        self._packs, self._kind = packs, kind
        self._levels = Levels(self.rules, as_of)

    def of(self, record: Any, facts: Any) -> Came:
        return self.weighed(_told(self._function, record, facts), record, facts)

    def weighed(self, outcomes: bytes, record: Any, facts: Any) -> Came:
        return Came(self._levels.of(outcomes, record, facts), outcomes)

    @cached_property
    def _function(self) -> Outcomes:
        return outcomes_of(self._packs, self._kind, self.as_of)


class Change:
    """Rules in the place of others ``before``, of which some may stay word for word the same."""

    def __init__(self, before: Sequence[Rule], after: Asked) -> None:
        same = unchanged(before, after.rules)
        places = {rule.id: place for place, rule in enumerate(before)}
        self._after = after
        self._others = tuple(rule for rule in after.rules if rule.id not in same)
        self._gone = _at([place for name, place in places.items() if name not in same])
        # Where the letters of rules that stay, and of those that are others, stand before and after.
        self._stayed = _at([places[rule.id] for rule in after.rules if rule.id in same])
        self._stay = _at([place for place, rule in enumerate(after.rules) if rule.id in same])
        self._new = _at([place for place, rule in enumerate(after.rules) if rule.id not in same])
        self._any_gone = len(same) < len(before)
        new = count(len(before))
        self._all = _at([places[rule.id] if rule.id in same else next(new) for rule in after.rules])

    def __bool__(self) -> bool:
        return bool(self._any_gone or self._others)

    def of(self, outcomes: bytes, record: Any, facts: Any) -> Came:
        """What all come to, of whom those before came to ``outcomes``: only what is another is asked."""
        came = self._all(outcomes + _told(self._function, record, facts))
        return self._after.weighed(came, record, facts)

    def leaves(self, outcomes: bytes, came: bytes) -> bool:
        """Whether nothing of a report is other, in which those before came to ``outcomes``.

        Rules that are the same come to the same, and of those that are not none finds anything.
        """
        if self._stayed(outcomes) != self._stay(came):
            return False
        old, new = self._gone(outcomes), self._new(came)
        return NOISY.isdisjoint(old + new) and counts_of(old) == counts_of(new)

    @cached_property
    def _function(self) -> Outcomes:
        return function_for(self._others, self._after.as_of)


def _at(places: Sequence[int]) -> Callable[[bytes], bytes]:
    """What stands at these places."""
    first, end = (places[0], places[-1] + 1) if places else (0, 0)
    if list(places) == list(range(first, end)):
        return itemgetter(slice(first, end))
    found = itemgetter(*places)
    return lambda outcomes: bytes(found(outcomes))


def _told(rules: Outcomes, record: Any, facts: Any) -> bytes:
    return rules.of(record, facts).translate(_TOLD)
