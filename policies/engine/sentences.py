"""The sentences of a finding: what is wrong, why the rule applies, and what to say or to change."""

from datetime import date
from typing import Any, Final

from policies.engine.evidence import Place, deciding
from policies.engine.interpret import holds, measure
from policies.engine.naming import names_of
from policies.engine.scope import Scope
from policies.engine.words import in_words, items_on, list_name, listed, reads_as, whereabouts
from policies.language.nodes import Measured, Path, Quantified, Slot, walk
from policies.language.rules import Check, Rule
from policies.language.templates import OfList
from policies.language.values import MISSING, Interval, Values, as_json
from policies.record.masking import masked

NOT_ENOUGH: Final = "Not enough was said to tell"


def message_of(check: Check, rule: Rule, scope: Scope, found: list[Place]) -> str:
    """The message of a check with its placeholders filled in for one record; ``found`` is what decides it."""
    parts: list[str] = []
    for part in check.message.parts:
        if isinstance(part, str):
            parts.append(part)
        elif isinstance(part, Path):
            value = scope.read(part)
            parts.append(_value_text(value, part.slot))
        elif part is OfList.COUNT:
            parts.append(_counted(check, rule, scope))
        else:
            document = {**scope.record, "facts": scope.facts}
            parts.append(listed(names_of([place.pointer for place in found], document), 5) or "(none)")
    return "".join(parts)


def _value_text(value: Any, slot: Slot) -> str:
    if value is MISSING:
        return "(not said)"
    if slot.sensitive:
        return masked(sorted(value.known, key=str) if isinstance(value, Values) else value)
    if isinstance(value, Values):
        return listed((reads_as(one, slot) for one in sorted(value.known, key=str)), 5) or "none"
    return in_words(value) if isinstance(value, date) else reads_as(value, slot)


def _counted(check: Check, rule: Rule, scope: Scope) -> str:
    """The number of entries that the outermost quantifier of the check, else of ``when``, is about."""
    for node in (check.that, rule.when):
        for inner in walk(node) if node is not None else ():
            if isinstance(inner, Quantified | Measured):
                return str(_number(inner, scope))
    return "0"


def _number(node: Quantified | Measured, scope: Scope) -> int | float:
    if isinstance(node, Measured):
        return as_json((measure(node, scope) or Interval(0, 0)).low)
    scopes = scope.items(node.path) or []
    truths = [holds(node, item) for item in scopes]
    if node.kind == "every":
        return truths.count(False)
    return truths.count(True) or (len(scopes) if node.kind == "some" else 0)


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
