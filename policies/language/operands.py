"""Operands: what a pack compares a field with, checked against the type of that field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from policies.language.context import Context, Named, Source
from policies.language.durations import parse_duration
from policies.language.literals import constant, constant_set
from policies.language.nodes import (
    Category,
    Constant,
    FieldValue,
    FromToday,
    LegalDay,
    Node,
    Operand,
    Path,
    Slot,
    Total,
    Union,
)
from policies.language.paths import parse_path
from policies.language.shapes import shape_of
from policies.law.calendar import milestone_names

if TYPE_CHECKING:
    from collections.abc import Callable

    ParsePredicate = Callable[[Context, Mapping[str, Any], str], Node]


@dataclass(frozen=True)
class Wanted:
    """The type an operand must have, one or many of it (None: either, read as many)."""

    category: Category
    vocabulary: str
    many: bool | None = False

    def __str__(self) -> str:
        kind = {"flag": "true or false", "term": f"one of {self.vocabulary}"}.get(
            self.category, self.category
        )
        return f"a list ({kind})" if self.many else kind


@dataclass(frozen=True)
class Reader:
    """Reads operands in one context. ``predicate`` parses a ``where`` inside them."""

    context: Context
    predicate: "ParsePredicate"

    def read(self, value: Any, wanted: Wanted, pointer: str) -> Operand:
        """The operand, or PackError where it doesn't fit ``wanted``."""
        if not isinstance(value, dict):
            return self._literal(value, wanted, pointer)
        (form, inner), *_ = value.items()
        at = f"{pointer}/{form}"
        if wanted.many and form in _SINGLE:
            self.context.source.fail(at, f"A single value stands where {wanted} is expected")
        match form:
            case "list":
                return self._named(self.context.names.lists, "a list of this pack", inner, wanted, at)
            case "param":
                return self._named(self.context.names.params, "a parameter of this pack", inner, wanted, at)
            case "field":
                path = parse_path(self.context, inner, at)
                self._check_fits(path.slot, wanted, at)
                return FieldValue(path)
            case "union":
                return self._union(inner, wanted, at)
            case "sum":
                return self._total(inner, wanted, at)
            case "milestone":
                self._check_same("date", "", wanted, at)
                return read_milestone(self.context.source, inner, at)
            case _:
                return self._from_today(form, inner, wanted, at)

    def _literal(self, value: Any, wanted: Wanted, pointer: str) -> Constant:
        if isinstance(value, list) or wanted.many is None:
            if wanted.many is False:
                self.context.source.fail(pointer, f"A list stands where {wanted} is expected")
            values = value if isinstance(value, list) else [value]
            return constant_set(self.context.source, values, wanted.category, wanted.vocabulary, pointer)
        if wanted.many:
            self.context.source.fail(
                pointer, f"{value!r} stands where {wanted} is expected", "Put it in brackets."
            )
        return constant(self.context.source, value, wanted.category, wanted.vocabulary, pointer)

    def _named(
        self, known: Mapping[str, Named], what: str, name: str, wanted: Wanted, pointer: str
    ) -> Constant:
        named = known.get(name)
        if named is None:
            self.context.source.unknown(pointer, what, name, known)
        if named.category is None or wanted.many not in (None, named.many):
            self.context.source.fail(pointer, f"{name!r} does not fit where {wanted} is expected")
        self._check_same(named.category, named.vocabulary, wanted, pointer)
        return self._literal(named.value, wanted, pointer)

    def _check_fits(self, slot: Slot, wanted: Wanted, pointer: str) -> None:
        many = slot.category == "set"
        if wanted.many not in (None, many):
            self.context.source.fail(pointer, f"{slot.label!r} does not fit where {wanted} is expected")
        category: Category = ("term" if slot.vocabulary else "text") if many else slot.category
        self._check_same(category, slot.vocabulary, wanted, pointer)

    def _check_same(self, category: Category, vocabulary: str, wanted: Wanted, pointer: str) -> None:
        words = {"text", "term"}
        alike = category == wanted.category or {category, wanted.category} <= words
        if not alike or (vocabulary and wanted.vocabulary and vocabulary != wanted.vocabulary):
            self.context.source.fail(pointer, f"This is {vocabulary or category}, where {wanted} is expected")

    def _union(self, spec: Mapping[str, Any], wanted: Wanted, pointer: str) -> Union:
        if wanted.many is False:
            self.context.source.fail(pointer, f"A union stands where {wanted} is expected")
        path, inside = self._items(spec, pointer, across_lists=True)
        of = parse_path(inside.context, spec["of"], f"{pointer}/of")
        category = of.slot.category
        element: Category = "term" if of.slot.vocabulary else "text" if category == "set" else category
        self._check_same(element, of.slot.vocabulary, wanted, f"{pointer}/of")
        return Union(path, of, inside.where(spec, pointer))

    def _total(self, spec: Mapping[str, Any], wanted: Wanted, pointer: str) -> Total:
        self._check_same("number", "", wanted, pointer)
        path, inside = self._items(spec, pointer, across_lists=False)
        of = inside.number(spec["of"], f"{pointer}/of")
        return Total(path, of, inside.where(spec, pointer))

    def _items(self, spec: Mapping[str, Any], pointer: str, *, across_lists: bool) -> "tuple[Path, Reader]":
        """The list that ``in`` leads to, and a reader for its items."""
        at = f"{pointer}/in"
        path = parse_path(self.context, spec["in"], at, across_lists=across_lists)
        if path.slot.category != "items":
            self.context.source.fail(at, f"{path.text} is not a list of things with fields")
        inside = self.context.within(shape_of(path.slot.target))
        return path, Reader(inside, self.predicate)

    def number(self, text: str, pointer: str) -> Path:
        """A path that ends at a number."""
        path = parse_path(self.context, text, pointer)
        if path.slot.category != "number":
            self.context.source.fail(pointer, f"{path.text} is not a number")
        return path

    def where(self, spec: Mapping[str, Any], pointer: str) -> Node | None:
        if "where" not in spec:
            return None
        return self.predicate(self.context, spec["where"], f"{pointer}/where")

    def _from_today(self, form: str, spec: Any, wanted: Wanted, pointer: str) -> FromToday:
        self._check_same("date", "", wanted, pointer)
        sign = _SIGNS[form]
        if isinstance(spec, str):
            duration = parse_duration(spec)
            if duration is None:
                self.context.source.fail(pointer, f"{spec!r} is not a duration", "Write it like P90D.")
            return FromToday(sign, duration)
        if "field" in spec:
            unit: Literal["days", "months"] = "days" if spec["unit"] == "days" else "months"
            return FromToday(sign, None, self.number(spec["field"], f"{pointer}/field"), unit)
        named = self.context.names.params.get(spec["param"])
        if named is None or named.duration is None:
            durations = [name for name, one in self.context.names.params.items() if one.duration]
            self.context.source.unknown(
                f"{pointer}/param", "a duration of this pack", spec["param"], durations
            )
        return FromToday(sign, named.duration)


def read_milestone(source: Source, name: str, pointer: str) -> LegalDay:
    """A milestone of the law by its name. Raises PackError with the nearest name there is."""
    if name not in milestone_names():
        source.unknown(pointer, "a milestone of the law", name, milestone_names())
    return LegalDay(name)


_SIGNS: Final = {"ago": -1, "ahead": 1}
_SINGLE: Final = frozenset({*_SIGNS, "milestone", "sum"})
