"""The sentences of a finding: why the rule applies, and what to say or to change."""

from typing import Final

from policies.engine.evidence import Place, deciding
from policies.engine.scope import Scope
from policies.engine.words import items_on, list_name, listed, whereabouts
from policies.language.rules import Rule

NOT_ENOUGH: Final = "Not enough was said to tell"


def why_it_applies(rule: Rule, kind: str, scope: Scope, found: list[Place], *, scope_unsaid: bool) -> str:
    """Why the rule is asked of this record, and why the rule exists.

    ``found`` are the places of the finding: of a list that they name entries of, no other entry is named.
    """
    if rule.when is None:
        said = f"This applies to every {kind.replace('_', ' ')}."
    else:
        clauses = _clauses(list(deciding(rule.when, scope)), [place.pointer for place in found])
        said = f"This applies because {listed(clauses, 3)}."
    if scope_unsaid:
        said += (
            " The organisation has not said where it operates, or not closely enough,"
            " so the rule is asked in case it does there."
        )
    return said if rule.why == rule.title else f"{said} {rule.why}"


def why_unclear(rule: Rule) -> str:
    """The same, where it is unknown whether the rule applies."""
    said = "Not enough was said to tell whether this applies."
    return said if rule.why == rule.title else f"{said} {rule.why}"


def missing(places: list[Place]) -> str:
    """The fields to fill in, by their labels."""
    return listed(f"“{place.label}”{whereabouts(place.pointer)}" for place in places)


def _clauses(reasons: list[Place], found: list[str]) -> list[str]:
    """What makes the rule apply, told of the entries that the finding is about where it is about some."""
    about = {item for pointer in found for item in items_on(pointer)}
    lists = {item.rpartition("/")[0] for item in about}
    named: list[Place] = []
    others: list[Place] = []
    for place in reasons:
        items = items_on(place.pointer)
        passes = any(item.rpartition("/")[0] in lists and item not in about for item in items)
        (others if passes else named).append(place)
    if named:
        return [f"“{place.label}”{whereabouts(place.pointer)} {place.expected}" for place in named]
    return [f"“{place.label}” {place.expected} somewhere in {list_name(place.pointer)}" for place in others]
