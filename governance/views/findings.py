"""Findings as a page shows them: each place with its question, what was expected and what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.urls import reverse

from governance.unquoted import HIDDEN
from governance.views.acting import Acting, acting_on, helping
from governance.views.asked import Question, questions_of
from governance.views.facts import plain
from governance.views.leading import Target, target_of
from governance.views.names import Name, Names
from governance.views.quoting import message_to
from governance.views.spots import question_at, row_of, spot_of
from policies.engine.compact import WHEN
from policies.engine.words import listed
from policies.record import Field, term_label
from policies.record.masking import is_masked

# So many open questions still make a heading.
_LABELS: Final = 2
# Of a condition: that something is answered does not yet bring the rule up.
_WHATEVER: Final = {"is answered": "depends on the answer"}


@dataclass(frozen=True)
class ShownPlace:
    """``hidden``: it lies in an entry that the reader may not see, so neither value is shown."""

    label: str
    expected: str
    actual: str
    url: str
    inside: Name | None
    hidden: bool
    row: str = ""


@dataclass(frozen=True)
class ShownFinding:
    """``answering`` is the team that answers open questions, ``acting`` who acts, or helps with the answers.

    ``target`` is where the advice is followed, and ``explained`` the page that shows how the rule came to
    it; "" where there is none.
    """

    said: Any
    message: str = ""
    places: list[ShownPlace] = field(default_factory=list)
    questions: tuple[Question, ...] = ()
    answering: str = ""
    acting: Acting | None = None
    target: Target | None = None
    waiver_url: str = ""
    waiver_text: str = ""
    explained: str = ""

    @property
    def heading(self) -> str:
        """What is wrong, or which questions are open."""
        if not self.questions:
            return self.message
        asked = [one for one in self.questions if not one.settled_by]
        labels = [f"“{label}”" for label in dict.fromkeys(one.label for one in asked or self.questions)]
        start = f"Open question{'s' if len(labels) > 1 else ''}" if asked else "Not known yet"
        return f"{start}: {listed(labels, _LABELS)}"

    @property
    def advice(self) -> str:
        """What the pack itself says to do: what is made of open questions is shown question by question."""
        made = self.said.outcome == "unknown" and (self.is_unclear or self.said.remedy)
        return "" if made else str(self.said.fix)

    @property
    def is_unclear(self) -> bool:
        """Whether the answers would tell no more than whether the rule applies at all."""
        return bool(self.said.outcome == "unknown" and self.said.check_id == WHEN)

    @property
    def waits(self) -> bool:
        """Whether nobody can answer what is open: it becomes known with other entries."""
        return bool(self.questions) and all(one.settled_by and not one.section for one in self.questions)

    @property
    def tasks(self) -> tuple[Question, ...]:
        """The questions, but for those of which the heading says all that there is to say."""
        if len({one.label for one in self.questions}) > _LABELS:
            return self.questions
        return tuple(one for one in self.questions if one.says_more)

    @property
    def partly_hidden(self) -> bool:
        """Whether quotes were taken out of it, see ``governance.disclosure``."""
        return HIDDEN in str(self.said.why)

    @property
    def asks(self) -> str:
        """What the column of what the rule asks for is called: of a condition it is no wish."""
        return "Counts towards it if" if self.said.check_id == WHEN else "The rule asks for"


def show_findings(
    findings: Iterable[Any],
    document: Mapping[str, Any],
    names: Names,
    *,
    form_url: str | None,
    explained: bool = False,
) -> list[ShownFinding]:
    """``findings`` are rows or the engine's own. ``form_url`` is where the questions are: "" is this page,
    None is nowhere, for a reader who may not edit. ``explained`` leads on to the page of each evaluation.
    """
    return [
        replace(
            _shown(one, document, names, form_url),
            explained=_explained_at(document, one) if explained else "",
        )
        for one in findings
    ]


def _shown(one: Any, document: Mapping[str, Any], names: Names, form_url: str | None) -> ShownFinding:
    said = _places(one)
    places = [_place(place, document, names, form_url) for place in said]
    if one.check_id == WHEN:
        places = [replace(place, expected=_WHATEVER.get(place.expected, place.expected)) for place in places]
    spots = [spot_of(document["kind"], document, place["pointer"]) for place in said]
    found = ShownFinding(
        one,
        message_to(one, [place.inside for place in places if place.inside]),
        places,
        target=target_of(
            one.fix,
            [
                Target(spot.field.label, url)
                for spot in spots
                if spot.field and (url := question_at(spot, names, form_url))
            ],
            (document["kind"], document.get("key", "")),
            form_url,
        ),
    )
    if one.outcome == "unknown":
        return _asking(found, questions_of(said, document, names, form_url), document, names)
    reached = [
        (spot.inside[0][0], names.of(*spot.inside[0]))
        for spot in spots
        if spot.inside and spot.is_visible(names)
    ]
    return replace(found, acting=acting_on(one.who, document, names, reached, form_url))


def _asking(
    found: ShownFinding, questions: tuple[Question, ...], document: Mapping[str, Any], names: Names
) -> ShownFinding:
    """Whoever keeps the entry answers what is asked of it; who would act on a failure may help."""
    team = document.get("owner_team")
    own = any(one.is_own for one in questions) and isinstance(team, str)
    return replace(
        found,
        questions=questions,
        answering=names.of("team", str(team)).text if own else "",
        acting=helping(found.said.who, names),
    )


def _explained_at(document: Mapping[str, Any], finding: Any) -> str:
    return reverse("explain_rule", args=[document["kind"], document["key"], finding.rule_id])


def form_url_of(kind: str, key: str) -> str:
    return reverse("edit_entry", args=[kind, key])


def _places(finding: Any) -> list[Mapping[str, Any]]:
    names = ("pointer", "label", "expected", "actual")
    return [
        place if isinstance(place, Mapping) else {name: getattr(place, name) for name in names}
        for place in finding.pointers
    ]


def _place(
    place: Mapping[str, Any], document: Mapping[str, Any], names: Names, form_url: str | None
) -> ShownPlace:
    pointer = place["pointer"]
    if pointer.startswith("/facts/"):
        return _computed(place)
    spot = spot_of(document["kind"], document, pointer)
    inside = names.of(*spot.inside[0]) if spot.inside and spot.inside[0][1] else None
    hidden = not spot.is_visible(names)
    return ShownPlace(
        label=place["label"],
        expected="" if hidden else place["expected"],
        actual="" if hidden else in_words(spot.field, place["actual"]),
        url=question_at(spot, names, form_url),
        inside=inside,
        hidden=hidden,
        row="" if hidden else row_of(document, pointer, names),
    )


def _computed(place: Mapping[str, Any]) -> ShownPlace:
    """Facts over the whole portfolio: their number may be told to everyone, what they are about may not."""
    actual = place["actual"]
    shown = in_words(None, actual) if isinstance(actual, bool | int | float) or actual is None else ""
    return ShownPlace(place["label"], place["expected"], shown, "", None, False)


def in_words(one: Field | None, value: Any) -> str:
    """A JSON value as evidence, in the words of its field."""
    if value is None:
        return "not answered"
    if is_masked(value):
        return str(value)
    if isinstance(value, Mapping):
        reason = value.get("$unknown")
        return f"not known: {reason}" if reason else "given"
    if isinstance(value, list):
        return ", ".join(_term(one, item) for item in value) or "none"
    if one is None or one.type in {"set", "list"}:
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    if one.type in {"ref", "refs", "parts"}:
        return str(value)
    return plain(one, value)


def _term(one: Field | None, item: Any) -> str:
    if one is not None and one.type == "set":
        return term_label(one.of, item)
    return str(item.get("key", "…")) if isinstance(item, Mapping) else str(item)
