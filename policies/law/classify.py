"""Which tier the EU AI Act puts a use case in, step by step, in words and with articles."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from policies.language.values import in_words
from policies.law.calendar import LawSource, Version, shipped_calendar
from policies.law.deciding import Decision, decide
from policies.law.duties import DutyAt, duties_of
from policies.law.steps import Question, StepTaken, questions_of, step_taken
from policies.law.territory import touches
from policies.law.tree import UNDECIDED
from policies.law.walk import PROHIBITED
from policies.record.fields import term_label

_NOT_REACHED: Final = (
    "The organisation works nowhere in the EU or the European Economic Area, and this is used in no country"
    " there. So the AI Act asks nothing of it."
)


@dataclass(frozen=True)
class Classification:
    """The tier of one use case by the law of ``as_of``.

    ``tier`` is ``unclassified`` while answers that decide are missing: ``questions`` lists them, ``possible``
    the tiers that are left and ``leaning`` the likely one. ``tiers`` are all that hold then, ``leaning``
    first; steps, duties and dates are theirs. ``names`` are those that ``leaning`` may be recorded as: what
    is high risk for two reasons may be called by either.
    ``deadline`` is when the first duty of the tier begins. ``stop``: this may not be done as of today, and
    nobody can waive it; also where a practice is sure and it is only not said whether AI does the work.
    It is not ``reached`` where the Act is law neither where the organisation works nor where this is used.
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
    reached: bool = True

    @property
    def decided(self) -> bool:
        return self.tier != UNDECIDED

    @property
    def label(self) -> str:
        return term_label("eu_ai_tier", self.tier) if self.reached else "Not reached by the EU AI Act"

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
            "reached": self.reached,
            "tier": self.tier,
            "leaning": self.leaning,
            "possible": list(self.possible),
            "tiers": list(self.tiers),
            "plain": self.plain,
            "stop": self.stop,
            "deadline": None if self.deadline is None else self.deadline.isoformat(),
            "steps": [step.to_json() for step in self.steps],
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
    there is no tier, and none where it is no law.
    """
    version = shipped_calendar().version_on(as_of)
    if version is None:
        return _nothing(as_of, None, "The AI Act was not in force on that day.")
    if touches(shipped_calendar().jurisdictions, record) is False:
        return _nothing(as_of, version, _NOT_REACHED, reached=False)
    return _worded(decide(record, as_of), version)


def tier_of(record: Mapping[str, Any], as_of: date) -> str | None:
    """The tier of ``classify`` without a word of why, for who asks often; None where the Act is no law."""
    calendar = shipped_calendar()
    if calendar.version_on(as_of) is None:
        return UNDECIDED
    return None if touches(calendar.jurisdictions, record) is False else decide(record, as_of).tier


def _nothing(as_of: date, version: Version | None, plain: str, *, reached: bool = True) -> Classification:
    none: tuple[Any, ...] = ()
    return Classification(
        as_of=as_of,
        version=version,
        tier=UNDECIDED,
        leaning=UNDECIDED,
        possible=none,
        tiers=none,
        names=none,
        plain=plain,
        stop=False,
        deadline=None,
        steps=none,
        questions=none,
        art5_practices=none,
        annex_iii_points=none,
        art50_triggers=none,
        duties=none,
        reached=reached,
    )


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
        steps=tuple(step_taken(one, decision.subject) for one in decision.path),
        questions=tuple(questions_of(decision)),
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
