"""What an explanation holds: the tree of evaluated predicates, and what decided whether the rule is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from policies.engine.report import Outcome
from policies.language.kleene import Truth
from policies.language.rules import Rule
from policies.release import Release

Answer = Literal["true", "false", "unknown", "error"]
ANSWERS: Final[Mapping[Truth, Answer]] = {True: "true", False: "false", None: "unknown"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One predicate, or one entry of a list that a quantifier went through.

    ``role`` is blank, ``item``, ``where`` (whether an entry counts) or ``satisfies`` (what is asked of it).
    ``left_out`` counts the entries of a long list that are not among ``children``, by their answer.
    """

    sentence: str
    truth: Answer
    pointer: str = ""
    expected: str = ""
    actual: Any = None
    role: Literal["", "item", "where", "satisfies"] = ""
    children: tuple["Step", ...] = ()
    left_out: Mapping[Answer, int] = field(default_factory=dict)

    def to_json(self) -> Json:
        return {
            "sentence": self.sentence,
            "truth": self.truth,
            "role": self.role,
            "pointer": self.pointer,
            "expected": self.expected,
            "actual": self.actual,
            "children": [child.to_json() for child in self.children],
            "left_out": dict(self.left_out),
        }


@dataclass(frozen=True)
class Territory:
    """Where the rule is law, where the organisation said that it works (or None), whether they meet.

    ``countries`` are those in which a use case is used, by their codes: they count as well.
    """

    rule: tuple[str, ...]
    organisation: tuple[str, ...] | None
    countries: tuple[str, ...]
    touches: Truth

    def to_json(self) -> Json:
        said = None if self.organisation is None else list(self.organisation)
        return {
            "rule": list(self.rule),
            "organisation": said,
            "countries": list(self.countries),
            "truth": ANSWERS[self.touches],
        }


@dataclass(frozen=True)
class Override:
    """Another day that may count. It ``counts`` where ``condition`` is the first of its rule that is true.

    ``milestone``: what of the law begins on that day; blank for a day that the rule itself names.
    """

    condition: Step
    start: date
    milestone: str
    counts: bool

    def to_json(self) -> Json:
        return {
            "if": self.condition.to_json(),
            "from": self.start.isoformat(),
            "milestone": self.milestone,
            "counts": self.counts,
        }


@dataclass(frozen=True)
class InForce:
    """``start`` is the day that counts for this record: of the override that counts, or ``usual``.

    None where the rule was always in force. ``milestone`` is that of the usual day, as in ``Override``.
    """

    usual: date | None
    milestone: str
    start: date | None
    now: bool
    overrides: tuple[Override, ...]

    def to_json(self) -> Json:
        return {
            "usually_from": self.usual and self.usual.isoformat(),
            "usual_milestone": self.milestone,
            "from": self.start and self.start.isoformat(),
            "now": self.now,
            "overrides": [one.to_json() for one in self.overrides],
        }


@dataclass(frozen=True)
class CheckExplained:
    """One check of the rule, with what its finding says; ``message`` is blank where there is none."""

    id: str
    that: Step
    message: str
    fix: str
    remedy: str = ""
    who: str = ""

    def to_json(self) -> Json:
        return {
            "id": self.id,
            "message": self.message,
            "fix": self.fix,
            "remedy": self.remedy,
            "who": self.who,
            "that": self.that.to_json(),
        }


@dataclass(frozen=True)
class Explanation:
    """How one rule was evaluated for one record. ``when`` is None for a rule that always applies."""

    rule: Rule
    kind: str
    key: str
    as_of: date
    outcome: Outcome
    vacuous: bool
    territory: Territory
    in_force: InForce
    when: Step | None
    checks: tuple[CheckExplained, ...]
    record_digest: str
    packs_digest: str
    engine: Release

    def to_json(self) -> Json:
        """JSON-safe and in a fixed order."""
        return {
            "rule_id": self.rule.id,
            "rule_version": self.rule.version,
            "title": self.rule.title,
            "why": self.rule.why,
            "severity": self.rule.severity,
            "refs": list(self.rule.refs),
            "kind": self.kind,
            "key": self.key,
            "as_of": self.as_of.isoformat(),
            "outcome": self.outcome,
            "vacuous": self.vacuous,
            "jurisdictions": self.territory.to_json(),
            "in_force": self.in_force.to_json(),
            "when": self.when and self.when.to_json(),
            "checks": [check.to_json() for check in self.checks],
            "record_digest": self.record_digest,
            "packs_digest": self.packs_digest,
            "engine": self.engine.to_json(),
        }
