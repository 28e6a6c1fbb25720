"""Which checks that were made still say what there is to say, so that no other takes their place."""

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from governance.models import CheckRun
from governance.services.composing import Asked, Came, Change
from governance.services.rule_sets import UnknownRules, packs_of
from policies import Packs, PolicyError
from policies.compiled.differing import rules_differing
from policies.compiled.findings import finder_for
from policies.compiled.weight import LEVELS
from policies.engine.findings import day_of, is_pending
from policies.engine.report import Verdict
from policies.language.nodes import FromToday, LegalDay
from policies.language.rules import Rule, Start


class Stood(NamedTuple):
    """What a check that stands tells of itself."""

    pk: int
    entry: int
    revision: int
    as_of: date
    confirmed_on: date | None
    packs_digest: str
    confirmed_packs: str
    inputs_digest: str
    found_digest: str
    verdict: Verdict
    counts: dict[str, int]

    @property
    def packs(self) -> str:
        """By which it was last found to hold."""
        return self.confirmed_packs or self.packs_digest

    @property
    def came_to(self) -> Came:
        return Came(LEVELS.index(self.verdict), self.counts, self.found_digest, finds=True)


def standing(entries: Collection[int]) -> dict[int, Stood]:
    """The checks that stand of these entries."""
    rows = CheckRun.objects.filter(is_current=True, entry__in=entries).order_by()
    return {row[1]: Stood(*row) for row in rows.values_list(*Stood._fields)}


class Doubt(Enum):
    """What has to be asked before a check may stand on."""

    NONE = "nothing"
    DAY = "whether all rules find the same on another day"
    ALL = "all rules, since it stands no more"


class Standing:
    """Tells whether a check that was made still says what one made by some rules as of a day would say."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self._packs = packs
        self._as_of = as_of
        self._known: dict[tuple[str, date], tuple[bool, bool]] = {}
        self._changes: dict[tuple[str, str], Change | None] = {}

    def doubt(self, stood: Stood, inputs: str, kind: str, *, waived: bool) -> Doubt | Change:
        """What is to be asked to tell. Where some rules are others than those by which it stood, only these.

        Words that name days stay those of the day on which they were found.
        """
        if stood.inputs_digest != inputs or stood.as_of > self._as_of:
            return Doubt.ALL
        if stood.packs == self._packs.digest and stood.as_of == self._as_of:
            return Doubt.NONE
        change = self._change_from(stood.packs, kind)
        if waived or change is None:
            return Doubt.ALL
        if change:
            # On another day the rules that are the same may find something else.
            return change if (stood.confirmed_on or stood.as_of) == self._as_of else Doubt.ALL
        reads, turns = self._days(kind, stood.as_of)
        return Doubt.ALL if turns else Doubt.DAY if reads else Doubt.NONE

    def _change_from(self, packs: str, kind: str) -> Change | None:
        """What is other about a kind than in the packs of that digest; None where it can't be told."""
        if (packs, kind) not in self._changes:
            self._changes[packs, kind] = self._compared(packs, kind)
        return self._changes[packs, kind]

    def _compared(self, packs: str, kind: str) -> Change | None:
        try:
            rules = rules_differing(packs_of(packs), self._packs, kind)
        except (UnknownRules, PolicyError):
            return None
        return rules and Change(*(Asked(finder_for(some, self._as_of)) for some in rules))

    def _days(self, kind: str, since: date) -> tuple[bool, bool]:
        """Whether a rule about a kind reads the day, and whether one has come into force ``since``."""
        if since == self._as_of:
            return False, False
        if (kind, since) not in self._known:
            rules = [rule for rule in self._packs.rules if kind in rule.applies_to]
            self._known[kind, since] = (
                any(_reads_day((rule.when, rule.require, rule.effective_overrides)) for rule in rules),
                any(
                    _ahead(start, since) != _ahead(start, self._as_of)
                    for rule in rules
                    for start in _starts(rule)
                ),
            )
        return self._known[kind, since]


def _starts(rule: Rule) -> Iterator[Start | None]:
    return iter((rule.effective_from, *(start for _, start in rule.effective_overrides)))


def _ahead(start: Start | None, day: date) -> date | None:
    """The day from which a rule counts, where on ``day`` that is still to come."""
    begins = day_of(start, day)
    return begins if is_pending(begins, day) else None


def _reads_day(thing: Any) -> bool:
    if isinstance(thing, FromToday | LegalDay):
        return True
    if isinstance(thing, tuple):
        return any(map(_reads_day, thing))
    return is_dataclass(thing) and any(_reads_day(getattr(thing, field.name)) for field in fields(thing))
