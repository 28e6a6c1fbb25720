"""Names for what records say in some fields: equal ones for those that say the same there."""

from collections.abc import Collection, Hashable, Mapping
from datetime import date
from typing import Any, Final

from policies.canonical import canonical_bytes
from policies.engine.membership import Record, Steps, ask
from policies.engine.parts import OfParts
from policies.errors import PolicyError
from policies.language.kleene import Truth
from policies.language.nodes import Node, paths_in

Said = tuple[Hashable, ...]
_MOST_KNOWN: Final = 1_000
# Nothing that is of these is long.
_SHORT: Final = frozenset({"text", "term", "flag", "number", "date", "set"})


class Naming:
    """What is long is written down for a name; of texts and lists of them the name is made at little cost."""

    def __init__(self, fields: Collection[Steps]) -> None:
        self.fields: Final = tuple(sorted(fields))
        self._of_part: Final = OfParts(_written).of

    def of(self, record: Record) -> Said:
        return tuple([self._name_at(record, steps) for steps in self.fields])

    def _name_at(self, value: Any, steps: Steps) -> Hashable:
        """The name of what stands there, or of the list or text that the way runs into, and after how far."""
        for number, step in enumerate(steps):
            if not isinstance(value, (dict, Mapping)):
                return None if value is None else (number, self._name(value))
            value = value.get(step)
        return self._name(value)

    def _name(self, value: Any) -> Hashable:
        if value is None or type(value) is str:
            return value
        if type(value) is not list:
            return _written(value)
        kinds = {*map(type, value)}
        if kinds <= {str}:
            return tuple(value)
        return tuple(map(self._of_part, value)) if kinds == {dict} else _written(value)


def _written(value: Any) -> bytes:
    try:
        return canonical_bytes(value)
    except PolicyError:
        return repr(value).encode()


class Selecting:
    """Whether a predicate holds of an entry by itself, asked once of those that say the same."""

    def __init__(self, where: Node, today: date) -> None:
        self._where = where
        self._today = today
        paths = list(paths_in(where))
        plain = all(one.root == "item" and not one.up and one.slot.category in _SHORT for one in paths)
        self._naming = Naming({one.steps for one in paths}) if plain else None
        self._known: dict[Said, Truth] = {}

    def of(self, record: Record) -> Truth:
        if self._naming is None:
            return ask(self._where, record, record, self._today)
        name = self._naming.of(record)
        if name not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[name] = ask(self._where, record, record, self._today)
        return self._known[name]
