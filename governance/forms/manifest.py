"""The one form that registers and changes entries of every kind. It makes one manifest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify

from governance.forms.decisive import decisive_fields
from governance.forms.offers import Choice, Offers
from governance.forms.questions import ROWS, Question, Row, choices_for, keep_said, keep_typed
from governance.forms.sections import SECTIONS, Section
from policies.record import Field, Problem, fields_of

MOST_ROWS = 60


@dataclass
class Asked:
    """A section of the form: the questions that matter most, and the others."""

    section: Section
    first: list[Question]
    more: list[Question]

    @property
    def answered(self) -> int:
        return sum(not question.is_blank for question in [*self.first, *self.more])

    @property
    def total(self) -> int:
        return len(self.first) + len(self.more)

    @property
    def answered_more(self) -> int:
        return sum(not question.is_blank for question in self.more)

    @property
    def opens(self) -> bool:
        """Whether a question among the others needs to be seen."""
        return not self.first or any(inner.problems for question in self.more for inner in question.all())


class ManifestForm:
    """All questions about one entry, filled from its manifest (``said``) or what was typed (``data``)."""

    def __init__(
        self, kind: str, user: Any, *, said: Mapping[str, Any] | None = None, data: QueryDict | None = None
    ) -> None:
        self.kind, self.data = kind, data
        self.said: Mapping[str, Any] = said or {}
        self.offers = Offers(user)
        self._decisive = decisive_fields(kind)
        self.problems: list[str] = []
        self.key_problems: list[str] = []
        self.is_new = not self.said.get("key")
        self.key = self._key()
        self.questions = [self._question(one, "", "", self.said) for one in _asked(kind)]

    @cached_property
    def document(self) -> dict[str, Any]:
        """The manifest that the answers make; what can't be read is left out and has a problem."""
        answers = {question.field.name: question.value() for question in self.questions}
        said = {name: value for name, value in answers.items() if value is not None}
        key = self.key or slugify(str(said.get("title", "")))[:80].strip("-")
        return {"muster": 1, "kind": self.kind, "key": key} | said

    @property
    def sections(self) -> list[Asked]:
        found = []
        for section in SECTIONS:
            asked = [question for question in self.questions if question.field.section == section.name]
            first = [question for question in asked if question.comes_first]
            more = [question for question in asked if question not in first]
            if asked:
                found.append(Asked(section, first, more))
        return found

    @property
    def lists(self) -> dict[str, tuple[Choice, ...]]:
        """Datalists by the kind of thing they complete."""
        return self.offers.lists(
            inner.field for question in self.questions for inner in question.all() if not inner.choices
        )

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Name, label and words of every problem, in the order of the form; the name is "" for the whole."""
        placed = [
            (inner.name, _label(inner), problem)
            for asked in self.sections
            for question in [*asked.first, *asked.more]
            for inner in question.all()
            for problem in inner.problems
        ]
        whole = [("", "", problem) for problem in self.problems]
        return whole + [("key", "Key", problem) for problem in self.key_problems] + placed

    def place(self, problems: Iterable[Problem]) -> None:
        """Show each problem at the question it is about, or at the nearest one around it."""
        for problem in problems:
            question = self._nearest(problem.pointer)
            if question is not None:
                question.problems.append(words(problem))
            elif problem.pointer != "/key":
                self.problems.append(words(problem))
            elif self.document["key"] or "title" in self.document:
                self.key_problems.append("Write a key in small letters, digits and hyphens, at most 80.")

    def add_row(self, name: str) -> None:
        """Another empty row, or another empty line, in the list ``name``."""
        for question in self.questions:
            if question.name == name and question.field.type == "parts":
                question.rows.append(self._row(question, len(question.rows), {}))
            elif question.name == name:
                question.empty_lines += 1

    def remove_row(self, name: str) -> None:
        for question in self.questions:
            question.rows = [row for row in question.rows if row.name != name]
            for number, row in enumerate(question.rows):
                row.renumber(number)

    def _key(self) -> str:
        typed = "" if self.data is None else self.data.get("key", "").strip()
        return self.said.get("key") or typed

    def _question(self, one: Field, prefix: str, pointer: str, said: Mapping[str, Any]) -> Question:
        question = Question(
            one, f"{prefix}{one.name}", f"{pointer}/{one.name}", choices_for(one, self.offers)
        )
        question.decisive = one.name in self._decisive
        if self.data is None:
            keep_said(question, said.get(one.name))
        else:
            keep_typed(question, self.data)
        if one.type == "parts":
            question.rows = [
                self._row(question, number, part) for number, part in self._parts(question, said)
            ]
        return question

    def _parts(self, question: Question, said: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        if self.data is None:
            value = said.get(question.field.name)
            yield from enumerate(value if isinstance(value, list) else [])
        else:
            count = self.data.get(f"{question.name}{ROWS}", "")
            yield from (
                (number, {}) for number in range(min(int(count) if count.isdigit() else 0, MOST_ROWS))
            )

    def _row(self, question: Question, number: int, part: Mapping[str, Any]) -> Row:
        name, pointer = f"{question.name}-{number}", f"{question.pointer}/{number}"
        asked = [self._question(one, f"{name}-", pointer, part) for one in _asked(question.field.of)]
        return Row(name, number, asked)

    def _nearest(self, pointer: str) -> Question | None:
        all_questions = [inner for question in self.questions for inner in question.all()]
        while pointer:
            for question in all_questions:
                if question.pointer == pointer:
                    return question
            pointer = pointer.rpartition("/")[0]
        return None


def words(problem: Problem) -> str:
    """A problem of the schema in words for someone who has never seen one."""
    if problem.message.endswith(" is missing"):
        return "This has to be answered."
    message = f"{problem.message[:1].upper()}{problem.message[1:]}"
    return f"{message}. {problem.hint}".strip()


def _asked(name: str) -> list[Field]:
    return [one for one in fields_of(name).values() if not one.derived]


def _label(question: Question) -> str:
    row = question.name.split("-")
    return f"{question.field.label} (row {int(row[1]) + 1})" if len(row) == 3 else question.field.label
