"""Why a rule applies, in sentences: what it is for, and which answers bring it up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.engine.evidence import Place
from policies.engine.grounds import value_at
from policies.engine.words import items_on, listed, quoted, row_of
from policies.language.context import FactSpec
from policies.language.rules import Rule
from policies.language.shapes import fact_label
from policies.record.fields import KIND_WORDS, KINDS
from policies.record.pointers import trail_of

SCOPE_UNSAID = (
    "Muster doesn't know exactly where your organisation operates, so it also checks rules of places where it"
    " might. An administrator can enter this for the organisation."
)
# So many answers are told; a rule that more of them bring up can be followed step by step elsewhere.
_CLAUSES = 8


def why_it_applies(
    rule: Rule,
    kind: str,
    record: Mapping[str, Any],
    reasons: list[Place],
    found: list[Place],
    *,
    scope_unsaid: bool,
) -> str:
    """Why the rule exists, and why it is asked of this record: ``reasons`` are what makes it apply.

    ``found`` are the places of the finding: of a list that they name entries of, no other entry is named.
    """
    said = [] if rule.why == rule.title else [rule.why]
    if rule.when is None:
        whom = "the organisation as a whole" if kind == "portfolio" else f"every {KIND_WORDS[kind]}"
        said.append(f"This applies to {whom}.")
    else:
        clauses = _Clauses(kind, rule.facts, record).of(reasons, [place.pointer for place in found])
        said.append(f"This applies because {listed(clauses, _CLAUSES)}.")
    if scope_unsaid:
        said.append(SCOPE_UNSAID)
    return " ".join(said)


def why_asked(rule: Rule) -> str:
    """The same, where it is unknown whether the rule applies."""
    return "" if rule.why == rule.title else rule.why


@dataclass(frozen=True)
class _Clauses:
    """Clauses about one record."""

    kind: str
    facts: Mapping[str, FactSpec]
    record: Mapping[str, Any]

    def of(self, reasons: list[Place], found: list[str]) -> list[str]:
        """What makes the rule apply, told of the entries that the finding is about where it is about some."""
        about = {item for pointer in found for item in items_on(pointer)}
        lists = {item.rpartition("/")[0] for item in about}
        named: list[Place] = []
        others: list[Place] = []
        for place in _telling(reasons):
            items = items_on(place.pointer)
            passes = any(item.rpartition("/")[0] in lists and item not in about for item in items)
            (others if passes else named).append(place)
        if named:
            return [_clause(place, self._row(place.pointer)) for place in named]
        return [_clause(place, f" in {quoted(self._list(place.pointer))}") for place in others]

    def _row(self, pointer: str) -> str:
        """Which entry of a list is meant, and what the thing is called that the rule looks at beyond it."""
        items = items_on(pointer)
        called = [quoted(title) for title in self._titles(pointer)]
        row = [row_of(items[-1], self._list(pointer))] if items else []
        return f" ({', '.join([*row, *called])})" if row or called else ""

    def _titles(self, pointer: str) -> Iterator[str]:
        """The title of the first entry that a pointer leads into: what it reads there, it may quote."""
        trail = trail_of(self.kind, pointer)
        for stop in trail[:-1]:
            title = value_at(f"{stop.pointer}/title", self.record) if stop.field.of in KINDS else None
            if isinstance(title, str) and title:
                yield title
                return

    def _list(self, pointer: str) -> str:
        return list_label(pointer, self.kind, self.facts)


def _telling(reasons: list[Place]) -> list[Place]:
    """One place for each pointer: that something was answered is contained in what it was answered with."""
    found: dict[str, Place] = {}
    for place in reasons:
        if place.pointer not in found or found[place.pointer].expected == "is answered":
            found[place.pointer] = place
    return list(found.values())


def _clause(place: Place, where: str) -> str:
    if place.told:
        return f"{quoted(place.label)}{where} {place.told}"
    return f"nobody has answered {quoted(place.label)}{where}"


def list_label(pointer: str, kind: str, facts: Mapping[str, FactSpec]) -> str:
    """What the form, or of a fact the pack, calls the innermost list that a pointer leads into."""
    if pointer.startswith("/facts/"):
        name = pointer.split("/")[2]
        return fact_label(name, facts[name].kind, facts[name].label) if name in facts else name
    rows = [stop.field.label for stop in trail_of(kind, pointer) if stop.row is not None]
    return rows[-1] if rows else ""
