"""Which fields a record, a part or a fact has for rules: the field tables with their types made coarse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from policies.language.nodes import Category, Slot
from policies.record.fields import KINDS, REFERENCE_FIELD, SUPPORTING, Field, fields_of

# What rules apply to: the five kinds, and the organisation with all it registered.
SUBJECTS: Final = (*KINDS, "portfolio")

_CATEGORIES: Final[Mapping[str, Category]] = {
    "str": "text",
    "text": "text",
    "url": "text",
    "email": "text",
    "bool": "flag",
    "int": "number",
    "dec": "number",
    "date": "date",
    "dt": "date",
    "enum": "term",
    "set": "set",
    "list": "set",
    "ref": "mapping",
    "refs": "items",
    "parts": "items",
    "json": "other",
}
KEY: Final = Slot("text", "Key")
_SIZE: Final = Slot("number", "Number found", bounded=True)
_KEYS: Final = Slot("set", "Keys found", bounded=True)
_FACTS: Final[Mapping[str, Mapping[str, Slot]]] = {
    "fact:ai_act": {
        "tier": Slot("term", "AI Act tier that the answers lead to", vocabulary="eu_ai_tier"),
        "tiers": Slot("set", "AI Act tiers that the answers lead to", vocabulary="eu_ai_tier"),
        "possible_tiers": Slot("set", "AI Act tiers that the answers leave open", vocabulary="eu_ai_tier"),
        "art5_practices": Slot("set", "Prohibited practices in the answers", vocabulary="art5_practice"),
        "annex_iii_points": Slot("set", "High-risk areas in the answers", vocabulary="annex_iii_point"),
        "art50_triggers": Slot(
            "set", "Reasons in the answers to be open with people", vocabulary="art50_trigger"
        ),
        "deadline": Slot("date", "Day on which the first duty begins"),
    },
    "fact:peers": {"size": _SIZE, "keys": _KEYS},
    "fact:group": {"key": Slot("text", "Group"), "size": _SIZE, "keys": _KEYS},
    "fact:overlap": {
        "size": _SIZE,
        "undecided": Slot("number", "Number that nobody decided on"),
        "keys": _KEYS,
        "items": Slot("items", "Matches", target="fact:match"),
    },
    "fact:match": {
        "key": KEY,
        "title": Slot("text", "Title"),
        "score": Slot("number", "Likeness"),
        "level": Slot("text", "Level"),
        "reasons": Slot("set", "Reasons"),
        "outcome": Slot("term", "What was decided on it", vocabulary="overlap_outcome"),
    },
    "fact:linked": {"size": _SIZE, "keys": _KEYS},
    "fact:consent": {
        "covered": Slot("flag", "Consent covers every way of the data"),
        "size": Slot("number", "Ways of the data"),
        "route": Slot("text", "Way of the data"),
        "broken_at": Slot("text", "First step that consent does not cover"),
        "missing": Slot("set", "What is missing there", vocabulary="consent_gap"),
        "share": Slot("number", "Share of people", bounded=True),
        "items": Slot("items", "Ways of the data", target="fact:way"),
        "sources": Slot("items", "What each source takes away", target="fact:source"),
    },
    "fact:way": {
        "covered": Slot("flag", "Consent covers it"),
        "route": Slot("text", "Way of the data"),
        "broken_at": Slot("text", "First step that consent does not cover"),
        "missing": Slot("set", "What is missing there", vocabulary="consent_gap"),
    },
    "fact:source": {
        "key": KEY,
        "title": Slot("text", "Title"),
        "low": Slot("number", "It takes away at least"),
        "high": Slot("number", "It takes away at most"),
    },
    "fact:readiness": {
        "score": Slot("number", "Readiness", bounded=True),
        "dimension": Slot("term", "Weakest in", vocabulary="readiness_dimension"),
        "source": Slot("text", "Weakest source"),
        "items": Slot("items", "Readiness by source", target="fact:ready"),
    },
    "fact:ready": {
        "key": KEY,
        "title": Slot("text", "Data source"),
        "dimension": Slot("term", "Dimension", vocabulary="readiness_dimension"),
        "score": Slot("number", "Readiness", bounded=True),
        "state": Slot("term", "State of the proof", vocabulary="proof_state"),
        "proved_on": Slot("date", "Proved on"),
    },
    "fact:decisions": {
        "items": Slot("items", "Decisions of the council", target="fact:decision"),
        "conditions_open": Slot("number", "Open conditions"),
        "conditions_due_on": Slot("date", "Conditions due on"),
        "days_left": Slot("number", "Days left for the conditions"),
    },
    "fact:decision": {
        "outcome": Slot("term", "Outcome", vocabulary="decision_outcome"),
        "decided_on": Slot("date", "Decided on"),
        "valid_until": Slot("date", "Valid until"),
        "functions_present": Slot("set", "Functions present", vocabulary="function"),
        "proposer_voted": Slot("flag", "Did the proposer vote?"),
        "conditions_open": Slot("number", "Open conditions"),
        "conditions_due_on": Slot("date", "Conditions due on"),
    },
}
FACT_SLOTS: Final[Mapping[str, Slot]] = {
    "peers": Slot("mapping", "Peers", target="fact:peers"),
    "groups": Slot("items", "Groups", target="fact:group"),
    "overlap": Slot("mapping", "Similar entries", target="fact:overlap"),
    "linked": Slot("mapping", "Entries that link here", target="fact:linked"),
    "consent": Slot("mapping", "Consent along lineage", target="fact:consent"),
    "readiness": Slot("mapping", "Data readiness", target="fact:readiness"),
    "decisions": Slot("mapping", "Decisions", target="fact:decisions"),
    "ai_act": Slot("mapping", "AI Act", target="fact:ai_act"),
}
# Kinds of facts that no record says: the host knows them and hands them in.
HELD_FACTS: Final = frozenset({"decisions"})
# Facts that tell of the entry itself and quote nothing of others.
OWN_FACTS: Final = HELD_FACTS | {"ai_act"}
# Kinds of facts whose members are questions of their own: the fact's name would not say which was asked.
MANY_QUESTIONS: Final = frozenset({"fact:ai_act"})
# Kinds of facts about what an entry stands on, and what feeds that.
LINEAGE_FACTS: Final = frozenset({"consent", "readiness"})


@dataclass(frozen=True)
class Shape:
    """The fields that a mapping of this name may have."""

    name: str
    slots: Mapping[str, Slot]


@cache
def shape_of(name: str) -> Shape:
    """The shape of a kind, part, supporting type, ``portfolio`` or fact. Raises KeyError."""
    if name in _FACTS:
        return Shape(name, _FACTS[name])
    table = fields_of("organisation" if name == "portfolio" else name)
    slots = {field.name: _slot(field) for field in table.values()}
    if name in KINDS or (name in SUPPORTING and name not in REFERENCE_FIELD):
        slots = {"key": KEY} | slots
    return Shape(name, slots)


@cache
def naming_steps(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to what things of a shape are called, the best first; none of what nothing may name."""
    if name in _FACTS:
        words = [field for field in ("title", "route", "key", "outcome") if field in _FACTS[name]]
        return tuple((field,) for field in words[:1])
    if name in KINDS:
        return (("title",), ("key",))
    table = [field for field in fields_of(name).values() if not field.sensitive]
    if name in SUPPORTING:
        called = [field.name for field in table if field.name in ("name", "label")]
        return tuple((word,) for word in (*called, *(() if name in REFERENCE_FIELD else ("key",))))
    head = next((field for field in table if field.heading), None)
    if head is None or head.type != "ref":
        return ((head.name,),) if head else ()
    return tuple((head.name, *steps) for steps in naming_steps(head.of))


