"""A record with some changes made to it, and all that follows from them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
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


class Original:
    """A record that is changed in one way after the other; all of them share what no change touches."""

    def __init__(self, kind: str, record: Mapping[str, Any]) -> None:
        self.kind, self.record = kind, record

    def changed(self, repair: Repair) -> Record:
        """The record with each change made, in every copy of an entry that it is about."""
        changing = _Changing(self.kind, self.record)
        for pointer, value in sorted(repair):
            for holder, rest in self._places(pointer):
                if isinstance(_at(changing.whole, holder), dict):
                    changing.put(holder + rest, json.loads(value))
        changing.derive()
        return changing.whole

    def _places(self, pointer: str) -> list[tuple[str, str]]:
        """Where to make a change: in the record itself, or in all copies of the linked entry it lies in."""
        trail = trail_of(self.kind, pointer)[:-1]
        held = next((one for one in reversed(trail) if one.field.of in KINDS), None)
        thing = _at(self.record, held.pointer) if held else None
        if held is None or not isinstance(thing, dict) or not thing.get("key"):
            return [("", pointer)]
        rest = pointer.removeprefix(held.pointer)
        return [(copy, rest) for copy in self._copies.get((held.field.of, thing["key"]), ())]

    @cached_property
    def _copies(self) -> Mapping[Named, list[str]]:
        """Where each entry stands in the record, the record itself among them."""
        found: dict[Named, list[str]] = {}
        for table, thing, pointer in _things(self.kind, dict(self.record), ""):
            if isinstance(key := thing.get("key"), str):
                found.setdefault((table, key), []).append(pointer)
        return found


class _Changing:
    """One record that is being changed: whatever is on the way to a change is copied first, once."""

    def __init__(self, kind: str, record: Mapping[str, Any]) -> None:
        self.kind, self.whole = kind, dict(record)
        self._own = {id(self.whole)}
        self._touched: dict[str, str] = {"": kind}

    def put(self, pointer: str, value: Any) -> None:
        """Nothing is said of a row that is not there: it would have to be added first."""
        here: Any = self.whole
        *around, last = pointer.split("/")[1:]
        for number, step in enumerate(around):
            if isinstance(here, dict) and said(here.get(step)) is MISSING:
                here[step] = [] if [*around, last][number + 1] == "-" else {}
                self._own.add(id(here[step]))
            here = self._inside(here, step)
        if isinstance(here, list) and last == "-":
            here.append(value)
        elif isinstance(here, dict):
            here[last] = value
        for stop in trail_of(self.kind, pointer):
            self._touched.setdefault(stop.pointer, stop.field.of)

    def derive(self) -> None:
        """Work out anew what follows from fields, in all that was touched, from within."""
        for pointer, table in sorted(self._touched.items(), reverse=True):
            thing = _at(self.whole, pointer)
            if table not in _TABLES or not isinstance(thing, dict) or said(thing) is MISSING:
                continue
            derived = [field.name for field in fields_of(table).values() if field.derived]
            for name in derived:
                thing.pop(name, None)
            if derived:
                thing |= derive(table, thing)

    def _inside(self, here: Any, step: str) -> Any:
        """What lies there, to be changed: its own copy."""
        found = _step(here, step)
        if not isinstance(found, dict | list) or id(found) in self._own:
            return found
        found = found.copy()
        self._own.add(id(found))
        here[int(step) if isinstance(here, list) else step] = found
        return found


def facts_of(
    record: Mapping[str, Any], facts: Mapping[str, Any], specs: Mapping[str, FactSpec], today: date
) -> dict[str, Any]:
    """The facts with that anew which the record alone decides; what others say is held."""
    law = [name for name, spec in specs.items() if spec.kind == "ai_act" and name in facts]
    return {**facts, **({name: ai_act_fact(record, today) for name in law})}


def _things(
    table: str, thing: Mapping[str, Any], pointer: str
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Each mapping of a table within ``thing``, with its pointer."""
    yield table, thing, pointer
    for field in fields_of(table).values():
        value = thing.get(field.name) if field.of in _TABLES else None
        at = f"{pointer}/{field.name}"
        if isinstance(value, list):
            for number, one in enumerate(value):
                if isinstance(one, dict):
                    yield from _things(field.of, one, f"{at}/{number}")
        elif isinstance(value, dict):
            yield from _things(field.of, value, at)


def _at(whole: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        whole = _step(whole, step)
    return whole


def _step(here: Any, step: str) -> Any:
    if isinstance(here, list):
        return here[int(step)] if step.isdigit() and int(step) < len(here) else None
    return here.get(step) if isinstance(here, dict) else None
