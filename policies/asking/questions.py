"""What to say next: the missing fields of a record that can still change its verdict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from policies.asking.facts import open_facts
from policies.asking.gaps import asked_for, open_record
from policies.asking.judging import Standing, stand
from policies.asking.openly import OpenSubject
from policies.engine.check import asked
from policies.language.packs import Packs
from policies.record.fields import vocabulary
from policies.record.places import spot_at

Answer = Literal["text", "yes or no", "number", "date", "one of", "any of", "list", "link", "links", "rows"]
_ANSWERS: Final[Mapping[str, Answer]] = {
    "bool": "yes or no",
    "int": "number",
    "dec": "number",
    "date": "date",
    "enum": "one of",
    "set": "any of",
    "list": "list",
    "json": "list",
    "ref": "link",
    "refs": "links",
    "parts": "rows",
}


@dataclass(frozen=True)
class Question:
    """A missing field: its JSON pointer and label, and the ids of the rules that wait for it.

    ``answer`` is what is asked for, ``of`` the vocabulary, the kind or the part that it is taken from, or "".
    Under ``/org`` lies the organisation, and what lies within a link belongs to the entry linked to.
    """

    pointer: str
    label: str
    answer: Answer
    of: str
    choices: tuple[str | int, ...]
    help: str
    rules: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON-safe and in a fixed order."""
        return {
            "pointer": self.pointer,
            "label": self.label,
            "answer": self.answer,
            "of": self.of,
            "choices": list(self.choices),
            "help": self.help,
            "rules": list(self.rules),
        }


def next_questions(
    record: Mapping[str, Any],
    packs: Packs,
    *,
    as_of: date,
    facts: Mapping[str, Any] | None = None,
    gate: str | None = None,
    stage: str | None = None,
) -> tuple[Question, ...]:
    """The questions whose answers can still change the verdict, the most decisive first.

    Takes what ``check`` takes. To answer anything else changes the verdict no more, as long as rules can be
    evaluated with the answer. A fact that is not told of the record (what others say of it, what the council
    decided) is nothing that could be asked. Raises PolicyError as ``check`` does.
    """
    rules, whole = asked(record, packs, as_of=as_of, facts=facts, gate=gate, stage=stage)
    subject = OpenSubject(whole.kind, open_record(whole.record), whole.facts, as_of, whole.facts)
    known = open_facts(subject, packs.facts)
    subject = replace(subject, facts=known.held)
    standing = [stand(rule, subject) for rule in rules]
    surest = max(one.sure for one in standing)
    waiting = [one for one in standing if one.worst > surest]
    return tuple(_ordered(waiting, subject, known.moved_by))


def _ordered(
    waiting: Iterable[Standing], subject: OpenSubject, moved_by: Mapping[str, tuple[str, ...]]
) -> Iterator[Question]:
    """Those that the worst and the most rules ask for themselves; then what only moves a fact."""
    rules: defaultdict[str, dict[str, None]] = defaultdict(dict)
    weight: defaultdict[str, list[tuple[bool, int]]] = defaultdict(list)
    for one in waiting:
        for pointer, told in _places(one, subject, moved_by):
            if one.rule.id not in rules[pointer]:
                weight[pointer].append((told, one.worst))
            rules[pointer][one.rule.id] = None
    order = sorted(rules, key=lambda place: [*max(weight[place]), len(rules[place])], reverse=True)
    return (_question(subject.kind, pointer, tuple(rules[pointer])) for pointer in order)


def _places(
    one: Standing, subject: OpenSubject, moved_by: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, bool]]:
    """Where to answer, and whether the rule itself looks there. What a rule asks for comes first."""
    facts: dict[str, None] = {}
    for pointer in one.waits_for:
        if pointer.startswith("/facts/"):
            facts |= dict.fromkeys(moved_by.get(pointer.split("/")[2], ()))
        else:
            yield from ((place, True) for place in asked_for(subject.kind, subject.record, pointer))
    for pointer in facts:
        yield from ((place, False) for place in asked_for(subject.kind, subject.record, pointer))


def _question(kind: str, pointer: str, rules: tuple[str, ...]) -> Question:
    spot = spot_at(kind, pointer)
    if spot is None:
        name = pointer.rpartition("/")[2].replace("_", " ")
        return Question(pointer, name.capitalize(), "text", "", (), "", rules)
    field = spot.field
    answer = _ANSWERS.get(field.type, "text")
    of = field.of if field.of != "str" else ""
    choices = vocabulary(of) if field.type in ("enum", "set") else ()
    return Question(pointer, spot.label, answer, of, choices, field.help, rules)
