"""Which tier the EU AI Act puts a use case in, step by step, in words and with articles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from policies.engine.evidence import Place, deciding
from policies.language.nodes import Node
from policies.language.values import WrongTypeError, in_words
from policies.law.calendar import LawSource, Version, shipped_calendar
from policies.law.deciding import Decision, decide
from policies.law.duties import DutyAt, duties_of
from policies.law.subject import Subject
from policies.law.tree import UNDECIDED, Ground
from policies.law.walk import PROHIBITED, Answered
from policies.limits import LIMITS
from policies.record.fields import term_label


@dataclass(frozen=True)
class Reason:
    """Why a step was answered as it was, and the answers in the record that decide it."""

    sentence: str
    article: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class StepTaken:
    """One question of the Act with its answer. An open one is gone past with the likely answer."""

    id: str
    question: str
    article: str
    answer: Literal["yes", "no", "open"]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Question:
    """An answer that is missing and can still change the tier, or what holds beside it, by its field."""

    pointer: str
    label: str
    step: str


@dataclass(frozen=True)
class Classification:
    """The tier of one use case by the law of ``as_of``.

    ``tier`` is ``unclassified`` while answers that decide are missing: ``questions`` lists them, ``possible``
    the tiers that are left and ``leaning`` the likely one. ``tiers`` are all that hold then, ``leaning``
    first; steps, duties and dates are theirs. ``names`` are those that ``leaning`` may be recorded as: what
    is high risk for two reasons may be called by either.
    ``deadline`` is when the first duty of the tier begins. ``stop``: this may not be done as of today, and
    nobody can waive it; also where a practice is sure and it is only not said whether AI does the work.
    """

    as_of: date
    version: Version | None
    tier: str
    leaning: str
    possible: tuple[str, ...]
    tiers: tuple[str, ...]
    names: tuple[str, ...]
    plain: str
    stop: bool
    deadline: date | None
    steps: tuple[StepTaken, ...]
    questions: tuple[Question, ...]
    art5_practices: tuple[str, ...]
    annex_iii_points: tuple[str, ...]
    art50_triggers: tuple[str, ...]
    duties: tuple[DutyAt, ...]
    sources: tuple[LawSource, ...] = field(default=())

    @property
    def decided(self) -> bool:
        return self.tier != UNDECIDED

    @property
    def label(self) -> str:
        return term_label("eu_ai_tier", self.tier)

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles of the reasons that were answered with yes, then of the duties."""
        reasons = [reason.article for step in self.steps if step.answer == "yes" for reason in step.reasons]
        return tuple(dict.fromkeys((*reasons, *(duty.article for duty in self.duties))))

    @property
    def rests_on_secondary(self) -> bool:
        """Whether a date or a sentence here is known from secondary sources only."""
        return any(source.known == "secondary" for source in self.sources)

    def to_json(self) -> dict[str, Any]:
        """JSON-safe and in a fixed order."""
        return {
            "as_of": self.as_of.isoformat(),
            "law": None if self.version is None else {"id": self.version.id, "title": self.version.title},
            "tier": self.tier,
            "leaning": self.leaning,
            "possible": list(self.possible),
            "tiers": list(self.tiers),
            "plain": self.plain,
            "stop": self.stop,
            "deadline": None if self.deadline is None else self.deadline.isoformat(),
            "steps": [_plain_step(step) for step in self.steps],
            "questions": [asdict(question) for question in self.questions],
            "art5_practices": list(self.art5_practices),
            "annex_iii_points": list(self.annex_iii_points),
            "art50_triggers": list(self.art50_triggers),
            "articles": list(self.articles),
            "duties": [duty.to_json() for duty in self.duties],
            "rests_on_secondary": self.rests_on_secondary,
            "sources": [asdict(source) for source in self.sources],
        }


def classify(record: Mapping[str, Any], as_of: date) -> Classification:
    """Classify a resolved use case (with ``org``, if known) by the law as it stood on ``as_of``.

    Never a score: the first question of the tree that decides gives the tier. Before the Act was in force
    there is no tier.
    """
    version = shipped_calendar().version_on(as_of)
    if version is None:
        nothing = "The AI Act was not in force on that day."
        return Classification(
            as_of, None, UNDECIDED, UNDECIDED, (), (), (), nothing, False, None, (), (), (), (), (), ()
        )
    return _worded(decide(record, as_of), version)


def _worded(decision: Decision, version: Version) -> Classification:
    duties = tuple(duties_of(decision))
    return Classification(
        as_of=decision.subject.day,
        version=version,
        tier=decision.tier,
        leaning=decision.leaning,
        possible=decision.possible,
        tiers=decision.tiers,
        names=decision.names,
        plain=_plain(decision),
        stop=decision.forbidden,
        deadline=decision.deadline,
        steps=tuple(_step(one, decision.subject) for one in decision.path),
        questions=tuple(_questions(decision)),
        art5_practices=decision.found("practices"),
        annex_iii_points=decision.found("points"),
        art50_triggers=decision.found("triggers"),
        duties=duties,
        sources=_sources((version.valid.source, *(source for duty in duties for source in duty.sources))),
    )


def _plain(decision: Decision) -> str:
    """What the tier comes to, and what else it is as well; of what is forbidden later, from when on."""
    if decision.leaning == PROHIBITED and decision.deadline and not decision.forbidden:
        day = in_words(decision.deadline)
        until = "Until then it has its other duties."
        return f"It will be forbidden from {day} on, and nobody can waive that. {until}"
    tier = decision.subject.provision("tiers", decision.leaning)
    also = [term_label("eu_ai_tier", name) for name in decision.names if name != decision.leaning]
    beside = f" It is “{also[0]}” as well, and has the duties of both." if also else ""
    return "" if tier is None else tier.plain + beside


def _sources(used: Iterable[LawSource]) -> tuple[LawSource, ...]:
    return tuple({source.id: source for source in used}.values())


def _step(one: Answered, subject: Subject) -> StepTaken:
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
    yield Reason(one.step.open, one.step.article, _unsaid(one.unanswered, subject))


def _questions(decision: Decision) -> Iterator[Question]:
    seen: set[str] = set()
    for one in decision.path:
        if one.answer is None:
            for place in _unsaid(one.unanswered, decision.subject):
                if place.pointer not in seen:
                    seen.add(place.pointer)
                    yield Question(place.pointer, place.label, one.step.id)


def _unsaid(grounds: Iterable[Ground], subject: Subject) -> tuple[Place, ...]:
    return _places([ground.when for ground in grounds], subject)


def _places(nodes: Iterable[Node], subject: Subject) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for node in nodes:
        try:
            for place in deciding(node, subject.scope()):
                found.setdefault(place.pointer, place)
        except WrongTypeError:
            continue
    return tuple(found.values())[: LIMITS.pointers_a_finding]


def _plain_step(step: StepTaken) -> dict[str, Any]:
    reasons = [
        _listed(asdict(reason)) | {"places": [place.to_json() for place in reason.places]}
        for reason in step.reasons
    ]
    plain: dict[str, Any] = _listed(asdict(step))
    return plain | {"reasons": reasons}


def _listed(value: Any) -> Any:
    """Tuples as lists, as JSON has them."""
    if isinstance(value, dict):
        return {name: _listed(item) for name, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
