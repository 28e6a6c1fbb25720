"""From the syntax tree to expressions, predicate by predicate."""

from collections.abc import Callable
from typing import Any

from policies.compiled.functions import Body, Function
from policies.compiled.memos import by_set, by_value
from policies.compiled.operands import VALUED, added_up, expression_of, takes
from policies.compiled.rails import (
    ALWAYS,
    NEVER_KNOWN,
    NotCompiled,
    Rails,
    all_rails,
    answered,
    any_rails,
    both,
    either,
    negated,
)
from policies.compiled.reading import Form
from policies.compiled.templates import TEMPLATES, flag
from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    Constant,
    Measured,
    Node,
    Not,
    Operand,
    Quantified,
    Slot,
    Test,
)
from policies.language.operators import OPERATORS, Operator


def rails(node: Node, function: Function) -> Rails:
    """The two expressions of a predicate, in ``function``. Raises NotCompiled."""
    match node:
        case Test():
            return _test(node, function)
        case All(inside):
            return all_rails(rails(one, function) for one in inside)
        case AnyOf(inside):
            return any_rails(rails(one, function) for one in inside)
        case Not(child):
            inner = rails(child, function)
            return Rails(inner.false, inner.true)
        case AtLeast(number, inside):
            return _at_least(number, [rails(one, function) for one in inside])
        case Quantified():
            return _quantified(node, function)
        case Measured():
            return _measured(node, function)


def selecting(where: Node | None, function: Function) -> Rails:
    return ALWAYS if where is None else rails(where, function)


def _at_least(number: int, parts: list[Rails]) -> Rails:
    certain = " + ".join(f"(1 if {one.true} else 0)" for one in parts)
    possible = " + ".join(f"(0 if {one.false} else 1)" for one in parts)
    return Rails(f"({certain} >= {number})", f"({possible} < {number})")


def _quantified(node: Quantified, function: Function) -> Rails:
    listed = function.items(node.path)[0]
    if node.kind == "every":
        broken = _any(node, function, lambda where, then: both((where.true, then.false)))
        doubtful = _any(node, function, lambda where, then: negated(either((where.false, then.true))))
        return Rails(f"({listed} is not None and not {doubtful})", broken)
    found = _any(node, function, lambda where, then: both((where.true, then.true)))
    possible = _any(node, function, lambda where, then: negated(either((where.false, then.false))))
    barred = f"({listed} is not None and not {possible})"
    return Rails(found, barred) if node.kind == "some" else Rails(barred, found)


def _any(node: Quantified, function: Function, ask: Callable[[Rails, Rails], str]) -> str:
    """Whether an expression is true of any item; false where there is no list."""
    listed, frame = function.items(node.path)
    inner = function.inside(frame)
    asked = ask(selecting(node.where, inner), selecting(node.satisfies, inner))
    if asked == "False":
        return "False"
    if asked == "True":
        return f"(not not {listed})"
    if few := function.any_of_few(node.path, inner, asked):
        return few
    body = ["for t in items:", f"    if {asked}: return True", "return False"]
    return f"({listed} and {inner.call(listed, body)})"


def _measured(node: Measured, function: Function) -> Rails:
    listed, inner, body = added_up(node, function, selecting)
    limits = [(bound, word) for bound, word in ((node.gte, "not_below"), (node.lte, "not_above")) if bound]
    known = [(function.build.known(bound), word) for bound, word in limits]
    if all(isinstance(bound, Constant) for bound, _ in known):
        return _within(
            listed, inner, body, [(bound.value, word) for bound, word in known if isinstance(bound, Constant)]
        )
    found = inner.call(listed, [*body, "return Interval(low, high)"])
    return all_rails(_bound(listed, found, word, bound, function) for bound, word in limits)


