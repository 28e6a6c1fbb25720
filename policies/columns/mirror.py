"""The records of one kind on one day, read once and kept: what rules come to for each of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from policies.columns.bits import bits, rows
from policies.columns.column import Column
from policies.columns.frame import MOST_ITEMS, Frame, Odd
from policies.columns.truths import NotColumned, all_rows, times_counted, truths
from policies.compiled.build import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, VACUOUS
from policies.compiled.cost import most_items
from policies.compiled.outcomes import function_for
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth
from policies.language.rules import Rule
from policies.law.territory import countries_of, places_of, touches

Record = Mapping[str, Any]
# The rows by outcome; what passes for want of anything to look at passes.
Outcomes = Mapping[int, int]
SAID = (PASS, FAIL, UNKNOWN, NOT_APPLICABLE, ERROR)


class _Place(NamedTuple):
    """Where a record is used, as ``touches`` asks: lists in a form that can be told apart."""

    jurisdictions: Any
    countries: Any

    @classmethod
    def of(cls, scope: Scope) -> "_Place":
        return cls(places_of(scope.record), countries_of(scope.record))

    def touches(self, laws: tuple[str, ...]) -> Truth:
        org = {} if self.jurisdictions is None else {"jurisdictions": list(self.jurisdictions)}
        return touches(laws, {"org": org, "member_states": list(self.countries)})


class Mirror:
    """``facts`` are those of each record. ``left_out`` names the rules that were asked record by record, as
    odd rows are of every rule.
    """

    def __init__(self, records: Sequence[Record], facts: Sequence[Record], today: date) -> None:
        self.records = records
        self.size = len(records)
        self.left_out: set[str] = set()
        self._facts, self._today = facts, today
        self._odd = Odd(self.size)
        scopes = [Scope(one, known, today, Budget(0)) for one, known in zip(records, facts, strict=True)]
        self._frame = Frame(scopes, self._odd)

    @property
    def every(self) -> int:
        return self._frame.every

    def outcomes(self, rule: Rule, among: int | None = None) -> Outcomes:
        """Just what ``policies.compiled`` says of each record; at least of those ``among`` all."""
        try:
            found = self._columned(rule)
        except NotColumned:
            self.left_out.add(rule.id)
            wanted = range(self.size) if among is None else rows(among, self.size)
            return self.one_by_one(rule, wanted, self._facts)
        if not self._odd.rows:
            return found
        odd = bits(self._odd.rows, self.size)
        asked = self.one_by_one(rule, sorted(self._odd.rows), self._facts)
        return {one: found[one] & ~odd | asked[one] for one in SAID}

    def _columned(self, rule: Rule) -> Outcomes:
        if most_items(rule) < MOST_ITEMS * (1 + times_counted(rule)):
            raise NotColumned
        frame = self._frame
        when = (frame.every, 0) if rule.when is None else truths(rule.when, frame, self._today)
        hold, broken = all_rows([truths(one.that, frame, self._today) for one in rule.require], frame)
        barred = when[1] | self._elsewhere(rule.jurisdictions)
        asked = frame.every & ~barred
        failed = asked & when[0] & broken
        return {
            PASS: asked & hold,
            FAIL: failed,
            UNKNOWN: asked & ~hold & ~failed,
            NOT_APPLICABLE: barred,
            ERROR: 0,
        }

    def _elsewhere(self, laws: tuple[str, ...]) -> int:
        """The rows that touch none of these places, for certain."""
        if not laws:
            return 0
        return self._frame.truths(self._places, lambda place: place.touches(laws))[1]

    @cached_property
    def _places(self) -> Column:
        return self._frame.column_by(_Place.of)

    def one_by_one(self, rule: Rule, asked: Iterable[int], facts: Sequence[Record]) -> Outcomes:
        """The same of the rows ``asked``, by the generated function and with these facts of each record."""
        of = function_for((rule,), self._today).of
        found: dict[int, list[int]] = {one: [] for one in (*SAID, VACUOUS)}
        for row in asked:
            found[of(self.records[row], facts[row])[0]].append(row)
        sets = {one: bits(listed, self.size) for one, listed in found.items()}
        return {one: sets[one] for one in SAID} | {PASS: sets[PASS] | sets[VACUOUS]}