def fact_slot(kind: str, steps: Iterable[str]) -> Slot | None:
    """What a fact of this kind holds there; ``steps`` are those of a pointer below its name."""
    slot: Slot | None = FACT_SLOTS[kind]
    for step in steps:
        if slot is not None and not step.isdigit():
            slot = shape_of(slot.target).slots.get(step) if slot.target else None
    return slot


def facts_shape(declared: Mapping[str, tuple[str, str]]) -> Shape:
    """The shape of ``facts``, from the kind of each declared fact and what the pack calls it, or ""."""
    slots = {
        name: replace(FACT_SLOTS[kind], label=fact_label(name, kind, label))
        for name, (kind, label) in declared.items()
    }
    return Shape("facts", slots)


def fact_label(name: str, kind: str, label: str) -> str:
    """What the pack calls a fact; else its name as words, and whether others were looked at for it."""
    words = name.replace("_", " ").capitalize()
    return label or (words if kind in OWN_FACTS | LINEAGE_FACTS else f"{words} in the portfolio")


def _slot(field: Field) -> Slot:
    category = _CATEGORIES[field.type]
    if category in ("term", "set"):
        words = "" if field.of == "str" else field.of
        return Slot(category, field.label, vocabulary=words, sensitive=field.sensitive)
    return Slot(category, field.label, target=field.of, sensitive=field.sensitive, unit=field.unit)
