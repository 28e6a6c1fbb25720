"""From the text of a condition to what it asks of one kind of entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from policies.errors import PackError
from policies.language.clauses import Clause, clauses_of
from policies.language.constant import constant
from policies.language.context import Context, Names, Source, nearest
from policies.language.nodes import Node, paths_in, walk
from policies.language.packs import Packs
from policies.language.predicates import check_leaves, parse_predicate
from policies.language.rules import Rule
from policies.language.schema import pack_schema
from policies.language.schema_forms import PREDICATE, Schema, mapping
from policies.language.shapes import HELD_FACTS, shape_of
from policies.language.validate import check_schema
from policies.record.fields import KINDS
from policies.validation import Validator
from policies.yamlio import load_yaml

_RULE: Final = "rule"


@dataclass(frozen=True)
class Condition:
    """What is asked of an entry of ``kind``: a predicate, or that ``rule`` finds nothing any more.

    ``expression`` is the same as it was written, as JSON, and is what is kept.
    """

    kind: str
    expression: Mapping[str, Any]
    node: Node | None
    rule: str = ""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What it asks, in words."""
        if self.node is None:
            return (Clause(f"{self.rule} finds nothing any more"),)
        return clauses_of(self.node)


def read_condition(text: str | bytes, kind: str, *, source: str = "the condition") -> Condition:
    """The condition that ``text`` (YAML or JSON) says, for an entry of ``kind``.

    Raises PackError (or YamlError) with line, column and hint, further ones as ``others``; KeyError for no
    kind. Parameters, lists and facts belong to packs: what needs them is asked as ``{rule: ...}``.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    at = Source(load_yaml(text, source=source))
    said = at.loaded.value
    named = isinstance(said, dict) and said.keys() == {_RULE}
    check_schema(at, _validator(named=named))
    if named:
        return Condition(kind, said, None, said[_RULE])
    shape = shape_of(kind)
    node = parse_predicate(Context(at, Names(), shape, shape), said, "")
    check_leaves(at, [node], "condition", "")
    _refuse_constant(at, node)
    return Condition(kind, said, node)


def check_rule(condition: Condition, packs: Packs) -> None:
    """Raise PackError where it names a rule that ``packs`` don't have, or that can't be a condition."""
    if not condition.rule:
        return
    known = {rule.id: rule for rule in packs.rules if condition.kind in rule.applies_to}
    if condition.rule not in known:
        message = f"No rule {condition.rule} is asked of this kind of entry"
        raise PackError(message, hint=nearest(condition.rule, known))
    if reads_decisions(known[condition.rule]):
        message = f"{condition.rule} asks what the council decided, which this decision would wait for"
        raise PackError(message, hint="Choose something that the team can do.")


def reads_decisions(rule: Rule) -> bool:
    """Whether a rule looks at what the council decided: that can't be a condition of its decision."""
    facts = {path.steps[0] for path in paths_in((rule.when, rule.require)) if path.root == "facts"}
    return any(rule.facts[name].kind in HELD_FACTS for name in facts)


def _refuse_constant(source: Source, node: Node) -> None:
    """A condition that nothing can meet, or that everything does, sets nobody a task."""
    for part in walk(node):
        if why := constant(part):
            source.fail("", f"This comes to the same for every entry: {why}", "Say what has to become so.")


@cache
def _validator(*, named: bool) -> Validator:
    return Validator(_schema(named=named))


def _schema(*, named: bool) -> Schema:
    pack = pack_schema()
    rule = pack["$defs"]["rule"]["properties"]["id"]
    asked = mapping({_RULE: rule}, "all") if named else PREDICATE
    return {"$schema": pack["$schema"], "title": "Muster condition", "$defs": pack["$defs"], **asked}
