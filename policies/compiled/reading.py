"""The part of a generated function that reads a mapping: each field once, in the form that rules compare.

Missing is None there. What is not of the type its field promises raises ``Odd`` or ``WrongTypeError``: then
the reference interpreter is asked, and says whose error it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from policies.compiled.few import ANSWERS, BITS, Few
from policies.language.nodes import Slot

# value, raw, length, items, reached; and with one more demand "rank VOCABULARY", "ago days", "ahead months".
Form = str
_PLAIN: Final = "{x} is None or ({x}.__class__ is str and {x} and not {x}.isspace())"
# The form of a value where it is said as usual, so that a call is made for the rest alone.
_USUAL: Final = {
    "text": f"{{x}} if {_PLAIN} else read_text({{x}})",
    "term": f"{{x}} if {_PLAIN} else read_term({{x}})",
    "flag": "{x} if {x} is None or {x} is True or {x} is False else read_flag({x})",
    "number": "{x} if {x} is None or {x}.__class__ is int else read_number({x})",
    "date": "DAYS[{x}] if {x}.__class__ is str else None if {x} is None else read_date({x})",
    "set": "SETS[tuple({x})] if {x}.__class__ is list else None if {x} is None else read_set({x})",
}
_RAW: Final = "{x} if {x} is None or ({x}.__class__ is dict and UNKNOWN not in {x}) else read_raw({x})"
_LENGTH: Final = "None if {x} is None else len({x}) if {x}.__class__ is list else read_length({x})"


_NONE: Final = Slot("mapping", "")


@dataclass
class Step:
    """One field of a mapping: the forms it is read in, with their variables, and what is read below it."""

    slot: Slot = _NONE
    forms: dict[Form, str] = field(default_factory=dict)
    below: dict[str, "Step"] = field(default_factory=dict)
    items: "dict[Form, Frame]" = field(default_factory=dict)
    bits: str = ""

    def variables(self) -> Iterator[tuple[str, str]]:
        """Each with what it is where nothing is said."""
        yield from ((name, "0" if form == ANSWERS else "None") for form, name in self.forms.items())
        if self.bits:
            yield self.bits, "0"
        for step in self.below.values():
            yield from step.variables()


class Frame:
    """A mapping of which fields are read: the record with its facts, or the items of one list."""

    def __init__(self, names: Iterator[str], constant: Callable[[Any], str]) -> None:
        self.names = names
        self.constant = constant
        self.steps: dict[str, Step] = {}
        self.order: list[str] = []
        self.reader = next(names)
        self.few = Few(self.order)

    def step(self, steps: tuple[str, ...]) -> Step:
        level = self.steps
        for name in steps[:-1]:
            level = level.setdefault(name, Step()).below
        return level.setdefault(steps[-1], Step())

    def variable(self, steps: tuple[str, ...], slot: Slot, form: Form) -> str:
        """The variable that holds what is at ``steps`` in ``form``; it is read from now on."""
        step = self.step(steps)
        step.slot = slot
        if form not in step.forms:
            step.forms[form] = next(self.names)
            self.order.append(step.forms[form])
            self.few.add(step.forms[form], slot, form)
        return step.forms[form]

    def bits_of(self, steps: tuple[str, ...]) -> str:
        """The variable in which the answers of all items of a list come together, see ``Few``."""
        step = self.step(steps)
        if not step.bits:
            step.bits = next(self.names)
            self.order.append(step.bits)
        return step.bits

    def whole(self) -> str:
        """The variable that holds the item as the record has it."""
        if "o" not in self.order:
            self.order.append("o")
        return "o"

    def items_of(self, steps: tuple[str, ...], slot: Slot, form: Form) -> "tuple[str, Frame]":
        """The variable of the list at ``steps``, and the frame of its items."""
        if form == "reached":
            form, steps = f"reached {self.constant(steps[1:])}", steps[:1]
        step = self.step(steps)
        if form not in step.items:
            step.items[form] = Frame(self.names, self.constant)
        return self.variable(steps, slot, form), step.items[form]

    def count(self, holder: str = "") -> str:
        """How many entries there are in all lists of this frame; ``holder`` is the item, if it is one's."""
        counted = []
        for step in _all(self.steps):
            for form, frame in step.items.items():
                variable = step.forms[form]
                listed = f"{holder}[{self.order.index(variable)}]" if holder else variable
                counted.append(f"n_{frame.reader}({listed})" if frame.has_lists else f"len({listed} or ())")
        return " + ".join(counted) or "0"

    @property
    def has_lists(self) -> bool:
        return any(step.items for step in _all(self.steps))

    def lines(self, mapping: str, most: int, indent: str = "    ") -> Iterator[str]:
        """The statements that read this frame from the variable ``mapping``."""
        yield from self._level(mapping, self.steps, most, indent)

    def functions(self, most: int) -> Iterator[str]:
        """The functions that read the items of the lists in this frame, innermost first."""
        for step in _all(self.steps):
            for frame in step.items.values():
                yield from frame.functions(most)
                yield from frame.function(most)
                if frame.has_lists:
                    yield f"def n_{frame.reader}(items):"
                    yield f"    return sum([1 + {frame.count('t')} if t else 1 for t in items or ()])"

    def function(self, most: int) -> Iterator[str]:
        yield from self.few.lines(self.reader)
        yield f"def {self.reader}(o):"
        yield "    if o.__class__ is not dict: o = item(o)"
        yield from self.lines("o", most)
        yield from self.few.line(self.reader)
        yield f"    return ({', '.join(self.order)}{',' if self.order else ''})"

    def _level(self, mapping: str, steps: dict[str, Step], most: int, indent: str) -> Iterator[str]:
        get = f"g_{mapping}"
        yield f"{indent}{get} = {mapping}.get"
        for name, step in steps.items():
            key = self.constant(name)
            x = f"x_{len(indent)}"
            yield f"{indent}{x} = {get}({key})"
            for form, variable in step.forms.items():
                yield from self._form(step, form, variable, x, (mapping, name), most, indent)
            if step.below:
                yield from self._below(step, x, most, indent)

    def _below(self, step: Step, x: str, most: int, indent: str) -> Iterator[str]:
        yield f"{indent}if {x}.__class__ is dict:"
        inner = f"m_{len(indent)}"
        yield f"{indent}    {inner} = {x}"
        yield from self._level(inner, step.below, most, indent + "    ")
        yield f"{indent}else:"
        yield f"{indent}    if {x} is not None: no_mapping({x})"
        for variable, nothing in (one for below in step.below.values() for one in below.variables()):
            yield f"{indent}    {variable} = {nothing}"

    def _form(
        self, step: Step, form: Form, variable: str, x: str, at: tuple[str, str], most: int, indent: str
    ) -> Iterator[str]:
        slot = step.slot
        name, _, more = form.partition(" ")
        if name == "items":
            yield f"{indent}if {x}.__class__ is list:"
            yield f"{indent}    if len({x}) > {most}: raise Odd"
            yield f"{indent}    {variable} = [{step.items[form].reader}(o) for o in {x}]"
            yield f"{indent}else:"
            yield f"{indent}    if {x} is not None: no_mapping({x})"
            yield f"{indent}    {variable} = None"
            if step.bits:
                of_each = f"t[{step.items[form].order.index(BITS)}]"
                yield f"{indent}{step.bits} = 0"
                yield f"{indent}for t in {variable} or (): {step.bits} |= {of_each}"
        elif form == ANSWERS:
            key, usual = (f"tuple({x})", "list") if slot.category == "set" else (x, "str")
            kept = f"m_{variable}[{key}] if {x}.__class__ is {usual}"
            other = f"f_{variable}(read_{slot.category}({x}))"
            yield f"{indent}{variable} = {kept} else 0 if {x} is None else {other}"
        elif name == "reached":
            reader = step.items[form].reader
            yield f"{indent}{variable} = NOT_SAID if {x} is None else reached({x}, {more}, {reader}, {most})"
        elif name == "rank":
            yield f"{indent}{variable} = None if {x} is None else rank({x}, {self.constant(more)})"
        elif name in ("ago", "ahead"):
            other = f"None if {x} is None else {name}({x}, {self.constant(more)})"
            yield f"{indent}{variable} = {name}_{more}[{x}] if {x}.__class__ is int else {other}"
        elif slot.bounded:
            yield f"{indent}{variable} = {self._bounded(slot, form, x, *at)}"
        else:
            usual = _RAW if form == "raw" else _LENGTH if form == "length" else _USUAL[slot.category]
            yield f"{indent}{variable} = {usual.format(x=x)}"

    def _bounded(self, slot: Slot, form: Form, x: str, mapping: str, name: str) -> str:
        """Most are known, and then a number is what is said."""
        read = f"bounded_{form}({mapping}, {self.constant(name)}, {self.constant(slot.category)})"
        other = f"None if {x} is None else {read}"
        if (slot.category, form) != ("number", "value"):
            return other
        is_known = f"{x}.__class__ is int and g_{mapping}({self.constant(f'{name}_max')}) is None"
        return f"{x} if {is_known} else {other}"


def _all(steps: dict[str, Step]) -> Iterator[Step]:
    for step in steps.values():
        yield step
        yield from _all(step.below)
