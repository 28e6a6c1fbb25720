"""From the mappings of a pack to the syntax tree, with every path and constant checked on the way."""

from collections.abc import Mapping
from typing import Any

import re2

from policies.language.comparing import FORMAT_WORDS, compiled
from policies.language.context import Context, Source
from policies.language.literals import constant
from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    Category,
    Constant,
    Measured,
    Node,
    Not,
    Operand,
    Path,
    Quantified,
    Slot,
    Test,
    leaves,
)
from policies.language.operands import Reader, Wanted
from policies.language.operators import OPERATORS, Operator
from policies.language.paths import parse_path
from policies.language.shapes import shape_of
from policies.limits import LIMITS


def parse_predicate(context: Context, spec: Mapping[str, Any], pointer: str) -> Node:
    """The tree of a predicate that the schema has accepted; several keys mean all of them."""
    parts = [part for key, value in spec.items() for part in _part(context, key, value, f"{pointer}/{key}")]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def check_leaves(source: Source, nodes: list[Node], what: str, pointer: str) -> None:
    """Raise PackError where predicates make more comparisons than the limit."""
    count = sum(map(leaves, nodes))
    if count > LIMITS.leaves_a_rule:
        message = f"This {what} makes {count} comparisons, more than the limit of {LIMITS.leaves_a_rule}"
        source.fail(pointer, message, f"Split it into several {what}s.")


def _part(context: Context, key: str, value: Any, pointer: str) -> list[Node]:
    match key:
        case "all":
            return [All(_several(context, value, pointer))]
        case "any":
            return [AnyOf(_several(context, value, pointer))]
        case "not":
            return [Not(parse_predicate(context, value, pointer))]
        case "at_least":
            return [AtLeast(value["n"], _several(context, value["of"], f"{pointer}/of"))]
        case "some" | "every" | "none":
            path, inside = _items(context, value, pointer)
            where, satisfies = (_inner(inside, value, name, pointer) for name in ("where", "satisfies"))
            return [Quantified(key, path, where, satisfies)]
        case "count" | "sum":
            return [_measured(context, key, value, pointer)]
    return _tests(context, key, value, pointer)


def _several(context: Context, specs: list[Mapping[str, Any]], pointer: str) -> tuple[Node, ...]:
    return tuple(parse_predicate(context, spec, f"{pointer}/{index}") for index, spec in enumerate(specs))


def _items(context: Context, spec: Mapping[str, Any], pointer: str) -> tuple[Path, Context]:
    at = f"{pointer}/in"
    path = parse_path(context, spec["in"], at)
    if path.slot.category != "items":
        context.source.fail(at, f"{path.text} is not a list of things with fields")
    return path, context.inside(at, shape_of(path.slot.target))


def _inner(context: Context, spec: Mapping[str, Any], name: str, pointer: str) -> Node | None:
    return parse_predicate(context, spec[name], f"{pointer}/{name}") if name in spec else None


def _measured(context: Context, key: str, spec: Mapping[str, Any], pointer: str) -> Measured:
    path = parse_path(context, spec["in"], f"{pointer}/in")
    of = where = None
    if key == "count" and path.slot.category == "set" and "where" not in spec:
        pass
    else:
        path, inside = _items(context, spec, pointer)
        where = _inner(inside, spec, "where", pointer)
        if key == "sum":
            of = Reader(inside, parse_predicate).number(spec["of"], f"{pointer}/of")
    reader, wanted = Reader(context, parse_predicate), Wanted("number", "")
    low, high = (
        reader.read(spec[bound], wanted, f"{pointer}/{bound}") if bound in spec else None
        for bound in ("gte", "lte")
    )
    return Measured(path, of, where, low, high)


def _tests(context: Context, key: str, value: Any, pointer: str) -> list[Node]:
    path = parse_path(context, key, pointer)
    if isinstance(value, dict):
        asked = value.items()
    elif isinstance(value, list):
        asked = {"in": value}.items()
    else:
        asked = {"eq": value}.items()
    shorthand = not isinstance(value, dict)
    return [
        _test(context, path, name, operand, pointer if shorthand else f"{pointer}/{name}")
        for name, operand in asked
    ]


def _test(context: Context, path: Path, name: str, value: Any, pointer: str) -> Test:
    operator = OPERATORS[name]
    if path.slot.category not in operator.subjects:
        fitting = [one for one, row in OPERATORS.items() if path.slot.category in row.subjects]
        message = f"{name} can't be asked of {path.text}, which is {_kind(path.slot)}"
        context.source.fail(pointer, message, f"Use one of {', '.join(fitting)}.")
    if operator.operand == "terms" and not path.slot.vocabulary:
        context.source.fail(pointer, f"{name} needs a vocabulary, and {path.text} is {_kind(path.slot)}")
    return Test(path, name, _operand(context, operator, path.slot, value, pointer))


def _pattern(context: Context, value: str, pointer: str) -> Constant:
    try:
        compiled(value)
    except re2.error as problem:
        reason = b": ".join(problem.args).decode(errors="replace")
        context.source.fail(pointer, f"RE2 can't read this pattern: {reason}")
    return Constant(value, value)


def _kind(slot: Slot) -> str:
    names = {
        "flag": "yes or no",
        "set": "a set",
        "items": "a list of things",
        "mapping": "a thing",
        "other": "free",
    }
    return (
        f"one of {slot.vocabulary}"
        if slot.category == "term"
        else names.get(slot.category, f"a {slot.category}")
    )


def _operand(context: Context, operator: Operator, slot: Slot, value: Any, pointer: str) -> Operand:
    element: Category = ("term" if slot.vocabulary else "text") if slot.category == "set" else slot.category
    reader = Reader(context, parse_predicate)
    match operator.operand:
        case "flag":
            return constant(context.source, value, "flag", "", pointer)
        case "pattern":
            return _pattern(context, value, pointer)
        case "format":
            return Constant(value, FORMAT_WORDS[value])
        case "text":
            return Constant(value, f"“{value}”")
        case "number" | "length":
            return reader.read(value, Wanted("number", ""), pointer)
        case "date":
            return reader.read(value, Wanted("date", ""), pointer)
        case "same":
            return reader.read(value, Wanted(element, slot.vocabulary), pointer)
        case "terms":
            return reader.read(value, Wanted(element, slot.vocabulary, many=None), pointer)
    return reader.read(value, Wanted(element, slot.vocabulary, many=True), pointer)
