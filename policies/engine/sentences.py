"""Why a rule applies, in sentences: what it is for, and which answers bring it up."""

from collections.abc import Mapping

from policies.engine.evidence import Place, deciding
from policies.engine.scope import Scope
from policies.engine.words import items_on, listed, quoted, row_of
from policies.language.context import FactSpec
from policies.language.rules import Rule
from policies.language.shapes import fact_label
from policies.record.fields import KIND_WORDS
from policies.record.pointers import trail_of

SCOPE_UNSAID = (
    "Muster doesn't know exactly where your organisation operates, so it also checks rules of places where it"
    " might. An administrator can enter this for the organisation."
)
# So many answers are told; a rule that more of them bring up can be followed step by step elsewhere.
_CLAUSES = 8


def why_it_applies(rule: Rule, kind: str, scope: Scope, found: list[Place], *, scope_unsaid: bool) -> str:
    """Why the rule exists, and why it is asked of this record.

    ``found`` are the places of the finding: of a list that they name entries of, no other entry is named.
    """
    said = [] if rule.why == rule.title else [rule.why]
    if rule.when is None:
        whom = "the organisation as a whole" if kind == "portfolio" else f"every {KIND_WORDS[kind]}"
        said.append(f"This applies to {whom}.")
    else:
        reasons = list(deciding(rule.when, scope))
        clauses = _clauses(reasons, [place.pointer for place in found], kind, rule.facts)
        said.append(f"This applies because {listed(clauses, _CLAUSES)}.")
    if scope_unsaid:
        said.append(SCOPE_UNSAID)
    return " ".join(said)


def why_asked(rule: Rule) -> str:
    """The same, where it is unknown whether the rule applies."""
    return "" if rule.why == rule.title else rule.why


def _clauses(reasons: list[Place], found: list[str], kind: str, facts: Mapping[str, FactSpec]) -> list[str]:
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
        return [_clause(place, f" ({row})" if (row := _row(place, kind, facts)) else "") for place in named]
    return [_clause(place, f" in {quoted(list_label(place.pointer, kind, facts))}") for place in others]


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


def _row(place: Place, kind: str, facts: Mapping[str, FactSpec]) -> str:
    items = items_on(place.pointer)
    return row_of(items[-1], list_label(place.pointer, kind, facts)) if items else ""


def list_label(pointer: str, kind: str, facts: Mapping[str, FactSpec]) -> str:
    """What the form, or of a fact the pack, calls the innermost list that a pointer leads into."""
    if pointer.startswith("/facts/"):
        name = pointer.split("/")[2]
        return fact_label(name, facts[name].kind, facts[name].label) if name in facts else name
    rows = [stop.field.label for stop in trail_of(kind, pointer) if stop.row is not None]
    return rows[-1] if rows else ""
