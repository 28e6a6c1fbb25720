"""Pages about what can be said: the fields of each kind and the values that fixed choices allow."""

from collections.abc import Iterator

from policies.record.fields import (
    KINDS,
    PARTS,
    SUPPORTING,
    Field,
    fields_of,
    term_label,
    vocabularies,
    vocabulary,
)
from tools.markdown import NOTE, anchor, table, words

TYPES = {
    "bool": "yes or no",
    "date": "date",
    "dec": "number",
    "dt": "date and time",
    "email": "e-mail address",
    "int": "whole number",
    "json": "list or mapping",
    "list": "list of words",
    "str": "short text",
    "text": "text",
    "url": "web address",
}


def fields() -> Iterator[str]:
    """Yield the page of fields, kind by kind."""
    yield f"{NOTE}\n# Fields\n"
    yield (
        "What can be said about each kind of thing. Only fields marked *required* have to be said; "
        "what is left out stays [not said](../explanation/what-not-said-means.md). Fields marked *derived* "
        "follow from others and can't be written.\n"
    )
    for name in (*KINDS, *PARTS, *SUPPORTING):
        yield f"## {words(name)}\n"
        rows = ((f"`{field.name}`", _holds(field), _about(field)) for field in fields_of(name).values())
        yield from table(("field", "what it holds", "about it"), rows)


def _holds(field: Field) -> str:
    if field.type in ("enum", "set"):
        how = "one of" if field.type == "enum" else "any of"
        text = f"{how} [`{field.of}`](vocabularies.md#{anchor(field.of)})"
    elif field.type in ("ref", "refs", "parts"):
        how = "one" if field.type == "ref" else "list of"
        text = f"{how} [{words(field.of)}](#{anchor(words(field.of))})"
    else:
        text = TYPES[field.type]
    return f"{text} ({field.unit})" if field.unit else text


def _about(field: Field) -> str:
    marks = [f"*{mark}*" for mark in ("required", "derived") if getattr(field, mark)]
    return ". ".join((*marks, field.help or field.label))


def allowed_values() -> Iterator[str]:
    """Yield the page of vocabularies."""
    yield f"{NOTE}\n# Vocabularies\n"
    yield "The values that fields of a fixed choice allow, lowest rank first.\n"
    for name in vocabularies():
        yield f"## {name}\n"
        rows = ((f"`{value}`", term_label(name, value)) for value in vocabulary(name))
        yield from table(("value", "reads as"), rows)
