"""What rules read of a record, and nothing else: a small part of it, that they come to the same of.

A record is ten to twenty times as large as what is ever compared in it. Who asks rules about very many
records again and again keeps what they read of each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from policies.engine.cutting import Below, FieldRead, Fields, cut
from policies.language.context import FactSpec
from policies.language.nodes import Measured, Path, Quantified, Test, Total, Union
from policies.language.operators import OPERATORS
from policies.language.rules import Rule

# The check itself goes by these: see ``policies.engine.findings.Subject`` and ``policies.law.territory``.
_ALWAYS: Final = (("kind",), ("key",), ("member_states",), ("org", "jurisdictions"))
_OF_ITEMS: Final = ("where", "satisfies", "of")


class Projection:
    """What rules about one kind read of its records and of their facts.

    ``groups`` are facts that count records of the kind by what they say.
    """

    def __init__(self, rules: Iterable[Rule], groups: Iterable[FactSpec] = ()) -> None:
        read = _Read()
        for spec in groups:
            read.add((spec.by, spec.where), (read.record,))
        for rule in rules:
            for part in (rule.when, tuple(check.that for check in rule.require), rule.effective_overrides):
                read.add(part, (read.record,))
        self.record, self.facts = read.record.fields, read.facts.fields

    def of(self, record: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Any, Any]:
        """A record and facts of which every rule comes to what it comes to of the whole, at the same places.

        They are not copied, and no words can be made of them.
        """
        return cut(record, self.record), cut(facts, self.facts)

    def to_json(self) -> dict[str, Any]:
        return {"record": self.record, "facts": self.facts}


def covers(kept: Fields, read: Fields) -> bool:
    """Whether all that is ``read`` is in what was ``kept``."""
    return all(name in kept and _covers(kept[name], below) for name, below in read.items())


def _covers(kept: Below, read: Below) -> bool:
    if kept is None or read is None:
        return kept is None
    if isinstance(kept, list):
        return covers(kept[0], read[0] if isinstance(read, list) else read)
    return not isinstance(read, list) and covers(kept, read)


class _Read:
    """The fields that predicates read: found as the interpreter finds them (``policies.engine.scope``)."""

    def __init__(self) -> None:
        self.record, self.facts = FieldRead(), FieldRead()
        for steps in _ALWAYS:
            self.record.at(steps).whole = True

    def add(self, thing: Any, around: tuple[FieldRead, ...]) -> None:
        """All that ``thing`` reads, a part of a rule, where the items ``around`` it are these."""
        match thing:
            case Path():
                self._value(thing, around)
            case Test(path, operator, operand):
                self._tested(path, OPERATORS[operator].reads, around)
                self.add(operand, around)
            case Quantified() | Measured() | Union() | Total():
                self._over_items(thing, around)
            case tuple():
                for one in thing:
                    self.add(one, around)
            case _:
                self._members(thing, around)

    def _tested(self, path: Path, reads: str, around: tuple[FieldRead, ...]) -> None:
        # What is left of something tells whether it is there, and what is left of a list how long it is.
        if path.slot.bounded:
            self._value(path, around)
        elif reads == "length" and path.slot.category == "items":
            self._at(path, around).counted = True
        elif reads == "presence":
            self._at(path, around)
        else:
            self._value(path, around)

    def _over_items(self, thing: Any, around: tuple[FieldRead, ...]) -> None:
        if thing.path.slot.category == "set":
            self._value(thing.path, around)
        inside = (*around, self._at(thing.path, around))
        for member in fields(thing):
            value = getattr(thing, member.name)
            if not isinstance(value, Path) or member.name in _OF_ITEMS:
                self.add(value, inside if member.name in _OF_ITEMS else around)

    def _members(self, thing: Any, around: tuple[FieldRead, ...]) -> None:
        for name in getattr(thing, "__slots__", ()):
            self.add(getattr(thing, name), around)

    def _value(self, path: Path, around: tuple[FieldRead, ...]) -> None:
        node = self._at(path, around)
        node.whole = True
        if path.slot.bounded:
            *above, name = path.steps
            for other in (f"{name}_max", "size", "size_max") if name == "keys" else (f"{name}_max",):
                self._start(path, around).at((*above, other)).whole = True

    def _at(self, path: Path, around: tuple[FieldRead, ...]) -> FieldRead:
        return self._start(path, around).at(path.steps)

    def _start(self, path: Path, around: tuple[FieldRead, ...]) -> FieldRead:
        match path.root:
            case "record":
                return self.record
            case "org":
                return self.record.at(("org",))
            case "facts":
                return self.facts
        return around[max(0, len(around) - 1 - path.up)]
