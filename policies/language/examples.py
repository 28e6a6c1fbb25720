"""Examples: records that a rule must pass, fail, or find unknown; each rule carries its own proof.

An example is a record as rules read it, cut down to what matters: references are mappings, derived fields may
be given. Beside the fields it may hold ``kind`` (needed where a rule applies to several), ``org``, ``facts``
and ``as_of``, the day taken as today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from policies.language.context import Names, Source
from policies.language.literals import constant, constant_set
from policies.language.nodes import Slot
from policies.language.shapes import Shape, facts_shape, shape_of
from policies.language.values import MISSING, said

AS_OF: Final = date(2026, 11, 22)


@dataclass(frozen=True)
class Example:
    """A record with the facts and the day to judge it by; ``line`` is where it is written."""

    record: Mapping[str, Any]
    facts: Mapping[str, Any]
    as_of: date
    line: int


@dataclass(frozen=True)
class Examples:
    """What a rule must pass, fail and find unknown. Only a rule that is always decided has none unknown."""

    passes: tuple[Example, ...]
    fails: tuple[Example, ...]
    unknown: tuple[Example, ...]


def read_examples(
    source: Source, names: Names, spec: Mapping[str, Any], at: str, *, can_be_unknown: bool
) -> Examples:
    """The examples of a rule. Raises PackError for a field or value that a record can't have."""
    found = spec["examples"]
    if can_be_unknown and "unknown" not in found:
        source.fail(
            f"{at}/examples", "'unknown' is missing", "Add a record that leaves out what the rule needs."
        )
    if not can_be_unknown and "unknown" in found:
        source.fail(f"{at}/examples/unknown", "This rule asks only what was said, so it is never unknown")
    kinds = spec["applies_to"]
    read = {
        name: tuple(
            read_example(source, names, one, kinds, f"{at}/examples/{name}/{index}")
            for index, one in enumerate(found.get(name, ()))
        )
        for name in ("passes", "fails", "unknown")
    }
    return Examples(**read)


def read_example(source: Source, names: Names, spec: Mapping[str, Any], kinds: list[str], at: str) -> Example:
    """The record at pointer ``at``. Raises PackError for a field or value that a record can't have."""
    kind = spec.get("kind", kinds[0])
    if kind not in kinds:
        source.unknown(f"{at}/kind", "a kind this rule applies to", kind, kinds)
    beside = {"kind", "org", "facts", "as_of"}
    record = {name: value for name, value in spec.items() if name not in beside}
    check_fields(source, record, shape_of(kind), at)
    org = spec.get("org")
    if org is not None:
        check_fields(source, org, shape_of("organisation"), f"{at}/org")
        record["org"] = org
    facts = spec.get("facts", {})
    if "facts" in spec:
        _check_known(source, facts, facts_shape(names.fact_labels()), f"{at}/facts")
    return Example(
        record={"kind": kind, "key": "example"} | record,
        facts=facts,
        as_of=_as_of(source, spec.get("as_of"), f"{at}/as_of"),
        line=source.loaded.position(at)[0],
    )


def _as_of(source: Source, text: Any, pointer: str) -> date:
    if text is None:
        return AS_OF
    day: date = constant(source, text, "date", "", pointer).value
    return day


def _check_known(source: Source, fields: Any, shape: Shape, at: str) -> None:
    if not isinstance(fields, dict):
        source.fail(at, f"A mapping of the fields of {shape.name} is expected here")
    for name in fields:
        if name not in shape.slots and name != "$unknown":
            source.unknown(f"{at}/{name}", f"a field of {shape.name}", name, shape.slots)


def check_fields(source: Source, fields: Any, shape: Shape, at: str) -> None:
    """Whether a record, or part of one, could be as ``fields`` say. Raises PackError for what could not."""
    _check_known(source, fields, shape, at)
    for name, value in fields.items():
        if name != "$unknown" and said(value) is not MISSING:
            _check_value(source, value, shape.slots[name], f"{at}/{name}")


def _check_value(source: Source, value: Any, slot: Slot, at: str) -> None:
    if slot.category == "mapping":
        check_fields(source, value, shape_of(slot.target), at)
    elif slot.category in ("items", "set") and not isinstance(value, list):
        source.fail(at, f"{slot.label} is a list", "Put it in brackets.")
    elif slot.category == "items":
        for index, item in enumerate(value):
            check_fields(source, item, shape_of(slot.target), f"{at}/{index}")
    elif slot.category == "set":
        constant_set(source, value, "term" if slot.vocabulary else "text", slot.vocabulary, at)
    elif slot.category != "other":
        constant(source, value, slot.category, slot.vocabulary, at)
