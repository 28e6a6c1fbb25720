"""Findings: what is worded and listed for a check that is not shown to hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final, Literal, TypeVar

from policies.canonical import digest
from policies.engine.asking import Asked, ask, none_said
from policies.engine.compact import WHEN, CompactFinding, Head, document_of, site_of
from policies.engine.evidence import Place, deciding, place_of
from policies.engine.grounds import evidence_digest, value_at
from policies.engine.interpret import evaluate
from policies.engine.messages import message_of
from policies.engine.report import Finding
from policies.engine.scope import Budget, Scope
from policies.engine.sentences import why_asked, why_it_applies
from policies.engine.sites import Site, sites
from policies.engine.words import shorten
from policies.language.nodes import LegalDay
from policies.language.rules import Check, Rule, Start
from policies.language.values import WrongTypeError
from policies.law.calendar import begins_on
from policies.law.territory import touches
from policies.limits import LIMITS
from policies.record.fields import Field
from policies.record.masking import is_sensitive, masked

CANT_CHECK: Final = "We can't check this yet."
UNCLEAR: Final = "We don't know yet whether this rule concerns you."
_BLOCKING: Final = ("blocker", "high")
Worded = TypeVar("Worded")


@dataclass(frozen=True)
class Subject:
    """A record under check, with the facts computed for it and the day taken as today."""

    kind: str
    key: str
    record: Mapping[str, Any]
    facts: Mapping[str, Any]
    today: date

    @cached_property
    def document(self) -> dict[str, Any]:
        """What the pointers of findings lead into."""
        return document_of(self.record, self.facts)

    def scope(self) -> Scope:
        return Scope(self.record, self.facts, self.today, Budget(LIMITS.steps_a_rule))


@dataclass(frozen=True)
class Said:
    """What a finding tells people."""

    outcome: Literal["fail", "unknown", "error"]
    message: str
    why: str
    fix: str
    who: str = ""
    remedy: str = ""


class FindingMaker:
    """Makes the findings of one rule for one record; sentences are only worded where there is a finding."""

    def __init__(self, rule: Rule, subject: Subject) -> None:
        self.rule = rule
        self.subject = subject
        self._reasons: tuple[list[Place], int] | None = None

    def of(self, head: Head, problem: WrongTypeError | None = None) -> Finding:
        """The finding of which the places are still to be looked for."""
        scope = self.subject.scope()
        return self._of(head, sites(head.node, scope), scope, problem)

    def worded(self, found: CompactFinding) -> Finding:
        """The same, of which they are known."""
        if found.by_reference:
            return self.of(found.head, found.problem)
        scope = self.subject.scope()
        return self._of(found.head, (site_of(one, scope) for one in found.places), scope, found.problem)

    def _of(self, head: Head, there: Iterator[Site], scope: Scope, problem: WrongTypeError | None) -> Finding:
        if problem is not None:
            return self._error(head.check_id, problem)
        none: list[Place] = []
        places = _worded(lambda: list(map(place_of, there)), none)
        if head.check is None:
            return self._unclear(places)
        return self._of_check(head.check, head.outcome, places, scope)

    def _of_check(self, check: Check, outcome: str, places: list[Place], scope: Scope) -> Finding:
        unsaid = touches(self.rule.jurisdictions, self.subject.record) is None
        why = _worded(lambda: self._why(places, scope, unsaid), self.rule.why)
        if outcome == "unknown":
            asked = self._asked(places, partial(self._none_fails, check))
            message = f"{CANT_CHECK} {asked.message}"
            remedy = "" if check.ask else check.fix
            said = Said("unknown", message, why, check.ask or asked.fix, check.who, remedy)
        else:
            message = _worded(lambda: message_of(check, scope), check.message.text)
            said = Said("fail", message, why, check.fix, check.who)
        return self._make(check.id, said, places)

    def _why(self, places: list[Place], scope: Scope, scope_unsaid: bool) -> str:
        kind, record, reasons = self.subject.kind, self.subject.record, self._what_makes_it_apply(scope)
        return why_it_applies(self.rule, kind, record, reasons, places, scope_unsaid=scope_unsaid)

    def _what_makes_it_apply(self, scope: Scope) -> list[Place]:
        """The same for each check of the rule: looked for once, though each pays for the steps it takes."""
        if self.rule.when is None:
            return []
        if self._reasons is None:
            left = scope.budget.left
            self._reasons = list(deciding(self.rule.when, scope)), left - scope.budget.left
        elif self._reasons[1]:
            scope.budget.spend(self._reasons[1])
        return self._reasons[0]

    def _unclear(self, places: list[Place]) -> Finding:
        """Nobody can tell whether the rule applies: one question, however many checks it has."""
        asked = self._asked(places)
        said = Said("unknown", f"{UNCLEAR} {asked.message}", why_asked(self.rule), asked.fix, self.rule.who)
        return self._make(WHEN, said, places)

    def _asked(self, places: list[Place], none_fails: Callable[[Field], bool] = lambda _: False) -> Asked:
        return ask(places, self.rule, self.subject.kind, self.subject.document, none_fails)

    def _none_fails(self, check: Check, field: Field) -> bool:
        said = {**self.subject.record, field.name: none_said(field)}
        return (
            _worded(lambda: evaluate(check.that, replace(self.subject, record=said).scope()), None) is False
        )

    def _error(self, check_id: str, problem: WrongTypeError) -> Finding:
        where = problem.pointer or "/"
        hidden = is_sensitive(self.subject.kind, where)
        wrong = "this is not the kind of value that belongs here" if hidden else str(problem)
        found = value_at(where, self.subject.document)
        actual = masked(found) if hidden else shorten(found)
        message = f"This rule can't be evaluated: at {where}, {wrong}."
        place = Place(where, where.split("/")[-1].replace("_", " "), wrong, actual)
        said = Said("error", message, self.rule.why, "Correct the value there.")
        return self._make(check_id, said, [place])

    def _make(self, check_id: str, said: Said, places: list[Place]) -> Finding:
        rule, subject = self.rule, self.subject
        unique = list({place.pointer: place for place in places}.values())
        listed = tuple(islice(unique, LIMITS.pointers_a_finding))
        start = starts_on(rule, subject)
        pending = is_pending(start, subject.today)
        preview = is_preview(rule, start, subject.today)
        pointers = [place.pointer for place in listed]
        return Finding(
            rule_id=rule.id,
            rule_version=rule.version,
            check_id=check_id,
            title=rule.title,
            severity=rule.severity,
            outcome=said.outcome,
            disposition="preview" if preview else "open",
            mode=rule.mode,
            blocks=not preview and blocks(rule, said.outcome),
            gates=rule.gates,
            message=said.message,
            why=said.why,
            fix=said.fix,
            remedy=said.remedy,
            who=said.who,
            starts_on=start.isoformat() if pending and start and start != date.max else "",
            refs=rule.refs,
            pointers=listed,
            more_pointers=len(unique) - len(listed),
            fingerprint=digest([rule.id, check_id, subject.kind, subject.key, pointers]),
            evidence_digest=evidence_digest((place.pointer for place in unique), self.subject.document),
            pack=rule.pack,
        )


def blocks(rule: Rule, outcome: str) -> bool:
    """Whether an open finding of this outcome stops an entry."""
    if rule.mode != "block":
        return False
    if outcome == "fail":
        return rule.severity in _BLOCKING
    return outcome == "error" or rule.unknown_as == "block"


def is_preview(rule: Rule, start: date | None, today: date) -> bool:
    """Whether the rule is only observed, or not in force yet."""
    return rule.mode == "observe" or is_pending(start, today)


def is_pending(start: date | None, today: date) -> bool:
    return start is not None and today < start


def starts_on(rule: Rule, subject: Subject) -> date | None:
    """The day from which the rule counts for this record; the first override that is true names it."""
    for condition, start in rule.effective_overrides:
        if _worded(partial(evaluate, condition, subject.scope()), None):
            return day_of(start, subject.today)
    return day_of(rule.effective_from, subject.today)


def day_of(start: Start | None, today: date) -> date | None:
    """The day that a rule names; where the law of today doesn't say it at all, the last day there is."""
    if isinstance(start, LegalDay):
        return begins_on(start.milestone, today) or date.max
    return start


def _worded(word: Callable[[], Worded], otherwise: Worded) -> Worded:
    """Words for a truth already settled: what they mention beside it may be of a wrong type."""
    try:
        return word()
    except WrongTypeError:
        return otherwise
