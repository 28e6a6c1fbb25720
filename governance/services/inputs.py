"""What a check followed from, named by a digest, so that it is made again only where that has changed."""

import hashlib
import marshal
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, NamedTuple

from governance.models import CheckRun
from policies import Packs, Report
from policies.basis import Basis
from policies.canonical import digest
from policies.compiled.findings import findings_of
from policies.compiled.outcomes import OUTCOME
from policies.engine.compact import CompactFinding, listed
from policies.engine.findings import day_of, is_pending
from policies.language.nodes import FromToday, LegalDay
from policies.language.rules import Rule, Start
from policies.release import this_release


def inputs_digest(basis: Basis, packs: Packs) -> str:
    """SHA-256 over record, facts, waivers, packs and release: all but the day.

    It is only ever compared with one made here, so bytes will do that are written ten times as fast as
    canonical JSON. In this version of the format equal values are equal bytes.
    """
    waivers = sorted((one.to_json() for one in basis.waivers), key=lambda one: str(one["id"]))
    said = [basis.record, basis.facts, waivers, packs.digest, this_release().to_json()]
    return hashlib.sha256(marshal.dumps(said, 2)).hexdigest()


def found_digest(report: Report) -> str:
    """SHA-256 over which checks found something, what it came to, and where, without words for it; and over
    how many rules came to what.
    """
    rows = (
        _Row(one.rule_id, one.check_id, one.outcome, [at.pointer for at in one.pointers], one.more_pointers)
        for one in report.findings
    )
    return _digest_of(rows, report.outcomes.values())


class Standing:
    """Tells whether a check that was made still says what one made as of a day would say."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self._packs = packs
        self._as_of = as_of
        self._known: dict[tuple[str, date], tuple[bool, bool]] = {}

    def holds(self, run: CheckRun, inputs: str, basis: Basis) -> bool:
        """Whether a check of ``basis`` would find the same as ``run``, but for the day that it names.

        On another day rules that read the day are asked again. Words that name days stay those of the day on
        which they were found.
        """
        if run.inputs_digest != inputs:
            return False
        if run.as_of == self._as_of:
            return True
        if basis.waivers or run.as_of > self._as_of:
            return False
        kind = str(basis.record["kind"])
        reads, turns = self._days(kind, run.as_of)
        return not turns and (not reads or run.found_digest == self._found(kind, basis))

    def _found(self, kind: str, basis: Basis) -> str:
        outcomes, found = findings_of(self._packs, kind, self._as_of).of(basis.record, basis.facts)
        return _digest_of(map(_row_of, found), (OUTCOME[byte] for byte in outcomes))

    def _days(self, kind: str, since: date) -> tuple[bool, bool]:
        """Whether a rule about a kind reads the day, and whether one has come into force ``since``."""
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


class _Row(NamedTuple):
    rule: str
    check: str
    outcome: str
    pointers: list[str]
    more: int


def _row_of(found: CompactFinding) -> _Row:
    places, more = listed(found.places)
    head = found.head
    return _Row(head.rule.id, head.check_id, head.outcome, [place.pointer for place in places], more)


def _digest_of(rows: Iterable[_Row], outcomes: Iterable[str]) -> str:
    return digest([sorted(map(list, rows)), Counter(outcomes)])


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
