"""Refuse what we do not read by the events of the parser."""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from policies.errors import YamlError
from policies.limits import Limits

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def events(text: str) -> Iterator[Any]:
    """The parser's events, one at a time. Raises yaml.YAMLError where the syntax breaks."""
    iterator: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    return iterator


def check_node(event: Any, source: str) -> None:
    """No anchors and no tags: the first makes bombs, the second makes objects."""
    if event.anchor is not None:
        refuse(event, "Anchors (&name) are not allowed", source, "Write the value out each time.")
    if event.tag is not None:
        refuse(event, "Tags (!name) are not allowed", source, "Write the plain value.")


def check_document(event: Any, number: int, source: str) -> None:
    """One document, without directives."""
    if number > 1:
        refuse(event, "Only one document is allowed", source, "Remove what follows the first one.")
    if event.version or event.tags:
        refuse(event, "Directives (%YAML, %TAG) are not allowed", source, "Remove the line.")


def refuse_depth(event: Any, source: str, limits: Limits) -> NoReturn:
    refuse(event, f"Nested deeper than the limit of {limits.depth} levels", source)


def refuse_nodes(event: Any, source: str, limits: Limits) -> NoReturn:
    refuse(event, f"More than the limit of {limits.nodes:,} values", source, "Split the file.")


def refuse_alias(event: Any, source: str) -> NoReturn:
    refuse(event, "Aliases (*name) are not allowed", source, "Write the value out.")


def refuse(event: Any, message: str, source: str, hint: str = "") -> NoReturn:
    """Raise YamlError at the place where the event starts."""
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    raise YamlError(message, source=source, line=line, column=column, hint=hint)
