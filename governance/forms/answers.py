"""The form in which an assessment is written: every question of its outline, with what the registry says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.assessments import (
    Answers,
    Coverage,
    Outline,
    Question,
    Section,
    coverage_of,
    registry_answer,
)
from policies.assessments.prefill import labels_of
from policies.canonical import digest
from policies.lineage.said import day

_YES_NO = {"yes": True, "no": False}


@dataclass
class Asked:
    """One question with its answer as text; ``registry`` is what the registry says to it today."""

    question: Question
    value: Any
    registry: Any
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"q-{self.question.id}"

    @property
    def text(self) -> str:
        return text_of(self.value)

    @property
    def registry_text(self) -> str:
        return shown(self.question, self.registry)

    @property
    def from_registry(self) -> bool:
        return self.registry is not None and self.value == self.registry

    @property
    def differs(self) -> bool:
        return self.registry is not None and self.value != self.registry

    @property
    def fields(self) -> str:
        return ", ".join(labels_of(self.question))

    @property
    def is_group(self) -> bool:
        return self.question.type == "yes_no"

    @property
    def described(self) -> str:
        about = [f"h-{self.name}"] if self.question.help else []
        about += [f"p-{self.name}"] if self.problems else []
        return " ".join(about)


@dataclass(frozen=True)
class AskedSection:
    section: Section
    coverage: Coverage
    asked: list[Asked]


class AnswersForm:
    """``answers`` is what was saved or, with ``data``, what was typed. Nothing typed is ever left out."""

    def __init__(
        self,
        outline: Outline,
        record: Mapping[str, Any],
        *,
        answers: Answers,
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.outline = outline
        self.answers = dict(answers) if data is None else read_answers(outline, data)
        self._asked = {
            one.id: Asked(one, self.answers.get(one.id), registry_answer(one, record))
            for one in outline.questions()
        }

    def take(self, name: str) -> None:
        """Answer one question as the registry does."""
        asked = self._asked.get(name)
        if asked is not None and asked.registry is not None:
            asked.value = self.answers[name] = asked.registry

    def place(self, problems: Mapping[str, str]) -> None:
        for name, problem in problems.items():
            if name in self._asked:
                self._asked[name].problems.append(problem)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Name of the field, its question and the problem, in the order of the page."""
        wrong = [one for one in self._asked.values() if one.problems]
        return [(one.name, one.question.label, problem) for one in wrong for problem in one.problems]

    @property
    def coverage(self) -> Coverage:
        return coverage_of(self.outline, self.answers)[0]

    @property
    def sections(self) -> Iterator[AskedSection]:
        _, parts = coverage_of(self.outline, self.answers)
        for section, part in zip(self.outline.sections, parts, strict=True):
            yield AskedSection(section, part, [self._asked[one.id] for one in section.questions])


def read_answers(outline: Outline, data: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, by question; what can't be read stays as the text that it is, to be refused."""
    read = {one.id: _read(one, data.get(f"q-{one.id}", "")) for one in outline.questions()}
    return {name: value for name, value in read.items() if value not in (None, "", [])}


def text_of(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return "\n".join(map(str, value))
        case _:
            return str(value)


def shown(question: Question, value: Any) -> str:
    """An answer as a person reads it."""
    if question.type == "choice":
        return dict(question.options).get(value, text_of(value))
    if question.type == "date" and (on := day(value)):
        return f"{on:%-d %B %Y}"
    return text_of(value).capitalize() if isinstance(value, bool) else text_of(value)


def bases_of(answers: Answers) -> str:
    """What a writer set out from, in a form small enough to travel with the page."""
    return " ".join(f"{name}:{digest(value)[:12]}" for name, value in sorted(answers.items()))


def merge(base: str, mine: Answers, theirs: Answers) -> dict[str, Any]:
    """What I left as it was is theirs; where I wrote, mine stands. ``base`` is of ``bases_of``."""
    before = dict(item.split(":", 1) for item in base.split() if ":" in item)
    merged = dict(theirs)
    for name in {*mine, *theirs, *before}:
        mine_is_new = (digest(mine[name])[:12] if name in mine else None) != before.get(name)
        if mine_is_new and name in mine:
            merged[name] = mine[name]
        elif mine_is_new:
            merged.pop(name, None)
    return merged


def _read(question: Question, text: str) -> Any:
    text = text.replace("\r\n", "\n").strip()
    match question.type:
        case "yes_no":
            return _YES_NO.get(text, text)
        case "list":
            return [line.strip() for line in text.split("\n") if line.strip()]
        case _:
            return text
