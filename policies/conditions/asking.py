"""Whether a condition is met by a record, and by what of it that shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from policies.conditions.reading import Condition
from policies.engine.evidence import Place, deciding
from policies.engine.findings import Subject
from policies.engine.interpret import evaluate
from policies.engine.judge import weigh
from policies.language.kleene import Truth
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.values import WrongTypeError

_PLACES: Final = 20


class State(StrEnum):
    MET = "met"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


_OF: Final[Mapping[Truth, State]] = {True: State.MET, False: State.NOT_YET, None: State.UNKNOWN}
_OF_RULE: Final = {"pass": State.MET, "not_applicable": State.MET, "fail": State.NOT_YET}


@dataclass(frozen=True)
class Answer:
    """``seen`` are the places that decide it, at most 20; ``rule_version`` of a rule is the one asked."""

    state: State
    seen: tuple[Place, ...] = ()
    rule_version: int | None = None


def ask(
    condition: Condition,
    record: Mapping[str, Any],
    packs: Packs,
    *,
    facts: Mapping[str, Any],
    as_of: date,
) -> Answer:
    """Whether ``record`` (resolved, as for ``check``) meets it on that day. What is not known is not met.

    A rule that was waived finds what it finds, and one that is not in ``packs`` any more says nothing.
    """
    subject = Subject(condition.kind, str(record.get("key") or ""), record, facts, as_of)
    if condition.node is None:
        rule = next((one for one in packs.rules if one.id == condition.rule), None)
        return Answer(State.UNKNOWN) if rule is None else _of_rule(rule, subject)
    try:
        truth = evaluate(condition.node, subject.scope())
        seen = tuple(islice(deciding(condition.node, subject.scope()), _PLACES))
    except WrongTypeError:
        return Answer(State.UNKNOWN)
    return Answer(_OF[truth], seen)


def _of_rule(rule: Rule, subject: Subject) -> Answer:
    state = _OF_RULE.get(weigh(rule, subject).outcome, State.UNKNOWN)
    return Answer(state, tuple(islice(_seen(rule, subject), _PLACES)), rule.version)


def _seen(rule: Rule, subject: Subject) -> Iterator[Place]:
    """What a rule looks at: of one that does not apply, why it does not."""
    try:
        applies = rule.when is None or evaluate(rule.when, subject.scope()) is not False
        nodes = [check.that for check in rule.require] if applies else [rule.when]
        for node in nodes:
            yield from deciding(node, subject.scope()) if node is not None else ()
    except WrongTypeError:
        return
