"""The steps of the tree in words: why each was answered as it was, and what is still to be answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from policies.engine.evidence import Place, deciding
from policies.language.nodes import Node
from policies.language.values import WrongTypeError
from policies.law.deciding import Decision
from policies.law.subject import Subject
from policies.law.tree import Ground
from policies.law.walk import Answered
from policies.limits import LIMITS

_SHOWN_OTHERWISE: Final = "The answer is no, but other answers that could show a yes are missing."


@dataclass(frozen=True)
class Reason:
    """Why a step was answered as it was, and the answers in the record that decide it."""

    sentence: str
    article: str
    places: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        places = [place.to_json() for place in self.places]
        return {"sentence": self.sentence, "article": self.article, "places": places}


@dataclass(frozen=True)
class StepTaken:
    """One question of the Act with its answer. An open one is gone past with the likely answer."""

    id: str
    question: str
    article: str
    answer: Literal["yes", "no", "open"]
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "question": self.question,
            "article": self.article,
            "answer": self.answer,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True)
class Question:
    """An answer that is missing and can still change the tier, or what holds beside it, by its field."""

    pointer: str
    label: str
    step: str


def step_taken(one: Answered, subject: Subject) -> StepTaken:
    answer: Literal["yes", "no", "open"] = "yes" if one.answer else "open" if one.answer is None else "no"
    reasons = {"yes": _grounds, "no": _no, "open": _open}[answer](one, subject)
    return StepTaken(one.step.id, one.step.question, one.step.article, answer, tuple(reasons))


def _grounds(one: Answered, subject: Subject) -> Iterator[Reason]:
    """Each provision is said once: by what somebody answered, else by what the other answers show."""
    said: set[Any] = set()
    for ground in one.grounds:
        if ground.provision is None or ground.provision not in said:
            said.add(ground.provision)
            yield Reason(ground.because, ground.article, _places([ground.when], subject))


def _no(one: Answered, subject: Subject) -> Iterator[Reason]:
    against = [ground for ground in one.step.against if subject.ask(ground.when)]
    for ground in against:
        yield Reason(ground.because, ground.article, _places([ground.when], subject))
    if not against:
        asked = [ground.when for ground in one.step.grounds if not ground.is_sign]
        yield Reason(one.step.otherwise, one.step.article, _places(asked, subject))


def _open(one: Answered, subject: Subject) -> Iterator[Reason]:
    nobody_asked = any(not ground.is_sign for ground in one.unanswered)
    sentence = one.step.open if nobody_asked else _SHOWN_OTHERWISE
    yield Reason(sentence, one.step.article, _unsaid(one.unanswered, subject))


def questions_of(decision: Decision) -> Iterator[Question]:
    """What is still to be answered on the likely way."""
    seen: set[str] = set()
    for one in decision.path:
        if one.answer is None:
            for place in _unsaid(one.unanswered, decision.subject):
                if place.pointer not in seen:
                    seen.add(place.pointer)
                    yield Question(place.pointer, place.label, one.step.id)


def _unsaid(grounds: Iterable[Ground], subject: Subject) -> tuple[Place, ...]:
    """What is to be answered; of a sign what it asks first, as that may do."""
    found = [_places([one.when], subject)[: 1 if one.is_sign else None] for one in grounds]
    return _once(place for places in found for place in places)


def _places(nodes: Iterable[Node], subject: Subject) -> tuple[Place, ...]:
    return _once(place for node in nodes for place in _deciding(node, subject))


def _deciding(node: Node, subject: Subject) -> list[Place]:
    try:
        return list(deciding(node, subject.scope()))
    except WrongTypeError:
        return []


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple({place.pointer: place for place in places}.values())[: LIMITS.pointers_a_finding]
