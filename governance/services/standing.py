"""Which checks that were made still say what there is to say, so that no other takes their place."""

from collections.abc import Collection, Iterator
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from governance.models import CheckRun
from governance.services.composing import Asked, Came, Change
from governance.services.inputs import compact_digest
from governance.services.rule_sets import UnknownRules, rules_of
from policies import Packs, PolicyError
from policies.compiled.findings import Findings, finder_for
from policies.compiled.weight import NOISY
from policies.engine.findings import day_of, is_pending
from policies.language.rules import Rule, Start
from registry.bulk import among


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
    outcomes: bytes | memoryview

    @property
    def packs(self) -> str:
        """By which it was last found to hold."""
        return self.confirmed_packs or self.packs_digest

    def holds_on(self, day: date, packs: str) -> bool:
        """Whether what its rules came to is what they come to on that day, as far as ``packs`` have them.

        Others by which it was found to hold on that day need not have had all of them.
        """
        return self.as_of == day or (self.packs == packs and self.confirmed_on == day)


def standing(entries: Collection[int]) -> dict[int, Stood]:
    """The checks that stand of these entries."""
    rows = CheckRun.objects.filter(is_current=True, entry__in=among(entries)).order_by()
    return {row[1]: Stood(*row) for row in rows.values_list(*Stood._fields)}


class Doubt(Enum):
    """What has to be asked before a check may stand on."""

    NONE = "nothing"
    RULES = "whether rules that are others than before find nothing"
    DAY = "whether all rules find the same on another day"
    ALL = "all rules, since it stands no more"


class Standing:
    """Tells whether a check that was made still says what one made by some rules as of a day would say."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self._packs = packs
        self._as_of = as_of
        self._asked: dict[str, Asked] = {}
        self._known: dict[tuple[str, date], tuple[bool, bool]] = {}
        # Those in force are at hand, and not to be read once more for a check that they made on another day.
        self._before: dict[str, tuple[Rule, ...]] = {packs.digest: packs.rules}
        self._changes: dict[tuple[str, str], Change | None] = {}
        self._dated: dict[str, Findings] = {}

    def asked(self, kind: str) -> Asked:
        """All rules about a kind. Raises PolicyError where there is none."""
        if kind not in self._asked:
            self._asked[kind] = Asked(self._packs, kind, self._as_of)
        return self._asked[kind]

    def doubt(self, stood: Stood, inputs: str, kind: str, *, waived: bool) -> Doubt:
        """What is to be asked to tell. Words that name days stay those of the day of the check."""
        if stood.inputs_digest != inputs or stood.as_of > self._as_of:
            return Doubt.ALL
        is_today = stood.holds_on(self._as_of, self._packs.digest)
        if stood.packs == self._packs.digest and is_today:
            return Doubt.NONE
        change = self._change(stood, kind)
        if waived or change is None:
            return Doubt.ALL
        if not is_today:
            reads, turns = self._days(kind, stood.as_of)
            if turns or reads:
                return Doubt.ALL if turns else Doubt.DAY
        return Doubt.RULES if change else Doubt.NONE

    def now(self, stood: Stood, doubt: Doubt, kind: str, record: Any, facts: Any) -> Came | None:
        """What a check comes to by now, that was in ``doubt``; None where the one that stood says it."""
        change, outcomes = self._change(stood, kind), bytes(stood.outcomes)
        if change is not None and doubt is Doubt.RULES:
            came = change.of(outcomes, record, facts)
            return None if change.leaves(outcomes, came.outcomes) else came
        came = self.asked(kind).of(record, facts)
        holds = change is not None and change.leaves(outcomes, came.outcomes)
        return None if holds and self._is_found_there(stood, came, kind, record, facts) else came

    def _is_found_there(self, stood: Stood, came: Came, kind: str, record: Any, facts: Any) -> bool:
        """Whether rules that read the day, and find something as before, find it at the same places."""
        rules = zip(self.asked(kind).rules, came.outcomes, strict=True)
        if not any(outcome in NOISY and rule.id in self._packs.dated for rule, outcome in rules):
            return True
        if kind not in self._dated:
            dated = (rule for rule in self.asked(kind).rules if rule.id in self._packs.dated)
            self._dated[kind] = finder_for(tuple(dated), self._as_of)
        _, found = self._dated[kind].of(record, facts)
        return stood.found_digest == compact_digest(found)

    def _change(self, stood: Stood, kind: str) -> Change | None:
        """What is other about a kind than in the packs it was checked by; None where it can't be told."""
        if not stood.outcomes:
            return None
        name = stood.packs_digest, kind
        if name not in self._changes:
            try:
                before = [rule for rule in self._rules_of(stood.packs_digest) if kind in rule.applies_to]
                self._changes[name] = Change(before, self.asked(kind))
            except (UnknownRules, PolicyError):
                self._changes[name] = None
        return self._changes[name]

    def _rules_of(self, digest: str) -> tuple[Rule, ...]:
        if digest not in self._before:
            self._before[digest] = rules_of(digest)
        return self._before[digest]

    def _days(self, kind: str, since: date) -> tuple[bool, bool]:
        """Whether a rule about a kind reads the day, and whether one has come into force ``since``."""
        if since == self._as_of:
            return False, False
        if (kind, since) not in self._known:
            rules = self.asked(kind).rules
            starts = [start for rule in rules for start in _starts(rule)]
            self._known[kind, since] = (
                any(rule.id in self._packs.dated for rule in rules),
                any(_ahead(start, since) != _ahead(start, self._as_of) for start in starts),
            )
        return self._known[kind, since]


def _starts(rule: Rule) -> Iterator[Start | None]:
    return iter((rule.effective_from, *(start for _, start in rule.effective_overrides)))


def _ahead(start: Start | None, day: date) -> date | None:
    """The day from which a rule counts, where on ``day`` that is still to come."""
    begins = day_of(start, day)
    return begins if is_pending(begins, day) else None
