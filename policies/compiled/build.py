"""One Python function for all rules of a kind: its source holds generated names, and nothing of a pack."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from policies.compiled.cost import longest_list
from policies.compiled.functions import Build
from policies.compiled.predicates import rails, selecting
from policies.compiled.rails import NotCompiled, both, either
from policies.engine.vacuity import OF_NOTHING
from policies.language.nodes import All, AnyOf, AtLeast, Node, Not, Quantified, Test
from policies.language.rules import Rule

# One byte a rule; a pass for want of anything to look at is told from the others.
PASS, VACUOUS, FAIL, UNKNOWN, NOT_APPLICABLE, ERROR = b"pvfune"


class Source(NamedTuple):
    """The text of the functions, the values of the names in it, and the rules left to the reference."""

    text: str
    namespace: dict[str, Any]
    left_out: tuple[str, ...]


def source_of(rules: Sequence[Rule], today: date) -> Source:
    """``judge(record, facts)`` gives a byte for each rule.

    It calls ``reference(n, record, facts)`` for those left out, and ``elsewhere(record)`` for the laws of
    places that neither the organisation nor the use case touches for certain.
    """
    build, expressions, left_out = Build(today), [], []
    for number, rule in enumerate(rules):
        try:
            expressions.append(_rule(rule, build))
        except NotCompiled:
            left_out.append(rule.id)
            expressions.append(f"reference({number}, record, facts)")
    return Source(_text(build, expressions, longest_list(rules)), build.namespace, tuple(left_out))


def _rule(rule: Rule, build: Build) -> str:
    """The expression of what a rule comes to."""
    checks = [rails(check.that, build.top) for check in rule.require]
    when = selecting(rule.when, build.top)
    hold, fail = both(one.true for one in checks), either(one.false for one in checks)
    vacuous = both(_vacuous(check.that, build) for check in rule.require)
    passed = str(PASS) if vacuous == "False" else f"({VACUOUS} if {vacuous} else {PASS})"
    asked = f"({passed} if {hold} else {FAIL} if {fail} else {UNKNOWN})"
    if when.true != "True":
        asked = f"({asked} if {when.true} else {passed} if {hold} else {UNKNOWN})"
    elsewhere = f"(away and {build.constant(rule.jurisdictions)} in away)" if rule.jurisdictions else "False"
    barred = either((elsewhere, when.false))
    return asked if barred == "False" else f"({NOT_APPLICABLE} if {barred} else {asked})"


def _vacuous(node: Node, build: Build) -> str:
    """Whether a predicate that holds had nothing to look at; see ``policies.engine.vacuity``."""
    match node:
        case Not(Quantified("some", path, where, satisfies)):
            return _vacuous(Quantified("none", path, where, satisfies), build)
        case Quantified(kind="every" | "none"):
            where = None if node.kind == "none" and node.satisfies is None else node.where
            if where is None:
                return f"(not {build.top.items(node.path)[0]})"
            return rails(Quantified("none", node.path, where, None), build.top).true
        case All(inside):
            return both(_vacuous(one, build) for one in inside)
        case AnyOf(inside) | AtLeast(_, inside):
            return both(
                either((f"(not {rails(one, build.top).true})", _vacuous(one, build))) for one in inside
            )
        case Test(path, operator) if operator in OF_NOTHING and path.slot.category == "set":
            members = build.top.value(path, "value")
            return f"({members} is not None and {members}.complete and not {members}.known)"
    return "False"


def _text(build: Build, expressions: list[str], most: int) -> str:
    shared, expressions = _shared(expressions)
    lines = [*build.record.functions(most), *build.facts.functions(most), *build.lines()]
    lines += ["def judge(record, facts):"]
    if any("away" in one for one in expressions):
        lines += ["    away = elsewhere(record)"]
    lines += [*build.record.lines("record", most), *build.facts.lines("facts", most)]
    lines += [f"    {name} = {call}" for call, name in shared.items()]
    lines += ["    return bytes((", *(f"        {one}," for one in expressions), "    ))"]
    return "\n".join(lines)


_OVER_A_LIST: Final = re.compile(r"\((v\d+) and (q\d+\(\1[^()]*\))\)")
_OFTEN: Final = 3


def _shared(expressions: list[str]) -> tuple[dict[str, str], list[str]]:
    """What several rules ask of a list, to be asked once: calls with their variables, and the expressions."""
    calls = Counter(match[0] for one in expressions for match in _OVER_A_LIST.finditer(one))
    often = (call for call, times in calls.items() if times >= _OFTEN)
    names = {call: f"h{number}" for number, call in enumerate(often)}
    return names, [_OVER_A_LIST.sub(lambda match: names.get(match[0], match[0]), one) for one in expressions]
