"""What a check followed from, named by a digest, so that it is made again only where that has changed."""

import hashlib
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import orjson

from governance.models import CheckRun
from policies import Packs, Report, Waiver
from policies.engine.compact import CompactFinding, listed
from policies.engine.findings import day_of, is_pending
from policies.language.nodes import FromToday, LegalDay
from policies.language.rules import Rule, Start
from policies.release import this_release

# Rule, check, outcome, pointers, and how many there are beyond these.
_Row = tuple[str, str, str, list[str], int]


def body_of(record: Any, facts: Any) -> bytes:
    """A record and the facts about it as JSON. Raises TypeError for what is none."""
    return orjson.dumps([record, facts])


def bytes_digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()


def inputs_digest(reading: str, waivers: Iterable[Waiver], packs: Packs) -> str:
    """SHA-256 over all that a check follows from but the day; ``reading`` is the digest of its body."""
    granted = sorted((one.to_json() for one in waivers), key=lambda one: str(one["id"]))
    return _digest_of([reading, granted, packs.digest, this_release().to_json()])


def found_digest(report: Report) -> str:
    """SHA-256 over which checks found something, what it came to, and where, without words for it; and over
    how many rules came to what.
    """
    rows: list[_Row] = [
        (one.rule_id, one.check_id, one.outcome, [at.pointer for at in one.pointers], one.more_pointers)
        for one in report.findings
    ]
    return _digest_of([sorted(rows), list(report.counts.values())])


def compact_digest(counts: Mapping[str, int], found: Iterable[CompactFinding]) -> str:
    """The same, of what a generated function says."""
    return _digest_of([sorted(map(_row_of, found)), list(counts.values())])


def _row_of(found: CompactFinding) -> _Row:
    places, more = listed(found.places)
    head = found.head
    return head.rule.id, head.check_id, head.outcome, [place.pointer for place in places], more


def _digest_of(said: Any) -> str:
    """It is only ever compared with one made here, so bytes will do that are written ten times as fast as
    canonical JSON. In this version of the format equal values are equal bytes.
    """
    return hashlib.sha256(marshal.dumps(said, 2)).hexdigest()


class Standing:
    """Tells whether a check that was made still says what one made as of a day would say."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self._packs = packs
        self._as_of = as_of
        self._known: dict[tuple[str, date], tuple[bool, bool]] = {}

    def holds(self, run: CheckRun, inputs: str, kind: str, *, waived: bool, found: Callable[[], str]) -> bool:
        """Whether a check with these inputs would find the same as ``run``, but for the day that it names.

        On another day rules that read the day are asked again: ``found`` tells the digest of what they find.
        Words that name days stay those of the day on which they were found.
        """
        if run.inputs_digest != inputs:
            return False
        if run.as_of == self._as_of:
            return True
        if waived or run.as_of > self._as_of:
            return False
        reads, turns = self._days(kind, run.as_of)
        return not turns and (not reads or run.found_digest == found())

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
