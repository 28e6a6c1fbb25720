"""Functions being written: of the record, and of the items of each list that a quantifier looks at."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from policies.compiled.few import ANSWERS, about_values
from policies.compiled.forms import HELPERS, moving
from policies.compiled.memos import Memo
from policies.compiled.reading import Form, Frame
from policies.engine.interpret import value_of
from policies.engine.scope import Budget, Scope
from policies.language.nodes import Constant, FromToday, LegalDay, Operand, Path
from policies.language.values import MISSING
from policies.limits import LIMITS

Body = list[str]


def indented(body: Body) -> Body:
    return [f"    {line}" for line in body]


class Build:
    """What all functions of one source share: constants, what is read of record and facts, and each other."""

    def __init__(self, today: date) -> None:
        self._today = Scope({}, {}, today, Budget(LIMITS.steps_a_rule))
        self.namespace: dict[str, Any] = HELPERS | moving(today)
        self._constants: dict[Any, str] = {}
        self._written: dict[tuple[str, ...], str] = {}
        self._of_values: dict[tuple[str, str], list[str]] = {}
        names = (f"v{number}" for number in count())
        self.record = Frame(names, self.constant)
        self.facts = Frame(names, self.constant)
        self.top = Function(self, self.record)

    def constant(self, value: Any) -> str:
        """The name by which the source knows a value: what a pack says never stands in the source itself."""
        if value is True or value is False:
            return str(value)
        key = (type(value), id(value) if isinstance(value, Memo | Callable) else value)
        if key not in self._constants:
            self._constants[key] = f"c{len(self._constants)}"
            self.namespace[self._constants[key]] = value
        return self._constants[key]

    def named(self, value: Any) -> str:
        """The same for what is told from others by identity alone."""
        name = f"k{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def known(self, operand: Operand) -> Operand | None:
        """Days that follow from today as constants; None for one that the law of today doesn't name."""
        if isinstance(operand, LegalDay) or (isinstance(operand, FromToday) and operand.field is None):
            value = value_of(operand, self._today)
            return None if value is MISSING else Constant(value, "")
        return operand

    def written(self, parameters: list[str], body: Body) -> str:
        """The name of the function with these parameters and this body, however often it is asked for."""
        lines = (", ".join(parameters), *body)
        return self._written.setdefault(lines, f"q{len(self._written)}")

    def of_value(self, variable: str, category: str, expression: str) -> int:
        """The bit of what is asked of a value ``s`` in the variable with the answers about it."""
        asked = self._of_values.setdefault((variable, category), [])
        if expression not in asked:
            asked.append(expression)
        return 1 << asked.index(expression)

    def lines(self) -> list[str]:
        """All functions that were written."""
        lines = [*about_values(self._of_values)]
        for (parameters, *body), name in self._written.items():
            lines += [f"def {name}({parameters}):", *indented(body)]
        return lines


class Function:
    """One function, in which a path is an expression. What lies outside of it is passed in."""

    def __init__(self, build: Build, frame: Frame, outer: "Function | None" = None) -> None:
        self.build = build
        self._frame = frame
        self._outer = outer
        self._passed: dict[str, str] = {}

    def inside(self, frame: Frame | None = None) -> "Function":
        """A function about the items of a list, called from this one."""
        return Function(self.build, frame or Frame(iter(["items"]), self.build.constant), self)

    def value(self, path: Path, form: Form) -> str:
        """An expression for what is at ``path``."""
        target, frame, steps = self._start(path)
        return self._from(target, target._name(frame, frame.variable(steps, path.slot, form)))

    def is_kept(self, path: Path) -> bool:
        """Whether answers about what is at ``path`` are kept: sets, and terms that are said in few ways.

        Not about the terms of an item, since answers about the whole item are.
        """
        slot = path.slot
        a_term = slot.category == "term" and bool(slot.vocabulary) and self._start(path)[0].is_top
        return not slot.bounded and (slot.category == "set" or a_term)

    def kept(self, path: Path, expression: str) -> str:
        """An expression for what is asked of the value ``s`` at ``path``."""
        target, frame, steps = self._start(path)
        variable = frame.variable(steps, path.slot, ANSWERS)
        bit = self.build.of_value(variable, path.slot.category, expression)
        return f"({self._from(target, target._name(frame, variable))} & {bit})"

    def items(self, path: Path, form: Form = "items") -> tuple[str, Frame]:
        """An expression for the items of a list, and their frame. ``reached``: over all lists on the way."""
        target, frame, steps = self._start(path)
        variable, items = frame.items_of(steps, path.slot, form)
        return self._from(target, target._name(frame, variable)), items

    def any_of_few(self, path: Path, inner: "Function", expression: str) -> str | None:
        """Whether what ``inner`` asks is true of any item, where it depends on few values of it alone."""
        bit = None if inner._passed else inner._frame.few.bit(expression)
        if bit is None:
            return None
        target, frame, steps = self._start(path)
        return f"({self._from(target, target._name(frame, frame.bits_of(steps)))} & {bit})"

    def call(self, listed: str, body: Body) -> str:
        """A call of this function, from the one around it, with ``body`` about ``items``."""
        name = self.build.written(["items", *self._passed.values()], body)
        return f"{name}({', '.join((listed, *self._passed))})"

    @property
    def is_top(self) -> bool:
        return self._outer is None

    def given(self, variable: str, target: "Function | None" = None) -> str:
        """A variable of ``target``, or of the function of the record, as an expression of this one."""
        return self._from(target or self.build.top, variable)

    def raw(self, path: Path) -> str:
        """An expression for what the record itself holds at ``path``."""
        target, frame, steps = self._start(path)
        if target._outer is None:
            holder = "facts" if frame is self.build.facts else "record"
        else:
            holder = target._name(frame, frame.whole())
        holder = self._from(target, holder)
        if len(steps) == 1:
            return f"{holder}.get({self.build.constant(steps[0])})"
        return f"walked({holder}, {self.build.constant(steps)})"

    def pointer(self, path: Path) -> str:
        """An expression for the JSON pointer of ``path``."""
        target, frame, steps = self._start(path)
        if frame is self.build.facts:
            steps = ("facts", *steps)
        below = self.build.constant("".join(f"/{step}" for step in steps))
        return below if target._outer is None else f"{self._from(target, 'w')} + {below}"

    def around(self) -> str:
        """An expression for the pointers of the items around."""
        return "()" if self.is_top else "a"

    def _name(self, frame: Frame, variable: str) -> str:
        return variable if self._outer is None else f"t[{frame.order.index(variable)}]"

    def _start(self, path: Path) -> tuple["Function", Frame, tuple[str, ...]]:
        function = self
        if path.root == "item":
            for _ in range(path.up):
                function = function._outer or function
            return function, function._frame, path.steps
        if path.root == "facts":
            return self.build.top, self.build.facts, path.steps
        steps = ("org", *path.steps) if path.root == "org" else path.steps
        return self.build.top, self.build.record, steps

    def _from(self, target: "Function", expression: str) -> str:
        """An expression of ``target`` as one of this function, passed in through all those between."""
        if target is self or self._outer is None:
            return expression
        outside = self._outer._from(target, expression)
        return self._passed.setdefault(outside, f"p{len(self._passed)}")
