"""One Python function for all rules of a kind: its source holds generated names, and nothing of a pack."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from policies.compiled.cost import MOST_ITEMS, Fits, to_answer
from policies.compiled.functions import Body, Build, indented
from policies.compiled.predicates import rails, selecting
from policies.compiled.rails import NotCompiled, Rails, both, either
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


class Parts(NamedTuple):
    """The expressions of a rule. ``barred``: it is not asked; ``vacuous``: it holds of nothing."""

    barred: str
    when: Rails
    checks: tuple[Rails, ...]
    vacuous: str

    @property
    def hold(self) -> str:
        return both(one.true for one in self.checks)

    @property
    def fail(self) -> str:
        return either(one.false for one in self.checks)


def source_of(rules: Sequence[Rule], today: date) -> Source:
    """``judge(record, facts)`` gives a byte for each rule.

    It calls ``reference(n, record, facts)`` for those left out, and ``elsewhere(record)`` for the laws of
    places that neither the organisation nor the use case touches for certain.
    """
    build, body, left_out = Build(today), [], []
    for number, rule in enumerate(rules):
        reference = [f"out[{number}] = reference({number}, record, facts)"]
        try:
            parts = parts_of(rule, build)
            failed = both((parts.when.true, parts.fail))
            loud = [(failed, [f"out[{number}] = {FAIL}"]), ("True", [f"out[{number}] = {UNKNOWN}"])]
            body += first_of(
                [(too_many(Fits(rule, to_answer), build), reference), *quiet(number, parts), *loud]
            )
        except NotCompiled:
            left_out.append(rule.id)
            body += reference
    text = text_of(build, "judge", [start(rules, build), *body, "return bytes(out)"])
    return Source(text, build.namespace, tuple(left_out))


def start(rules: Sequence[Rule], build: Build) -> str:
    """Of most rules with a condition most records are none of their business; the others mostly hold."""
    usual = bytes(NOT_APPLICABLE if rule.when else PASS for rule in rules)
    return f"out = bytearray({build.constant(usual)})"


def quiet(number: int, parts: Parts) -> list[tuple[str, Body]]:
    """The conditions under which there is nothing to find, and what is said then."""
    usual = PASS if parts.when.true == "True" else NOT_APPLICABLE
    barred, passed = ([] if usual == one else [f"out[{number}] = {one}"] for one in (NOT_APPLICABLE, PASS))
    vacuous = first_of([(parts.vacuous, [f"out[{number}] = {VACUOUS}"]), ("True", passed)])
    return [(parts.barred, barred), (parts.hold, vacuous)]


def too_many(fits: Fits, build: Build) -> str:
    """Whether the reference may run out of steps, so that only it can tell."""
    return "False" if fits.most == MOST_ITEMS else f"n > {fits.most} and not {build.named(fits)}(record, n)"


def first_of(branches: Iterable[tuple[str, Body]]) -> Body:
    """The statements under the first condition that is true."""
    lines: Body = []
    for condition, body in branches:
        if condition == "True":
            return [*lines, "else:", *indented(body or ["pass"])] if lines else body
        if condition != "False":
            lines += [f"{'elif' if lines else 'if'} {condition}:", *indented(body or ["pass"])]
    return lines


def parts_of(rule: Rule, build: Build) -> Parts:
    """Raises NotCompiled."""
    checks = tuple(rails(check.that, build.top) for check in rule.require)
    when = selecting(rule.when, build.top)
    vacuous = both(_vacuous(check.that, build) for check in rule.require)
    elsewhere = f"(away and {build.constant(rule.jurisdictions)} in away)" if rule.jurisdictions else "False"
    return Parts(either((elsewhere, when.false)), when, checks, vacuous)


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


def text_of(build: Build, name: str, body: Body) -> str:
    """The functions that ``build`` wrote, and one of record and facts that reads what ``body`` needs.

    There ``n`` is the number of entries in all lists that are read.
    """
    shared, body = _shared(body)
    most = MOST_ITEMS
    lines = [*build.record.functions(most), *build.facts.functions(most), *build.lines()]
    lines += [f"def {name}(record, facts):"]
    if any("away" in one for one in body):
        lines += ["    away = elsewhere(record)"]
    lines += [*build.record.lines("record", most), *build.facts.lines("facts", most)]
    lines += [f"    n = {build.record.count()} + {build.facts.count()}", f"    if n > {most}: raise Odd"]
    lines += [f"    {name} = {call}" for call, name in shared.items()]
    return "\n".join((*lines, *indented(body)))


_OVER_A_LIST: Final = re.compile(r"\((v\d+) and (q\d+\(\1[^()]*\))\)")
_OFTEN: Final = 3


def _shared(expressions: Body) -> tuple[dict[str, str], Body]:
    """What several rules ask of a list, to be asked once: calls with their variables, and the expressions."""
    calls = Counter(match[0] for one in expressions for match in _OVER_A_LIST.finditer(one))
    often = (call for call, times in calls.items() if times >= _OFTEN)
    names = {call: f"h{number}" for number, call in enumerate(often)}
    return names, [_OVER_A_LIST.sub(lambda match: names.get(match[0], match[0]), one) for one in expressions]
