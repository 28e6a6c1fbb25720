"""Reading outlines: strict YAML, the schema, then what a schema can't say. Every error has its place."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from policies.assessments.outline import Outline, outline_from
from policies.assessments.schema import outline_schema
from policies.errors import OutlineError
from policies.folder import POLICIES
from policies.language.context import nearest
from policies.language.nodes import Category
from policies.language.shapes import shape_of
from policies.record.fields import Field, fields_of
from policies.validation import Fault, Validator
from policies.yamlio import Loaded, load_yaml

# What can fill in an answer of each type; a text can say anything.
_FILLS: Final[Mapping[str, frozenset[Category]]] = MappingProxyType(
    {
        "choice": frozenset({"term"}),
        "yes_no": frozenset({"flag"}),
        "date": frozenset({"date"}),
        "list": frozenset({"set", "items", "term", "text", "mapping"}),
    }
)
_FACTS: Final = MappingProxyType({"text": "text", "choice": "enum", "yes_no": "bool", "date": "date"})


@cache
def outlines() -> Mapping[str, Outline]:
    """The shipped outlines by the type of assessment, in order."""
    folder = POLICIES.joinpath("assessments")
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml"))
    read = [load_outline(folder.joinpath(name).read_text("utf-8"), source=name) for name in found]
    return MappingProxyType({outline.type: outline for outline in read})


def outline_for(assessment_type: str) -> Outline:
    """The outline in force for a type of assessment. Raises ``KeyError`` where there is none."""
    return outlines()[assessment_type]


def read_outline(document: Mapping[str, Any]) -> Outline:
    """The outline that was kept with an assessment. It was checked when it was written down."""
    return outline_from(document)


def load_outline(text: str, *, source: str) -> Outline:
    """Read an outline. Raises ``YamlError`` and ``OutlineError`` with line and column."""
    loaded = load_yaml(text, source=source)
    for fault in _validator().faults(loaded.value):
        raise _error(loaded, fault.pointer, _sentence(fault))
    for pointer, message, hint in _problems(loaded.value):
        raise _error(loaded, pointer, message, hint)
    return outline_from(loaded.value)


@cache
def _validator() -> Validator:
    return Validator(outline_schema())


def _error(loaded: Loaded, pointer: str, message: str, hint: str = "") -> OutlineError:
    line, column = loaded.position(pointer)
    return OutlineError(message, source=loaded.source, line=line, column=column, hint=hint)


def _sentence(fault: Fault) -> str:
    if fault.keyword == "oneOf":
        return "A choice names its options or a vocabulary, and not both"
    return fault.message


def _problems(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield pointer, message and hint of what is wrong with a document that fits the schema."""
    sections: set[str] = set()
    seen: set[str] = set()
    for number, section in enumerate(document["sections"]):
        place = f"/sections/{number}"
        if section["id"] in sections:
            yield f"{place}/id", f"The id {section['id']} is taken", "Use each id once."
        sections.add(section["id"])
        for index, question in enumerate(section["questions"]):
            where = f"{place}/questions/{index}"
            if question["id"] in seen:
                yield f"{where}/id", f"The id {question['id']} is taken", "Use each id once."
            seen.add(question["id"])
            yield from _prefill_problems(question, where)
            yield from _fact_problems(question, where)


def _prefill_problems(question: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, str]]:
    said = question.get("prefill", [])
    paths = [said] if isinstance(said, str) else said
    for number, path in enumerate(paths):
        pointer = f"{where}/prefill" if isinstance(said, str) else f"{where}/prefill/{number}"
        try:
            category, vocabulary = _end_of(path)
        except _NoSuchField as missing:
            yield pointer, str(missing), missing.hint
            continue
        allowed = _FILLS.get(question["type"])
        if allowed is not None and category not in allowed:
            yield pointer, f"{path} holds {category}, which can't answer a {question['type']} question", ""
        elif question["type"] == "choice" and vocabulary != question.get("vocabulary"):
            yield pointer, f"{path} has the values of {vocabulary}", "Name this vocabulary in the question."


def _end_of(path: str) -> tuple[Category, str]:
    """What stands at the end of a path into the record of a use case, and of which vocabulary."""
    shape, steps = shape_of("use_case"), path.split(".")
    for number, step in enumerate(steps):
        slot = shape.slots.get(step)
        if slot is None:
            raise _NoSuchField(f"{step!r} is not a field of {shape.name}", nearest(step, shape.slots))
        if number == len(steps) - 1:
            return slot.category, slot.vocabulary
        if not slot.target:
            raise _NoSuchField(f"{step} has no fields of its own, so {steps[number + 1]} can't be in it", "")
        shape = shape_of(slot.target)
    raise AssertionError("a path has at least one step")


class _NoSuchField(Exception):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def _fact_problems(question: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, str]]:
    name = question.get("fact")
    if name is None:
        return
    field: Field | None = fields_of("assessment").get(name)
    if field is None:
        hint = nearest(name, fields_of("assessment"))
        yield f"{where}/fact", f"{name!r} is not a field of an assessment", hint
    elif field.type != _FACTS.get(question["type"]) or field.of != question.get("vocabulary", ""):
        yield f"{where}/fact", f"{name} can't be answered by a {question['type']} question like this", ""
