"""The open questions behind findings, each with where and by whom it can be answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse

from governance.services.rule_sets import usable_packs
from governance.unquoted import HIDDEN
from governance.views.names import Name, Names
from governance.views.spots import Spot, question_at, row_of, spot_of
from policies.engine.asking import settled_by
from policies.record import KINDS

# What the other answers lead to: whoever answers it first would have to guess.
_OUTCOME: Final = "/eu_ai_tier"
# Where the page of the entry shows the questions that a fact of this kind follows from.
_SECTIONS: Final = {"ai_act": ("Tier under the EU AI Act", "#ai-act")}


@dataclass(frozen=True)
class Question:
    """One open question. ``url`` is where the reader can answer it: on this form or on that of ``entry``.

    ``entry`` is the other entry that it belongs to; ``hidden``: the reader may not see that one. ``keeper``
    says who else keeps the answer, and ``settled_by`` what makes known what nobody can answer; ``section`` is
    what the page calls the questions that it follows from, and ``url`` leads there.
    """

    pointer: str
    label: str
    url: str = ""
    row: str = ""
    entry: Name | None = None
    hidden: bool = False
    keeper: str = ""
    settled_by: str = ""
    reason: str = ""
    help: str = ""
    section: str = ""

    @property
    def is_own(self) -> bool:
        """Whether whoever keeps this entry answers it."""
        return not (self.entry or self.hidden or self.keeper) and bool(self.section or not self.settled_by)

    @property
    def says_more(self) -> bool:
        """Whether there is more to tell of it than its label."""
        told = (self.url, self.row, self.keeper, self.settled_by, self.reason)
        return any(told) or not self.is_own


@dataclass
class Waiting:
    """A question and how many rules wait for its answer."""

    question: Question
    rules: set[str] = field(default_factory=set)


def questions_of(
    places: Iterable[Mapping[str, Any]], document: Mapping[str, Any], names: Names, form_url: str | None
) -> tuple[Question, ...]:
    """The questions that places of an unknown finding stand for."""
    found = [_question(place, document, names, form_url) for place in places if _is_open(place)]
    return tuple({_name_of(one): one for one in found}.values())


def waiting_for(findings: Iterable[Any]) -> list[Waiting]:
    """The questions of all these findings, those first for which most rules wait."""
    waiting: dict[str, Waiting] = {}
    for one in findings:
        for question in one.questions:
            if not question.settled_by:
                waiting.setdefault(_name_of(question), Waiting(question)).rules.add(one.said.rule_id)
    return sorted(waiting.values(), key=lambda one: (one.question.pointer == _OUTCOME, -len(one.rules)))


def _name_of(question: Question) -> str:
    """A person and their address are one question."""
    return question.url or question.pointer


def _is_open(place: Mapping[str, Any]) -> bool:
    actual = place["actual"]
    missing = actual is None or (isinstance(actual, Mapping) and "$unknown" in actual)
    return missing or place["pointer"].startswith("/facts/")


def _question(
    place: Mapping[str, Any], document: Mapping[str, Any], names: Names, form_url: str | None
) -> Question:
    pointer, label = place["pointer"], place["label"]
    if pointer.startswith("/facts/"):
        return _of_fact(pointer, label, document)
    if pointer.startswith("/org/") or document["kind"] == "organisation":
        return Question(pointer, label, keeper="of the organisation, kept by an administrator")
    spot = spot_of(document["kind"], document, pointer)
    row = row_of(document, pointer, names)
    url = question_at(spot, names, form_url)
    named = bool(spot.inside) and bool(spot.inside[0][1])
    if named and spot.inside[0][0] not in KINDS:
        return Question(pointer, label, row=row, keeper="kept by an administrator")
    if named:
        return _of_entry(pointer, spot, names, row, url)
    help_text = spot.field.help if spot.field else ""
    return Question(pointer, label, url, row, reason=_reason(place), help=help_text)


def _of_fact(pointer: str, label: str, document: Mapping[str, Any]) -> Question:
    packs = usable_packs()
    fact = packs.facts.get(_fact(pointer)) if packs else None
    section, anchor = _SECTIONS.get(fact.kind if fact else "", ("", ""))
    named = [document["kind"], document.get("key")]
    page = reverse("entry", args=named) if section and all(named) else ""
    return Question(
        f"/facts/{_fact(pointer)}",
        label,
        f"{page}{anchor}" if page else "",
        settled_by=settled_by(label, fact),
        section=section if page else "",
    )


def _of_entry(pointer: str, spot: Spot, names: Names, row: str, url: str) -> Question:
    label = spot.field.label if spot.field else ""
    if not spot.is_visible(names):
        return Question(pointer, label, row=row, hidden=True)
    return Question(pointer, label, url, entry=names.of(*spot.inside[0]))


def _reason(place: Mapping[str, Any]) -> str:
    reason = str(place["actual"]["$unknown"]) if isinstance(place["actual"], Mapping) else ""
    return "" if reason == HIDDEN else reason


def _fact(pointer: str) -> str:
    return pointer.split("/")[2]
