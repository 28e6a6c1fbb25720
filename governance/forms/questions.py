"""One question of a form: a field of the tables, what was typed into it, and what that says."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from governance.forms.offers import BOXES, Choice, Offers, terms
from governance.forms.values import Unreadable, is_unknown, text_of, value_of
from policies.record import Field, fields_of

NONE, UNKNOWN, ROWS = "__none", "__unknown", "__rows"


@dataclass
class Question:
    """``name`` is its name in HTML and, after ``f-``, its id; ``pointer`` its place in the manifest.

    What was typed is kept as it is: ``texts`` (one for each control), ``none``, the reason ``unknown``, or
    ``rows`` of a list of parts.
    """

    field: Field
    name: str
    pointer: str
    choices: tuple[Choice, ...] = ()
    texts: list[str] = dataclasses.field(default_factory=list)
    none: bool = False
    unknown: str = ""
    rows: list["Row"] = dataclasses.field(default_factory=list)
    problems: list[str] = dataclasses.field(default_factory=list)
    decisive: bool = False
    empty_lines: int = 1

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""

    @property
    def comes_first(self) -> bool:
        """What every entry says, its rows, and what a rule asks about; the rest is folded away."""
        asked_always = self.field.required or self.field.type == "parts"
        return asked_always or self.decisive or self.field.name in fields_of("common")

    @property
    def control(self) -> str:
        """Which partial draws it."""
        match self.field.type:
            case "bool" | "date" | "parts" | "list":
                return self.field.type
            case "int" | "dec":
                return "number"
            case "enum":
                return "select"
            case "set":
                return "boxes" if len(self.choices) <= BOXES else "picker"
            case "ref":
                return "select" if self.field.of == "team" and self.choices else "reference"
            case "refs":
                return "boxes" if self.choices else "references"
            case "text" | "json":
                return "text"
            case _:
                return "text" if "\n" in self.text else "line"

    @property
    def is_group(self) -> bool:
        """Whether several controls answer it, which a legend then names."""
        return self.control in {"bool", "boxes", "picker", "list", "references", "parts"}

    @property
    def input_type(self) -> str:
        return {"date": "date", "email": "email", "url": "url"}.get(self.field.type, "text")

    @property
    def described(self) -> str:
        """Ids of what explains it, for assistive technology."""
        ids = [f"h-{self.name}"] if self.field.help else []
        return " ".join([*ids, *([f"p-{self.name}"] if self.problems else [])])

    @property
    def is_blank(self) -> bool:
        typed = any(text.strip() for text in self.texts) or any(not row.is_blank for row in self.rows)
        return not (typed or self.none or self.unknown.strip())

    @property
    def lines(self) -> list[str]:
        """The keys typed so far, and empty lines for more."""
        return [text for text in self.texts if text.strip()] + [""] * self.empty_lines

    @property
    def picked(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.value in self.texts]

    @property
    def offers_none(self) -> bool:
        """Whether "none of these" is a separate answer; some vocabularies have it among their words."""
        listed = any(choice.value == "none" for choice in self.choices)
        return self.field.many and (self.none or not listed)

    def value(self) -> Any:
        """What the manifest says here; None for nothing. Problems are kept with the question."""
        reason = self.unknown.strip()
        try:
            said = self._said()
        except Unreadable as problem:
            self.problems.append(str(problem))
            return None
        if said is not None and reason:
            self.problems.append("Either answer this, or say why it is not known yet.")
        elif self.none and said:
            self.problems.append("You chose an answer and “none” as well. Keep one of them.")
        if said is None and reason:
            return {"$unknown": reason}
        return [] if said is None and self.none else said

    def _said(self) -> Any:
        if self.field.type == "parts":
            return self._parts() or None
        if not self.field.many:
            return value_of(self.field, self.text)
        lines = self.text.splitlines() if self.field.type == "list" else self.texts
        values = [value_of(self.field, text) for text in lines]
        return [value for value in values if value is not None] or None

    def _parts(self) -> list[dict[str, Any]]:
        """Rows close up over the empty ones, which stand nowhere in the manifest."""
        said: list[dict[str, Any]] = []
        for row in self.rows:
            row.stand_at("" if row.is_blank else f"{self.pointer}/{len(said)}")
            if not row.is_blank:
                said.append(row.value())
        return said

    def all(self) -> Iterator["Question"]:
        """This question and those in its rows."""
        yield self
        for row in self.rows:
            for inner in row.questions:
                yield from inner.all()


@dataclass
class Row:
    """One row of a list of parts; ``name`` is that of the list with the row's number."""

    name: str
    number: int
    questions: list[Question]

    @property
    def is_blank(self) -> bool:
        return all(question.is_blank for question in self.questions)

    def renumber(self, number: int) -> None:
        self.name, self.number = f"{self.name.rpartition('-')[0]}-{number}", number
        for question in self.questions:
            question.name = f"{self.name}-{question.field.name}"

    def stand_at(self, pointer: str) -> None:
        for question in self.questions:
            question.pointer = f"{pointer}/{question.field.name}" if pointer else ""

    def value(self) -> dict[str, Any]:
        said = {question.field.name: question.value() for question in self.questions}
        return {name: value for name, value in said.items() if value is not None}


def choices_for(one: Field, offers: Offers) -> tuple[Choice, ...]:
    """What a question offers outright. References to many things are typed, with completion."""
    if one.type in {"enum", "set"}:
        return terms(one.of)
    if one.name == "owner_team":
        return offers.teams_to_edit()
    if one.of in {"team", "purpose"}:
        offered = offers.of(one.of)
        return offered if len(offered) <= BOXES or one.type == "ref" else ()
    return ()


def keep_said(question: Question, value: Any) -> None:
    """Put what a manifest says into the question."""
    one = question.field
    if is_unknown(value):
        question.unknown = value["$unknown"]
    elif value == [] and one.many:
        question.none = True
    elif one.type == "list":
        question.texts = ["\n".join(value or [])]
    elif one.many and one.type != "parts":
        question.texts = [text_of(one, item) for item in value or []]
    elif value is not None and one.type != "parts":
        question.texts = [text_of(one, value)]
    offered = {choice.value for choice in question.choices}
    missing = [Choice(text, text) for text in question.texts if text and text not in offered]
    if question.choices and one.type in {"ref", "refs"}:
        question.choices += tuple(missing)


def keep_typed(question: Question, data: QueryDict) -> None:
    """Put what was typed into the question."""
    question.texts = data.getlist(question.name)
    question.none = f"{question.name}{NONE}" in data
    question.unknown = data.get(f"{question.name}{UNKNOWN}", "")
