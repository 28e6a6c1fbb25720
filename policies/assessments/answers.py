"""Answers to an outline: whether they fit, what is missing, how far they go.

``Answers`` maps question ids to text, the value of a choice, True or False, an ISO date, or a list of texts.
What is not there was not answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from policies.assessments.outline import Outline, Question

Answers = Mapping[str, Any]
LONGEST: Final = 20_000
MOST_ITEMS: Final = 200


@dataclass(frozen=True)
class Coverage:
    """How many of the required questions are answered, and of all; by section where ``title`` says so."""

    id: str
    title: str
    required: int
    required_answered: int
    total: int
    answered: int

    @property
    def percent(self) -> int:
        """Of the required ones; rounded down, so that 100 means that none is missing."""
        return 100 if not self.required else 100 * self.required_answered // self.required


def is_answered(answers: Answers, question: Question) -> bool:
    value = answers.get(question.id)
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != []


def missing_in(outline: Outline, answers: Answers) -> list[Question]:
    """The required questions without an answer."""
    return [one for one in outline.questions() if one.required and not is_answered(answers, one)]


def coverage_of(outline: Outline, answers: Answers) -> tuple[Coverage, list[Coverage]]:
    """The coverage of the whole, and of each section."""
    parts = [_count(section.id, section.title, section.questions, answers) for section in outline.sections]
    return _count("", outline.title, tuple(outline.questions()), answers), parts


def facts_from(outline: Outline, answers: Answers) -> dict[str, Any]:
    """The answers that are fields of the record's assessment, by field."""
    said = [one for one in outline.questions() if one.fact and is_answered(answers, one)]
    return {one.fact: answers[one.id] for one in said}


def problems_in(outline: Outline, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield the question's id and what is wrong, for answers that don't fit their question."""
    questions = {one.id: one for one in outline.questions()}
    for name, value in answers.items():
        question = questions.get(name)
        if question is None:
            yield name, "There is no such question in this outline."
        elif value is not None:
            problem = _problem(question, value)
            if problem:
                yield name, problem


def _count(name: str, title: str, questions: tuple[Question, ...], answers: Answers) -> Coverage:
    answered = [one for one in questions if is_answered(answers, one)]
    return Coverage(
        id=name,
        title=title,
        required=sum(one.required for one in questions),
        required_answered=sum(one.required for one in answered),
        total=len(questions),
        answered=len(answered),
    )


def _problem(question: Question, value: Any) -> str:
    match question.type:
        case "yes_no":
            return "" if isinstance(value, bool) else "Answer yes or no."
        case "choice":
            return "" if value in dict(question.options) else "Choose one of the answers."
        case "date":
            return "" if _is_date(value) else "Write a date as YYYY-MM-DD."
        case "list":
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
            if not fits:
                return "Write one item on each line."
            return f"At most {MOST_ITEMS} items." if len(value) > MOST_ITEMS else _too_long("".join(value))
        case _:
            return _too_long(value) if isinstance(value, str) else "Write text."


def _too_long(text: str) -> str:
    return f"At most {LONGEST:,} characters; this has {len(text):,}." if len(text) > LONGEST else ""


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
