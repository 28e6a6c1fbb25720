"""What rules say, with placeholders. Titles, whys and fixes name parameters: ``{param.x}``.

Messages also quote: ``{count}``, ``{names}``, ``{missing}``, ``{facts.x.size}`` and paths of the record, and
follow a number in ``{count|tool is|tools are}``. Nothing else may. Readers who can't see what is quoted get
no message, and what to do is told to everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from policies.language.context import Context, Names, Source, nearest
from policies.language.nodes import All, AnyOf, Measured, Node, Not, Path, Quantified, Test, children
from policies.language.paths import parse_path
from policies.language.shapes import naming_steps, shape_of

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Looked:
    """A quantifier or a measure that a check looks through, and what it comes to where nothing is wrong."""

    node: Quantified | Measured
    wanted: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Stands for the number of entries that are not as asked."""

    looked: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class EntryNames:
    """Stands for what these entries are called: for each of ``looked`` the ways to that, the best first.

    Entries that nothing may be quoted of are told by their places in the list.
    """

    looked: tuple[Looked, ...]
    called: tuple[tuple[Path, ...], ...]


@dataclass(frozen=True, slots=True)
class Plural:
    """Stands for one of two forms, by a number."""

    number: Path | Count
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Lacked:
    """Stands for the members that a set is asked for and does not hold."""

    test: Test


Part = str | Path | Count | EntryNames | Plural | Lacked


@dataclass(frozen=True, slots=True)
class Template:
    """Text as it is, and what values are put in for."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The message of no record in particular, such as "It has run out (…)."."""
        return "".join(_unfilled(part) for part in self.parts)


def _unfilled(part: Part) -> str:
    if isinstance(part, str):
        return part
    return part.many if isinstance(part, Plural) else "…"


def parse_template(context: Context, text: str, pointer: str, counted: tuple[Node | None, ...]) -> Template:
    """Split a message at its placeholders. Raises PackError for one that nothing can fill.

    ``{count}`` and ``{names}`` are about the lists that ``counted``, the check and ``when``, look through.
    """
    parts: list[Part] = []
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        parts.append(text[end : found.start()])
        parts.append(_part(context, found[1], pointer, counted))
        end = found.end()
    parts.append(text[end:])
    return Template(tuple(part for part in parts if part != ""))


def with_params(source: Source, names: Names, text: str, pointer: str) -> str:
    """The text with the values of the parameters it names. Raises PackError for every other placeholder."""

    def value(found: re.Match[str]) -> str:
        if not found[1].startswith("param."):
            hint = "Quote it in the message of a check. Titles, whys and fixes name parameters alone."
            source.fail(pointer, f"{found[0]} is not filled in here", hint)
        return _param(source, names, found[1].removeprefix("param."), pointer)

    return _PLACEHOLDER.sub(value, text)


def _part(context: Context, name: str, pointer: str, counted: tuple[Node | None, ...]) -> Part:
    if "|" in name:
        return _plural(context, name, pointer, counted)
    if name == "count":
        return Count(_looked(context.source, name, pointer, counted))
    if name == "names":
        looked = _looked(context.source, name, pointer, counted)
        return EntryNames(looked, tuple(_called(context, one.node.path, pointer) for one in looked))
    if name == "missing":
        return Lacked(_superset(context.source, pointer, counted[0]))
    if name.startswith("param."):
        return _param(context.source, context.names, name.removeprefix("param."), pointer)
    path = parse_path(context, name, pointer)
    if path.slot.category in ("mapping", "items", "other"):
        context.source.fail(
            pointer, f"{{{name}}} is a thing or a list of things, and can't be put in a sentence"
        )
    return path


def _plural(context: Context, said: str, pointer: str, counted: tuple[Node | None, ...]) -> Plural:
    name, *forms = said.split("|")
    if len(forms) != 2:
        hint = "Write the number, the form for one and the form for others: {count|tool|tools}."
        context.source.fail(pointer, f"{{{said}}} needs two forms", hint)
    number = _part(context, name, pointer, counted)
    if isinstance(number, Count) or (isinstance(number, Path) and number.slot.category == "number"):
        return Plural(number, *forms)
    context.source.fail(pointer, f"{name} is not a number, so no form follows from it")


def _looked(source: Source, name: str, pointer: str, counted: tuple[Node | None, ...]) -> tuple[Looked, ...]:
    """The outermost quantifiers of the check, else of ``when``, which holds where there is a finding."""
    that, when = counted
    for node, wanted in ((that, True), (when, False)):
        if node is not None and (found := tuple(_quantifiers(node, wanted))):
            return found
    verb = "counts" if name == "count" else "names"
    source.fail(pointer, f"{{{name}}} {verb} nothing here", "Neither this check nor `when` has a list.")


def _quantifiers(node: Node, wanted: bool) -> Iterator[Looked]:
    if isinstance(node, Quantified | Measured):
        yield Looked(node, wanted)
        return
    for child in children(node):
        yield from _quantifiers(child, wanted is not isinstance(node, Not))


def _superset(source: Source, pointer: str, that: Node | None) -> Test:
    """The test of the check, outside of its lists, that asks a set for certain members."""
    found = [one for one in (_tests(that) if that is not None else ()) if one.operator == "superset"]
    if len(found) == 1:
        return found[0]
    hint = "It names what the one `superset` of this check still asks for."
    source.fail(pointer, "{missing} names nothing here", hint)


def _tests(node: Node) -> Iterator[Test]:
    if isinstance(node, Test):
        yield node
    elif isinstance(node, All | AnyOf):
        for child in node.children:
            yield from _tests(child)


def _called(context: Context, listed: Path, pointer: str) -> tuple[Path, ...]:
    """The ways from an entry of a list to what it is called."""
    if listed.slot.category != "items":
        return ()
    inside = context.within(shape_of(listed.slot.target))
    ways = (parse_path(inside, ".".join(steps), pointer) for steps in naming_steps(listed.slot.target))
    fact = context.names.facts.get(listed.steps[0]) if listed.root == "facts" else None
    words = fact.by.slot.vocabulary if fact is not None and fact.by is not None else ""
    return tuple(
        replace(way, slot=replace(way.slot, vocabulary=words or way.slot.vocabulary)) for way in ways
    )


def _param(source: Source, names: Names, name: str, pointer: str) -> str:
    named = names.params.get(name)
    if named is None:
        hint = nearest(name, names.params)
        source.fail(pointer, f"{{param.{name}}} is not a parameter of this pack", hint)
    if named.duration is not None:
        return str(named.duration)
    values = named.value if isinstance(named.value, list) else [named.value]
    return ", ".join(str(value) for value in values)
