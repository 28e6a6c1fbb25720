"""What an outline is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from policies.record.fields import term_label, vocabulary

QUESTION_TYPES: Final = ("text", "choice", "yes_no", "date", "list")


@dataclass(frozen=True)
class Question:
    """One question. ``prefill`` are paths into the record of a use case whose values answer it at first;
    ``fact`` is the field of the record's assessment that the answer becomes once it is approved.
    """

    id: str
    label: str
    help: str
    source: str
    type: str
    required: bool
    options: tuple[tuple[str, str], ...]
    prefill: tuple[tuple[str, ...], ...]
    fact: str


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Outline:
    """The questions of one type of assessment, in one version; ``document`` is it word for word."""

    type: str
    version: int
    title: str
    about: str
    valid_months: int
    sources: tuple[str, ...]
    sections: tuple[Section, ...]
    document: Mapping[str, Any]

    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions


def outline_from(document: Mapping[str, Any]) -> Outline:
    """The outline that a valid document describes."""
    return Outline(
        type=document["type"],
        version=document["version"],
        title=document["title"],
        about=document["about"],
        valid_months=document["valid_months"],
        sources=tuple(document["sources"]),
        sections=tuple(_section(said) for said in document["sections"]),
        document=document,
    )


def _section(said: Mapping[str, Any]) -> Section:
    questions = tuple(_question(one) for one in said["questions"])
    return Section(said["id"], said["title"], said.get("about", ""), questions)


def _question(said: Mapping[str, Any]) -> Question:
    paths = said.get("prefill", [])
    return Question(
        id=said["id"],
        label=said["label"],
        help=said.get("help", ""),
        source=said.get("source", ""),
        type=said["type"],
        required=said.get("required", False),
        options=_options(said),
        prefill=tuple(tuple(path.split(".")) for path in ([paths] if isinstance(paths, str) else paths)),
        fact=said.get("fact", ""),
    )


def _options(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if "vocabulary" in said:
        name = said["vocabulary"]
        return tuple((str(value), term_label(name, value)) for value in vocabulary(name))
    return tuple((value, label) for value, label in said.get("options", {}).items())
