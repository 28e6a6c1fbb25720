"""The outcomes of all rules for a record, from a generated function that is kept for packs, kind and day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from policies.compiled.build import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, VACUOUS, Source, source_of
from policies.compiled.kept import kept_for_rules
from policies.compiled.memos import Memo, Odd
from policies.engine.findings import Subject
from policies.engine.judge import Weighed, weigh
from policies.engine.report import Outcome
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.values import WrongTypeError
from policies.law.territory import touches

OUTCOME: Final[Mapping[int, Outcome]] = {
    PASS: "pass",
    VACUOUS: "pass",
    FAIL: "fail",
    UNKNOWN: "unknown",
    NOT_APPLICABLE: "not_applicable",
    ERROR: "error",
}
BYTE: Final = {outcome: byte for byte, outcome in OUTCOME.items()} | {"pass": PASS}
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Outcomes:
    """The rules of one kind on one day. ``of`` gives a byte for each, a key of ``OUTCOME``."""

    rules: tuple[Rule, ...]
    today: date
    source: str
    left_out: tuple[str, ...]
    _judge: Callable[[Record, Record], bytes]

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the rules, in the order of their bytes."""
        return tuple(rule.id for rule in self.rules)

    def of(self, record: Record, facts: Record) -> bytes:
        """Exactly what ``policies.engine.judge.weigh`` says of each rule.

        Where the record holds what no field promises, the reference interpreter is asked about all of it.
        """
        try:
            return self._judge(record, facts)
        except (Odd, WrongTypeError, TypeError):
            return bytes(weighed(rule, record, facts, self.today) for rule in self.rules)


def function_for(rules: tuple[Rule, ...], today: date) -> Outcomes:
    """The function for ``rules``, which all apply to one kind."""
    source = source_of(rules, today)
    namespace = {
        "elsewhere": elsewhere_of(rules),
        "reference": lambda number, record, facts: weighed(rules[number], record, facts, today),
    }
    return Outcomes(rules, today, source.text, source.left_out, made(source, "judge", namespace))


def made(source: Source, name: str, namespace: dict[str, Any]) -> Callable[[Record, Record], Any]:
    """The function ``name`` of a source."""
    names = source.namespace | namespace
    # The text holds generated names alone: see ``Build.constant``.
    exec(compile(source.text, "<rules>", "exec"), names)  # noqa: S102
    found: Callable[[Record, Record], Any] = names[name]
    return found


OUTCOMES: Final = kept_for_rules(function_for)


def outcomes_of(packs: Packs, kind: str, today: date) -> Outcomes:
    """The function for the rules about ``kind``, with ``today`` as the day of the evaluation."""
    return OUTCOMES.of(packs, kind, today)


def weighed(rule: Rule, record: Record, facts: Record, today: date) -> int:
    return byte_of(weigh(rule, Subject("", "", record, facts, today)))


def byte_of(weighed: Weighed) -> int:
    return VACUOUS if weighed.vacuous else BYTE[weighed.outcome]


def elsewhere_of(rules: Iterable[Rule]) -> Callable[[Record], frozenset[tuple[str, ...]]]:
    """Of which rules the places are touched neither by organisation nor use case of a record, for certain."""
    laws = frozenset(rule.jurisdictions for rule in rules)

    def outside(said: tuple[tuple[Any, ...], tuple[Any, ...]]) -> frozenset[tuple[str, ...]]:
        places, countries = said
        record = {"org": {"jurisdictions": list(places)}, "member_states": list(countries)}
        return frozenset(law for law in laws if touches(law, record) is False)

    known = Memo(outside)

    def elsewhere(record: Record) -> frozenset[tuple[str, ...]]:
        org = record.get("org")
        places = org.get("jurisdictions") if org.__class__ is dict or isinstance(org, Mapping) else None
        if not isinstance(places, list):
            return frozenset()
        countries = record.get("member_states")
        found: frozenset[tuple[str, ...]]
        found = known[tuple(places), tuple(countries) if isinstance(countries, list) else ()]
        return found

    return elsewhere
