"""Conditions that nobody has to write: chosen from a list, with the words that go with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from policies.conditions.reading import reads_decisions
from policies.engine.words import quoted
from policies.language.packs import Packs
from policies.language.shapes import shape_of
from policies.record.fields import Field, fields_of, term_label, vocabulary

_ASSESSMENTS: Final = "assessments"


@dataclass(frozen=True)
class Ready:
    """One choice: the ``group`` it stands under, its ``label`` there, what it asks, and that in words."""

    group: str
    label: str
    expression: Mapping[str, Any]
    words: str


def ready_made(kind: str, packs: Packs) -> dict[str, Ready]:
    """What can be chosen for an entry of ``kind``, by a name that stays the same."""
    return dict([*_rules(kind, packs), *_of_record(kind)])


def _rules(kind: str, packs: Packs) -> Iterator[tuple[str, Ready]]:
    for rule in sorted(packs.rules, key=lambda one: one.id):
        if kind in rule.applies_to and not reads_decisions(rule):
            label, words = f"{rule.id} {rule.title}", f"{rule.id} finds nothing any more: {rule.title}."
            yield (
                f"rule:{rule.id}",
                Ready("A rule finds nothing any more", label, {"rule": rule.id}, words),
            )


@cache
def _of_record(kind: str) -> tuple[tuple[str, Ready], ...]:
    return (*_assessments(kind), *_fields(kind))


def _assessments(kind: str) -> Iterator[tuple[str, Ready]]:
    if _ASSESSMENTS not in shape_of(kind).slots:
        return
    for type_ in vocabulary("assessment_type"):
        label = term_label("assessment_type", type_)
        that = {"some": {"in": _ASSESSMENTS, "where": {"type": type_, "status": "approved"}}}
        ready = Ready("An assessment is approved", label, that, f"An assessment is approved: {label}.")
        yield f"assessment:{type_}", ready


def _fields(kind: str) -> Iterator[tuple[str, Ready]]:
    asked = [one for one in fields_of(kind).values() if _is_asked(one)]
    for field in asked:
        if field.type == "bool":
            words = f"{quoted(field.label)} is answered with yes."
            yield f"yes:{field.name}", Ready("The answer is yes", field.label, {field.name: True}, words)
    for field in asked:
        words = f"{quoted(field.label)} is answered."
        that = {field.name: {"exists": True}}
        yield f"said:{field.name}", Ready("A question is answered", field.label, that, words)


def _is_asked(field: Field) -> bool:
    return not field.derived and field.name not in (_ASSESSMENTS, "title")
