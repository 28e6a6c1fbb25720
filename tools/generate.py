"""Write the files that follow from the code: the published schemas and the pages of docs/reference.

A test compares what this makes with what is committed, so that neither can fall behind.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from policies import load_packs
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
from policies.record.schema import all_schemas

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Made by `make generated` from the code. Don't edit it here. -->\n"

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


def generated() -> dict[Path, str]:
    """Give the text of every generated file by its path."""
    schemas = {
        ROOT / "policies/schemas" / name: json.dumps(schema, indent=2) + "\n"
        for name, schema in all_schemas().items()
    }
    return schemas | {
        ROOT / "docs/reference/fields.md": "\n".join(_fields()),
        ROOT / "docs/reference/vocabularies.md": "\n".join(_vocabularies()),
        ROOT / "docs/reference/rules.md": "\n".join(_rules()),
    }


def words(name: str) -> str:
    """Turn a name in the code into words a reader knows."""
    text = name.replace("_", " ").removeprefix("ai ")
    return ("AI " + text) if name.startswith("ai_") else text[:1].upper() + text[1:]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    head = list(head)
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def _fields() -> Iterator[str]:
    yield f"{NOTE}\n# Fields\n"
    yield (
        "What can be said about each kind of thing. Only fields marked *required* have to be said; "
        "what is left out stays [not said](../explanation/what-not-said-means.md). Fields marked *derived* "
        "follow from others and can't be written.\n"
    )
    for name in (*KINDS, *PARTS, *SUPPORTING):
        yield f"## {words(name)}\n"
        yield from table(
            ("field", "what it holds", "about it"),
            ((f"`{field.name}`", _holds(field), _about(field)) for field in fields_of(name).values()),
        )


def _holds(field: Field) -> str:
    if field.type in ("enum", "set"):
        how = "one of" if field.type == "enum" else "any of"
        text = f"{how} [`{field.of}`](vocabularies.md#{field.of})"
    elif field.type in ("ref", "refs", "parts"):
        how = "one" if field.type == "ref" else "list of"
        text = f"{how} [{words(field.of)}](#{words(field.of).lower().replace(' ', '-')})"
    else:
        text = TYPES[field.type]
    return f"{text} ({field.unit})" if field.unit else text


def _about(field: Field) -> str:
    marks = [mark for mark, set_ in (("required", field.required), ("derived", field.derived)) if set_]
    return ". ".join(part for part in (*(f"*{mark}*" for mark in marks), field.help or field.label) if part)


def _vocabularies() -> Iterator[str]:
    yield f"{NOTE}\n# Vocabularies\n"
    yield "The values that fields of a fixed choice allow, lowest rank first.\n"
    for name in vocabularies():
        yield f"## {name}\n"
        yield from table(
            ("value", "reads as"), ((f"`{value}`", term_label(name, value)) for value in vocabulary(name))
        )


def _rules() -> Iterator[str]:
    yield f"{NOTE}\n# Rules\n"
    yield "The rules that Muster ships. Their ids are never used again for something else.\n"
    for rule in load_packs().rules:
        yield f"## {rule.id}\n"
        yield f"{rule.title}\n"
        yield from table(
            ("version", "severity", "asked of", "at", "where not enough is said"),
            [
                [
                    str(rule.version),
                    rule.severity,
                    ", ".join(rule.applies_to),
                    ", ".join(rule.gates),
                    rule.unknown_as,
                ]
            ],
        )


def main() -> None:
    """Write every generated file."""
    for path, text in generated().items():
        path.write_text(text)


if __name__ == "__main__":
    main()
