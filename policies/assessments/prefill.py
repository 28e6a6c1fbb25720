"""Answers that the registry knows already."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.assessments.outline import Outline, Question
from policies.record.fields import Field, fields_of, term_label

Record = Mapping[str, Any]


def prefill(outline: Outline, record: Record) -> dict[str, Any]:
    """What the record of a use case answers, by question."""
    found = {one.id: registry_answer(one, record) for one in outline.questions()}
    return {name: value for name, value in found.items() if value is not None}


def registry_answer(question: Question, record: Record) -> Any:
    """What ``record`` says to this question, as an answer of its type; None where it says nothing."""
    if not question.prefill:
        return None
    if question.type == "list":
        items = [_words(field, value) for path in question.prefill for field, value in _ends(path, record)]
        return list(dict.fromkeys(items)) or None
    if question.type != "text":
        return next((value for _, value in _ends(question.prefill[0], record)), None)
    lines = [line for path in question.prefill if (line := _line(path, record, len(question.prefill) > 1))]
    return "\n".join(lines) or None


def labels_of(question: Question) -> list[str]:
    """The fields that fill in this question, as a person reads them."""
    return list(dict.fromkeys(_field_at(path).label for path in question.prefill))


def _line(path: tuple[str, ...], record: Record, named: bool) -> str:
    values = list(dict.fromkeys(_words(field, value) for field, value in _ends(path, record)))
    if not values:
        return ""
    return f"{_field_at(path).label.rstrip('?')}: {', '.join(values)}" if named else "\n".join(values)


def _field_at(path: tuple[str, ...]) -> Field:
    name = "use_case"
    for step in path[:-1]:
        name = fields_of(name)[step].of
    return fields_of(name)[path[-1]]


def _ends(path: tuple[str, ...], record: Record) -> Iterator[tuple[Field, Any]]:
    """The values at the end of a path, each with its field; lists on the way are gone through."""
    holders, name = [record], "use_case"
    for step in path[:-1]:
        reached = [item for holder in holders for item in _items(holder.get(step))]
        holders, name = [one for one in reached if isinstance(one, Mapping)], fields_of(name)[step].of
    field = fields_of(name)[path[-1]]
    for holder in holders:
        for value in _items(holder.get(field.name)):
            if not (isinstance(value, Mapping) and set(value) == {"$unknown"}):
                yield field, value


def _items(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _words(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return str(
            next(
                (value[one] for one in ("title", "name", "label", "key", "code", "email") if one in value), ""
            )
        )
    if field.type in {"enum", "set"}:
        return term_label(field.of, value)
    return f"{value:,} {field.unit}".strip() if isinstance(value, int | float) else str(value)
