"""What a check followed from, named by a digest, so that it is made again only where that has changed."""

import hashlib
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from governance.models import CheckRun
from policies import Packs, Report
from policies.basis import Basis
from policies.canonical import canonical_bytes
from policies.compiled.build import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, VACUOUS
from policies.compiled.outcomes import outcomes_of
from policies.language.nodes import FromToday, LegalDay
from policies.language.rules import Rule
from policies.release import this_release

_BYTES = {"pass": PASS, "fail": FAIL, "unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE, "error": ERROR}
_TOLD = frozenset((FAIL, UNKNOWN, ERROR))


def inputs_digest(basis: Basis, packs: Packs) -> str:
    """SHA-256 over record, facts, waivers, packs and release: all but the day."""
    waivers = [one.to_json() for one in basis.waivers]
    said = hashlib.sha256(canonical_bytes(basis.record))
    said.update(canonical_bytes([dict(basis.facts), sorted(waivers, key=lambda one: one["id"])]))
    said.update(f"{packs.digest} {this_release()}".encode())
    return said.hexdigest()


def outcome_bytes(report: Report) -> bytes:
    """A byte for each rule that was asked, as ``policies.compiled`` gives them."""
    vacuous = set(report.vacuous)
    return bytes(VACUOUS if name in vacuous else _BYTES[one] for name, one in report.outcomes.items())


class Standing:
    """Tells whether a check that was made still says what one made as of a day would say."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self._packs = packs
        self._as_of = as_of
        self._dated_rules: dict[tuple[str, date], tuple[bool, ...]] = {}

    def holds(self, run: CheckRun, inputs: str, basis: Basis) -> bool:
        """Whether a check of ``basis`` would say the same as ``run``, but for the day that it names.

        On another day rules that read the day are asked again; where one of them found something, what it
        says may name days that have moved on.
        """
        if run.inputs_digest != inputs:
            return False
        if run.as_of == self._as_of:
            return True
        if basis.waivers or run.as_of > self._as_of:
            return False
        kind = str(basis.record["kind"])
        dated = self._dated(kind, run.as_of)
        if not any(dated):
            return True
        now = outcomes_of(self._packs, kind, self._as_of).of(basis.record, basis.facts)
        told = any(reads and one in _TOLD for reads, one in zip(dated, now, strict=True))
        return now == bytes(run.outcomes) and not told

    def _dated(self, kind: str, since: date) -> tuple[bool, ...]:
        """Of each rule about a kind, whether what it says can change with the day alone, after ``since``."""
        if (kind, since) not in self._dated_rules:
            rules = (rule for rule in self._packs.rules if kind in rule.applies_to)
            self._dated_rules[kind, since] = tuple(_is_dated(rule, since) for rule in rules)
        return self._dated_rules[kind, since]


def _is_dated(rule: Rule, since: date) -> bool:
    starts = (rule.effective_from, *(start for _, start in rule.effective_overrides))
    begins = any(start is not None and (isinstance(start, LegalDay) or start > since) for start in starts)
    return begins or _reads_day((rule.when, rule.require, rule.effective_overrides))


def _reads_day(thing: Any) -> bool:
    if isinstance(thing, FromToday | LegalDay):
        return True
    if isinstance(thing, tuple):
        return any(map(_reads_day, thing))
    return is_dataclass(thing) and any(_reads_day(getattr(thing, field.name)) for field in fields(thing))
