"""Build plain values from parser events, with the place of each, and refuse what we don't read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from policies.errors import YamlError
from policies.limits import LIMITS, Limits
from policies.yamlio import guard
from policies.yamlio.loaded import Loaded, Mark
from policies.yamlio.scalars import BadScalarError, plain_value
from policies.yamlio.syntax import syntax_error
from policies.yamlio.text import join_escaped_pairs, readable_text

_BAD_ESCAPE = "invalid Unicode character escape"


def load_yaml(text: str | bytes, *, source: str = "<text>", limits: Limits = LIMITS) -> Loaded:
    """Read one YAML or JSON document.

    Raises YamlError (with line, column and the limit passed) for anything but YAML 1.2 core values in
    plain lists and mappings: no anchors, aliases, tags, directives, merge, duplicate or non-text keys.
    """
    readable = readable_text(text, source, limits)
    try:
        return _build(readable, source, limits)
    except yaml.YAMLError as problem:
        if _BAD_ESCAPE not in str(problem) or readable.lstrip()[:1] not in ("{", "[", '"'):
            raise syntax_error(problem, readable, source, limits) from None
    try:
        return _build(join_escaped_pairs(readable), source, limits)
    except yaml.YAMLError as problem:
        raise syntax_error(problem, readable, source, limits) from None


def _build(text: str, source: str, limits: Limits) -> Loaded:
    return _Builder(source, limits).build(text)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen; in a mapping ``key`` waits for its value."""

    container: Any
    mark: Mark
    key: str | None = None


class _Builder:
    def __init__(self, source: str, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.stack: list[_Open] = []
        self.nodes = self.documents = 0
        self.root: tuple[Any, Mark] | None = None

    def build(self, text: str) -> Loaded:
        take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._take_scalar,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingEndEvent: self._close,
            yaml.AliasEvent: lambda event: guard.refuse_alias(event, self.source),
            yaml.DocumentStartEvent: self._begin,
        }
        for event in guard.events(text):
            if one := take.get(type(event)):
                one(event)
        if self.root is None:
            raise YamlError("The text is empty", source=self.source, line=1, column=1)
        value, mark = self.root
        return Loaded(value, self.source, mark, text)

    def _begin(self, event: Any) -> None:
        self.documents += 1
        guard.check_document(event, self.documents, self.source)

    def _take_scalar(self, event: Any) -> None:
        guard.check_node(event, self.source)
        self._add(self._scalar(event), event)

    def _open(self, event: Any) -> None:
        guard.check_node(event, self.source)
        if len(self.stack) >= self.limits.depth:
            guard.refuse_depth(event, self.source, self.limits)
        container: Any = {} if type(event) is yaml.MappingStartEvent else []
        self.stack.append(_Open(container, self._add(container, event)))

    def _close(self, event: Any) -> None:
        self.stack.pop()

    def _scalar(self, event: Any) -> Any:
        if "\x00" in event.value:
            self._refuse(event, "The control character U+0000 is not allowed in this text", "Remove it.")
        if not event.implicit[0]:
            return event.value
        try:
            return plain_value(event.value)
        except BadScalarError as problem:
            self._refuse(event, str(problem), "Put it in quotes if it is text.")

    def _add(self, value: Any, event: Any) -> Mark:
        """Put a value where it belongs, and give the mark under which its children go."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            guard.refuse_nodes(event, self.source, self.limits)
        if not self.stack:
            mark = _mark(event)
            self.root = (value, mark)
            return mark
        top = self.stack[-1]
        container = top.container
        if type(container) is list:
            mark = top.mark.add(str(len(container)), _mark(event))
            container.append(value)
        elif top.key is None:
            mark = self._start_member(top, value, event)
        else:
            container[top.key] = value
            mark, top.key = top.mark.child(top.key), None
        return mark

    def _start_member(self, top: _Open, key: Any, event: Any) -> Mark:
        if not isinstance(key, str):
            self._refuse(event, "A name in a mapping must be text", "Put it in quotes.")
        if key == "<<" and event.implicit[0]:
            self._refuse(event, "Merge keys (<<) are not allowed", "Write the members out.")
        if key in top.container:
            self._refuse(event, f"Duplicate key: {key[:60]!r} is given twice", "Remove one of the two.")
        top.key = key
        return top.mark.add(key, _mark(event))

    def _refuse(self, event: Any, message: str, hint: str) -> NoReturn:
        guard.refuse(event, message, self.source, hint)


def _mark(event: Any) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1)
