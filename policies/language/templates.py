"""What rules say, with placeholders. Titles, whys and fixes name parameters: ``{param.x}``.

Messages also quote: paths of the record, ``{facts.x.size}``, ``{count}`` of the entries of a list that
are not as asked, and ``{which}`` they are. Nothing else may. Readers who can't see what is quoted get no
message, and what to do is told to everybody.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from policies.language.context import Context, Names, Source, nearest
from policies.language.nodes import Measured, Node, Path, Quantified, walk
from policies.language.paths import parse_path

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


class OfList(Enum):
    """What a message says of the entries that are not as asked: how many there are, or their names."""

    COUNT = "count"
    WHICH = "which"


@dataclass(frozen=True, slots=True)
class Template:
    """Text as it is, paths whose values are put in, and what is told of a list."""

    parts: tuple[str | Path | OfList, ...]

    @property
    def names_entries(self) -> bool:
        """Whether it says what the entries of a list are called, which may be the title of a linked one."""
        return OfList.WHICH in self.parts

    @property
    def text(self) -> str:
        """The message of no record in particular, such as "It has run out (…)."."""
        return "".join(part if isinstance(part, str) else "…" for part in self.parts)


def parse_template(context: Context, text: str, pointer: str, counted: tuple[Node | None, ...]) -> Template:
    """Split a message at its placeholders. Raises PackError for one that nothing can fill.

    ``counted`` are the predicates whose quantifier ``{count}`` would count; ``{which}`` is about the first.
    """
    parts: list[str | Path | OfList] = []
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


def _part(context: Context, name: str, pointer: str, counted: tuple[Node | None, ...]) -> str | Path | OfList:
    if name == "count":
        if not any(_counts(node) for node in counted if node is not None):
            context.source.fail(
                pointer, "{count} counts nothing here", "Neither this check nor `when` has a list."
            )
        return OfList.COUNT
    if name == "which":
        if counted[0] is None or not _blames(counted[0]):
            hint = "It names the entries that break an `every` or a `none` of this check."
            context.source.fail(pointer, "{which} names nothing here", hint)
        return OfList.WHICH
    if name.startswith("param."):
        return _param(context.source, context.names, name.removeprefix("param."), pointer)
    path = parse_path(context, name, pointer)
    if path.slot.category in ("mapping", "items", "other"):
        context.source.fail(
            pointer, f"{{{name}}} is a thing or a list of things, and can't be put in a sentence"
        )
    return path


def _param(source: Source, names: Names, name: str, pointer: str) -> str:
    named = names.params.get(name)
    if named is None:
        hint = nearest(name, names.params)
        source.fail(pointer, f"{{param.{name}}} is not a parameter of this pack", hint)
    if named.duration is not None:
        return str(named.duration)
    values = named.value if isinstance(named.value, list) else [named.value]
    return ", ".join(str(value) for value in values)


def _blames(node: Node) -> bool:
    return any(isinstance(inner, Quantified) and inner.kind != "some" for inner in walk(node))


def _counts(node: Node) -> bool:
    return any(isinstance(inner, Quantified | Measured) for inner in walk(node))
