"""Where an evaluation stands: the record, the item of the list being looked at, and what lies around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policies.language.nodes import Path
from policies.language.values import MISSING, READERS, Interval, Values, WrongTypeError, said


class Budget:
    """How many more items one rule may look at, so that lists within lists can't run for long."""

    __slots__ = ("left", "limit")

    def __init__(self, steps: int) -> None:
        self.left = self.limit = steps

    def spend(self, items: int = 1) -> None:
        """Raises WrongTypeError (an error of the rule alone) when so many are not left."""
        self.left -= items
        if self.left < 0:
            raise WrongTypeError(f"this rule looks at more entries than the limit of {self.limit:,}")


class Scope:
    """One item (at first the record itself) with its JSON pointer, and the scope around it."""

    __slots__ = ("budget", "facts", "item", "outer", "pointer", "record", "today")

    def __init__(
        self,
        record: Mapping[str, Any],
        facts: Mapping[str, Any],
        today: date,
        budget: Budget,
        item: Any = None,
        pointer: str = "",
        outer: Scope | None = None,
    ) -> None:
        self.record = record
        self.facts = facts
        self.today = today
        self.budget = budget
        self.item = record if outer is None else item
        self.pointer = pointer
        self.outer = outer

    def inside(self, item: Any, pointer: str) -> Scope:
        """The scope of one item of a list; a missing item is a mapping of which nothing is said."""
        self.budget.spend()
        return self.entered(item, pointer)

    def entered(self, item: Any, pointer: str) -> Scope:
        """The same, of an item that was paid for."""
        whole = {} if said(item) is MISSING else item
        return type(self)(self.record, self.facts, self.today, self.budget, whole, pointer, self)

    def _start(self, path: Path) -> tuple[Any, str]:
        match path.root:
            case "record":
                return self.record, ""
            case "org":
                return self.record.get("org"), "/org"
            case "facts":
                return self.facts, "/facts"
        scope: Scope = self
        for _ in range(path.up):
            scope = scope.outer or scope
        return scope.item, scope.pointer

    def raw(self, path: Path) -> Any:
        """What the record holds at ``path``, or MISSING. Raises WrongTypeError where a step has no fields."""
        value = self._start(path)[0]
        holder: Any = None
        for step in path.steps:
            holder = said(value)
            if holder is MISSING:
                return MISSING
            if not isinstance(holder, (dict, Mapping)):
                raise WrongTypeError(f"{step} is looked for where no fields are", self.pointer_to(path))
            value = holder.get(step)
        found = said(value)
        return bounded(holder, path.steps[-1], found) if path.slot.bounded else found

    def found(self, path: Path) -> Any:
        """What stands at ``path``, as it stands there; None where the way ends before."""
        return walked(self._start(path)[0], path.steps)

    def presence(self, path: Path) -> Any:
        """Whether anything is said at ``path``. Raises WrongTypeError as ``raw`` does."""
        return self.raw(path) is not MISSING

    def read(self, path: Path) -> Any:
        """The value at ``path`` in the form that operators compare, or MISSING. Raises WrongTypeError."""
        value = self.raw(path)
        if value is MISSING:
            return MISSING
        try:
            return READERS[path.slot.category](value)
        except WrongTypeError as problem:
            raise WrongTypeError(str(problem), self.pointer_to(path)) from None

    def pointer_to(self, path: Path) -> str:
        """The JSON pointer of ``path``; the same whether or not anything is there."""
        return self._start(path)[1] + "".join(f"/{step}" for step in path.steps)

    def reason(self, path: Path) -> str:
        """Why what ``path`` leads to is not known, where the record says why."""
        value = self._start(path)[0]
        for step in (*path.steps, None):
            if not isinstance(value, Mapping):
                return ""
            if isinstance(value.get("$unknown"), str) and (step is None or step not in value):
                return str(value["$unknown"])
            value = value.get(step) if step is not None else None
        return ""

    def items(self, path: Path) -> list[Scope] | None:
        """A scope for each item of the list at ``path``; None where the list is missing."""
        value = self.raw(path)
        if value is MISSING:
            return None
        start = self.pointer_to(path)
        if not isinstance(value, list):
            raise WrongTypeError("a list was expected", start)
        # All at once: a list that is too long is refused before anything in it is looked at.
        self.budget.spend(len(value))
        scopes = [self.entered(item, f"{start}/{index}") for index, item in enumerate(value)]
        if any(not isinstance(scope.item, Mapping) for scope in scopes):
            raise WrongTypeError("a list of mappings was expected", start)
        return scopes

    def reached(self, path: Path) -> Iterator[tuple[str, Scope | None]]:
        """Pointer and scope of all items at ``path``, across lists on the way; None for what is not said."""
        value, pointer = self._start(path)
        yield from self._reach(value, pointer, path.steps)

    def _reach(self, value: Any, pointer: str, steps: tuple[str, ...]) -> Iterator[tuple[str, Scope | None]]:
        found = said(value)
        if found is MISSING:
            yield pointer, None
        elif isinstance(found, list):
            for index, item in enumerate(found):
                yield from self._reach(item, f"{pointer}/{index}", steps)
        elif not isinstance(found, Mapping):
            raise WrongTypeError("a mapping or a list of mappings was expected", pointer)
        elif steps:
            yield from self._reach(found.get(steps[0]), f"{pointer}/{steps[0]}", steps[1:])
        else:
            yield pointer, self.inside(found, pointer)


def walked(holder: Any, steps: tuple[str, ...]) -> Any:
    """What these steps lead to; None where the way ends before."""
    for step in steps:
        if holder.__class__ is not dict and not isinstance(holder, Mapping):
            return None
        holder = holder.get(step)
    return holder


def bounded(holder: Mapping[str, Any], name: str, value: Any) -> Any:
    """What a fact knows only in part: a number ``x`` with its ``x_max``, and of ``keys`` the certain ones."""
    if value is MISSING:
        return MISSING
    if name != "keys":
        number, most = READERS["number"], holder.get(f"{name}_max")
        return value if most is None else Interval(number(value), number(most))
    most = holder.get("size_max")
    listed: Values = READERS["set"](value)
    complete = most is None and len(listed.known) == holder.get("size")
    return listed if listed.complete is complete else Values(listed.known, complete)
