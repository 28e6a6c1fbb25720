"""Open questions: what was not answered, whose question it is, and what to do about it.

Messages quote what entries are called, which readers who may not see these don't get. What to do is told to
everybody, so it quotes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from policies.engine.evidence import Place
from policies.engine.grounds import value_at
from policies.engine.words import listed, quoted
from policies.language.context import FactSpec
from policies.language.rules import Rule
from policies.language.shapes import LINEAGE_FACTS
from policies.language.values import MISSING, said
from policies.record.fields import KIND_WORDS, KINDS, Field, term_label, vocabulary
from policies.record.pointers import Stop, trail_of

# A record may be hostile; nobody answers more in one sitting.
_MOST: Final = 20
_NONE: Final = "None of these"
_OF_OTHERS: Final = "is worked out from other entries. It becomes known once more is answered there"
_OF_DATA: Final = "is worked out from the data that this entry uses, and becomes known with it"
_OF_FACTS: Final = {
    **dict.fromkeys(LINEAGE_FACTS, _OF_DATA),
    "ai_act": "follows from the answers under “EU AI Act”",
    "decisions": "follows from the decisions of the council",
}
Whose = Literal["here", "entry", "administrator", "nobody"]


class Question(NamedTuple):
    """``whose``: this entry's, another entry's, an administrator's, or nobody's because it is worked out.

    ``rows`` (from 1) are the entries of the list ``within`` that it is asked of; ``thing`` is what kind of
    entry it belongs to and ``called`` its title; ``reason`` is why the answer is not known yet.
    ``can_be_none``: that there are none would not make the check fail.
    """

    label: str
    whose: Whose
    field: Field | None = None
    within: str = ""
    rows: tuple[int, ...] = ()
    thing: str = ""
    called: tuple[str, ...] = ()
    reason: str = ""
    settled_by: str = ""
    can_be_none: bool = True

    @property
    def place(self) -> str:
        """Such as "in rows 1 and 3 of “Data it uses”"."""
        if not self.rows:
            return f"under {quoted(self.within)}" if self.within else ""
        numbers = listed(map(str, self.rows), _MOST)
        return f"in row{'s' if len(self.rows) > 1 else ''} {numbers} of {quoted(self.within)}"


@dataclass(frozen=True)
class Asked:
    """The open questions of one finding."""

    questions: tuple[Question, ...]

    @property
    def message(self) -> str:
        """Which answers are missing, quoting whose they are."""
        open_ones = [_named(one) for one in self.questions if one.whose != "nobody"]
        known_later = [quoted(one.label) for one in self.questions if one.whose == "nobody"]
        parts = (("Not answered", open_ones), ("Not known yet", known_later))
        return " ".join(f"{start}: {listed(words, _MOST)}." for start, words in parts if words)

    @property
    def fix(self) -> str:
        """What to answer and where, each of them, quoting nothing."""
        return " ".join(_steps(self.questions))


def ask(
    places: list[Place],
    rule: Rule,
    kind: str,
    document: Mapping[str, Any],
    none_fails: Callable[[Field], bool] = lambda _: False,
) -> Asked:
    """The questions behind the places that leave a predicate unknown.

    ``none_fails`` tells of a field of the record whether the check fails where there are none.
    """
    unanswered = [place for place in places if _is_open(place)] or places
    questions = [_question(place, rule, kind, document) for place in unanswered]
    together = _together(list(dict.fromkeys(questions)))
    return Asked(
        tuple(one._replace(can_be_none=False) if _fails(one, none_fails) else one for one in together)
    )


def _fails(question: Question, none_fails: Callable[[Field], bool]) -> bool:
    field = question.field
    of_entry = question.whose == "here" and not question.rows
    return of_entry and field is not None and field.many and none_fails(field)


def _is_open(place: Place) -> bool:
    missing = place.actual is None or (isinstance(place.actual, dict) and "$unknown" in place.actual)
    return missing or place.pointer.startswith("/facts/")


def _question(place: Place, rule: Rule, kind: str, document: Mapping[str, Any]) -> Question:
    if place.pointer.startswith("/facts/"):
        fact = rule.facts.get(place.pointer.split("/")[2])
        return Question(place.label, "nobody", settled_by=settled_by(place.label, fact))
    trail = _up_to_missing(trail_of(kind, place.pointer), document)
    reason = place.actual["$unknown"] if isinstance(place.actual, dict) else ""
    if not trail:
        return Question(place.label, "here", reason=reason)
    if trail[-1].field.derived and len(trail) == 1:
        follows = f"{quoted(trail[-1].field.label)} follows from other answers."
        return Question(trail[-1].field.label, "nobody", settled_by=follows)
    rows = [stop for stop in trail if stop.row is not None and stop is not trail[-1]]
    asked = Question(
        trail[-1].field.label,
        "here",
        trail[-1].field,
        rows[0].field.label if rows else "",
        (rows[0].row + 1,) if rows and rows[0].row is not None else (),
        reason=reason,
    )
    return _of_owner(asked, place, trail, document)


def _of_owner(
    asked: Question, place: Place, trail: tuple[Stop, ...], document: Mapping[str, Any]
) -> Question:
    """The question as it is put to whoever keeps what it is about."""
    if place.pointer.startswith("/org/"):
        return Question(place.label, "administrator", within="the organisation", reason=asked.reason)
    crossed = next((stop for stop in trail[:-1] if stop.field.type in ("ref", "refs")), None)
    if crossed is None:
        return asked
    if crossed.field.of not in KINDS:
        return Question(place.label, "administrator", reason=asked.reason)
    title = value_at(f"{crossed.pointer}/title", document)
    called = (title,) if isinstance(title, str) and title else ()
    within = asked.within or crossed.field.label
    return asked._replace(whose="entry", thing=KIND_WORDS[crossed.field.of], called=called, within=within)


def _up_to_missing(trail: tuple[Stop, ...], document: Mapping[str, Any]) -> tuple[Stop, ...]:
    """Where nobody says which thing is meant, that is the question, and not what the thing is like."""
    for number, stop in enumerate(trail):
        if stop.field.type in ("ref", "refs") and said(value_at(stop.pointer, document)) is MISSING:
            return trail[: number + 1]
    return trail


def settled_by(label: str, fact: FactSpec | None) -> str:
    """What makes a fact known that is not, as its pack says it, or as follows from how it is worked out."""
    if fact is not None and fact.settled_by:
        return f"{quoted(label)} can't be answered directly. {fact.settled_by}"
    how = _OF_FACTS.get(fact.kind, _OF_OTHERS) if fact is not None else _OF_OTHERS
    return f"{quoted(label)} {how}."


def _together(questions: list[Question]) -> Iterator[Question]:
    """One question where the same is asked of several rows."""
    alike: dict[Question, list[Question]] = {}
    for one in questions:
        alike.setdefault(one._replace(rows=(), called=()), []).append(one)
    for first, group in alike.items():
        called = tuple(dict.fromkeys(title for one in group for title in one.called))
        rows = tuple(dict.fromkeys(row for one in group for row in one.rows))
        yield first._replace(rows=rows, called=called if all(one.called for one in group) else ())


def _named(question: Question) -> str:
    whose = f" {question.place}" if question.place else ""
    if question.called:
        whose = f" of {listed(map(quoted, question.called), _MOST)}"
    elif question.whose == "entry":
        whose = f" of the {question.thing}{whose}"
    elif question.whose == "administrator" and question.within:
        whose = f" of {question.within}"
    reason = f" (not known yet: {question.reason})" if question.reason else ""
    return f"{quoted(question.label)}{whose}{reason}"


def _steps(questions: tuple[Question, ...]) -> Iterator[str]:
    here = [one for one in questions if one.whose == "here"]
    yield from _answer(here)
    entries: dict[tuple[str, str], list[str]] = {}
    for one in questions:
        if one.whose == "entry":
            entries.setdefault((one.thing, one.place), []).append(quoted(one.label))
    for (thing, place), labels in entries.items():
        yield f"Open the {thing} {place} and answer {listed(labels, _MOST)} there."
    kept = [_named(one._replace(reason="")) for one in questions if one.whose == "administrator"]
    if kept:
        yield f"Ask an administrator of Muster to enter {listed(kept, _MOST)}."
    yield from dict.fromkeys(one.settled_by for one in questions if one.whose == "nobody")


def _answer(here: list[Question]) -> Iterator[str]:
    """What to do in the form of the entry itself."""
    plain = [one for one in here if one.field is None or not one.field.many]
    if len(plain) == 1 and plain[0].label.endswith("?"):
        yield f"Answer the question {_at(plain)}."
    elif plain:
        yield f"Answer {_at(plain)}."
    lists: dict[str, list[Question]] = {}
    for one in here:
        if one.field is not None and one.field.many:
            lists.setdefault(_none_of(one.field) if one.can_be_none else "", []).append(one)
    for none, alike in lists.items():
        when = "where there are none" if none == _NONE else "if that is so"
        yield f"Fill in {_at(alike)}{f', or choose {quoted(none)} {when}' if none else ''}."
    if here and not any(one.reason for one in here):
        yield "If nobody knows yet, choose “Don't know yet” and say why."


def _at(questions: list[Question]) -> str:
    """The questions by their labels, with the place once for those that share it."""
    places: dict[str, list[str]] = {}
    for one in questions:
        places.setdefault(one.place, []).append(quoted(one.label))
    return listed((f"{listed(labels, _MOST)} {place}".strip() for place, labels in places.items()), _MOST)


def _none_of(field: Field) -> str:
    """The answer of the form that says that there are none."""
    said = none_said(field)
    return term_label(field.of, said[0]) if said else _NONE


def none_said(field: Field) -> list[str]:
    """What the record says then."""
    return ["none"] if field.type == "set" and "none" in vocabulary(field.of) else []