def _within(listed: str, inner: Function, body: Body, limits: list[tuple[Any, str]]) -> Rails:
    asked: tuple[list[str], list[str]] = ([], [])
    for value, word in limits:
        limit = inner.build.constant(value)
        holds, fails = ("low >=", "high <") if word == "not_below" else ("high <=", "low >")
        asked[0].append(f"{holds} {limit}")
        asked[1].append(f"{fails} {limit}")
    true, false = " and ".join(asked[0]), " or ".join(asked[1])
    calls = [inner.call(listed, [*body, f"return {one}"]) for one in (true, false)]
    return Rails(*(f"({listed} is not None and {call})" for call in calls))


def _bound(listed: str, found: str, word: str, bound: Operand, function: Function) -> Rails:
    """One bound that the record says."""
    known = function.build.known(bound)
    if known is None:
        return NEVER_KNOWN
    other = (
        function.build.constant(known.value)
        if isinstance(known, Constant)
        else expression_of(known, function, "value", selecting)
    )
    return answered(f"{listed} is not None and {other} is not None", f"{word}({found}, {other}, '')")


def _test(node: Test, function: Function) -> Rails:
    operator, slot = OPERATORS[node.operator], node.path.slot
    if operator.reads == "presence":
        return _presence(node, function)
    form = form_of(node)
    operand = function.build.known(node.operand)
    if isinstance(operand, Constant):
        value = takes(operator, operand.value)
        if form == "value" and function.is_kept(node.path):
            asked = _against(node.operator, slot, "s", value, function)
            return Rails(*(function.kept(node.path, one) for one in asked))
        return _against(node.operator, slot, function.value(node.path, form), value, function)
    subject = function.value(node.path, form)
    if operand is None:
        return NEVER_KNOWN
    other = expression_of(operand, function, form, selecting, many=operator.operand == "terms")
    answer, vocabulary = map(function.build.constant, (operator.answer, slot.vocabulary))
    said = f"{subject} is not None and {other} is not None"
    return answered(said, f"{answer}({subject}, {other}, {vocabulary})")


def form_of(node: Test) -> Form:
    """The form in which a comparison reads its subject."""
    if node.operator == "rank_gte":
        return f"rank {node.path.slot.vocabulary}"
    return "length" if OPERATORS[node.operator].reads == "length" else "value"


def _presence(node: Test, function: Function) -> Rails:
    subject = function.value(node.path, "value" if node.path.slot.category in VALUED else "raw")
    there = Rails(f"{subject} is not None", f"{subject} is None")
    wanted = isinstance(node.operand, Constant) and node.operand.value
    return there if wanted else Rails(there.false, there.true)


def _against(name: str, slot: Slot, subject: str, operand: Any, function: Function) -> Rails:
    """A comparison with a constant."""
    constant, template = function.build.constant, TEMPLATES.get(name)
    if slot.category == "flag" and name in ("eq", "ne") and not slot.bounded:
        template = flag(operand is (name == "eq"))
    if template is not None and not slot.bounded and template.fits(operand):
        return template.rails(subject, constant(template.constant(operand)))
    if name in ("in", "not_in") and slot.bounded:
        raise NotCompiled
    return answered(f"{subject} is not None", _asked(OPERATORS[name], slot, subject, operand, function))


def _asked(operator: Operator, slot: Slot, subject: str, operand: Any, function: Function) -> str:
    """The operator's own answer, kept for the words and sets of words that come up again."""
    constant = function.build.constant
    plain = operator.reads == "value" and not slot.bounded
    answers = (operator.answer, operand, slot.vocabulary)
    if plain and slot.category == "set":
        whole, part = (constant(by_set(*answers, complete=one)) for one in (True, False))
        return f"({whole} if {subject}.complete else {part})[{subject}.known]"
    if plain and slot.category in ("text", "term"):
        return f"{constant(by_value(*answers))}[{subject}]"
    answer, value, vocabulary = map(constant, answers)
    return f"{answer}({subject}, {value}, {vocabulary})"
