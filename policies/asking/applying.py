"""A record with some changes made to it, and all that follows from them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from policies.asking.repairs import Repair
from policies.compiled.ai_act import ai_act_fact
from policies.language.context import FactSpec
from policies.language.values import MISSING, said
from policies.record.derive import derive
from policies.record.fields import KINDS, PARTS, SUPPORTING, fields_of
from policies.record.pointers import trail_of

_TABLES: Final = frozenset({*KINDS, *PARTS, *SUPPORTING})
Record = dict[str, Any]
Named = tuple[str, str]


def changed(kind: str, record: Mapping[str, Any], repair: Repair) -> Record:
    """The record with each change made, in every copy of an entry that it is about."""
    whole: Record = json.loads(json.dumps(record))
    for pointer, value in sorted(repair):
        for holder, steps in list(_places(kind, whole, pointer)):
            _put(holder, steps, json.loads(value))
    _derive(kind, whole)
    return whole


def facts_of(
    record: Mapping[str, Any], facts: Mapping[str, Any], specs: Mapping[str, FactSpec], today: date
) -> dict[str, Any]:
    """The facts with that anew which the record alone decides; what others say is held."""
    law = [name for name, spec in specs.items() if spec.kind == "ai_act" and name in facts]
    return {**facts, **({name: ai_act_fact(record, today) for name in law})}


def _places(kind: str, whole: Record, pointer: str) -> Iterator[tuple[Record, list[str]]]:
    """Where to make a change: at the pointer, or in all copies of the linked entry that it lies in."""
    held = next((one for one in reversed(trail_of(kind, pointer)[:-1]) if one.field.of in KINDS), None)
    thing = _at(whole, held.pointer) if held else None
    if held is None or not isinstance(thing, dict) or not thing.get("key"):
        yield whole, pointer.split("/")[1:]
        return
    steps = pointer.removeprefix(held.pointer).split("/")[1:]
    for copy in _copies(kind, whole, (held.field.of, thing["key"])):
        yield copy, steps


def _copies(table: str, thing: Record, named: Named) -> Iterator[Record]:
    if (table, thing.get("key")) == named:
        yield thing
    for of, one in _entries(table, thing):
        yield from _copies(of, one, named)


def _entries(table: str, thing: Record) -> Iterator[tuple[str, Record]]:
    """The entries and parts that its fields hold, each with its table."""
    for name, of in _holding(table):
        value = thing.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield of, one


@cache
def _holding(table: str) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.of) for field in fields_of(table).values() if field.of in _TABLES)


@cache
def _derived(table: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(table).values() if field.derived)


def _at(whole: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        whole = _inside(whole, step)
    return whole


def _inside(here: Any, step: str) -> Any:
    if isinstance(here, list):
        return here[int(step)] if step.isdigit() and int(step) < len(here) else None
    return here.get(step) if isinstance(here, dict) else None


def _put(here: Any, steps: list[str], value: Any) -> None:
    """Nothing is said of a row that is not there: it would have to be added first."""
    *around, last = steps
    for number, step in enumerate(around):
        if isinstance(here, dict) and said(here.get(step)) is MISSING:
            here[step] = [] if steps[number + 1] == "-" else {}
        here = _inside(here, step)
    if isinstance(here, list) and last == "-":
        here.append(value)
    elif isinstance(here, dict):
        here[last] = value


def _derive(table: str, thing: Record) -> None:
    for of, one in _entries(table, thing):
        if said(one) is not MISSING:
            _derive(of, one)
    if derived := _derived(table):
        for name in derived:
            thing.pop(name, None)
        thing |= derive(table, thing)
