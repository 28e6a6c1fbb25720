"""Findings without words: which check of which rule, what it came to, and the places that decide it.

What a portfolio of records is found to be is counted, grouped and compared long before anybody reads it.
``policies.engine.findings`` words such a finding for whoever does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from policies.engine.grounds import value_at
from policies.engine.interpret import measure
from policies.engine.scope import Scope
from policies.engine.sites import Asked, Site, sites
from policies.engine.words import range_json, shown
from policies.language.nodes import All, Measured, Node, Path, Slot, Union
from policies.language.rules import Check, Rule
from policies.language.values import MISSING, WrongTypeError, said
from policies.limits import LIMITS
from policies.record.masking import holds_sensitive

# The id of the check in a finding about whether the rule applies.
WHEN: Final = "when"


@dataclass(frozen=True, slots=True)
class Head:
    """What all findings of one kind share. ``check`` is None where it is open whether the rule applies."""

    rule: Rule
    check: Check | None
    outcome: Literal["fail", "unknown", "error"]

    @property
    def check_id(self) -> str:
        return self.check.id if self.check else WHEN

    @property
    def node(self) -> Node:
        """The predicate that is not shown to hold. A rule without ``when`` always applies."""
        return self.check.that if self.check else self.rule.when or All(())


class CompactPlace(NamedTuple):
    """``asked`` holds what was expected at ``pointer``; ``actual`` is what the record says there, uncut.

    Sensitive values are masked. ``within`` are the pointers of the entries of lists around, outermost first.
    """

    asked: Asked
    within: tuple[str, ...]
    pointer: str
    actual: Any


class CompactFinding(NamedTuple):
    """``places`` in the order of the rule and of the record; one can be there twice, see ``listed``.

    ``problem`` is what an outcome of ``error`` met. ``by_reference``: the places are looked for again when it
    is worded, since to look for them counts among the steps that the reference may take.
    """

    head: Head
    places: Sequence[CompactPlace]
    problem: WrongTypeError | None
    by_reference: bool


def listed(places: Sequence[CompactPlace]) -> tuple[list[CompactPlace], int]:
    """The places that a finding lists, each pointer once, and how many there are beyond these."""
    if len(places) < 2:
        return list(places), 0
    unique = list({place.pointer: place for place in places}.values())
    return unique[: LIMITS.pointers_a_finding], max(0, len(unique) - LIMITS.pointers_a_finding)


def is_hidden(slot: Slot) -> bool:
    """Whether what stands in such a field is masked, all of it or parts."""
    return slot.sensitive or bool(slot.target and holds_sensitive(slot.target))


def compact_finding(head: Head, scope: Scope, problem: WrongTypeError | None) -> CompactFinding:
    """What the reference says of a check that is not shown to hold."""
    try:
        places = () if problem else tuple(map(_compact, sites(head.node, scope)))
    except WrongTypeError:
        places = ()
    return CompactFinding(head, places, problem, by_reference=True)


def _compact(site: Site) -> CompactPlace:
    asked, scope, pointer = site
    what = asked.what
    if isinstance(what, Measured):
        found = measure(what, scope)
        actual = None if found is None else range_json(found)
    elif isinstance(what, Union):
        actual = None
    else:
        actual = quoted(scope.found(asked.path), asked.path.slot)
    return CompactPlace(asked, _within(scope), pointer, actual)


def quoted(value: Any, slot: Slot) -> Any:
    """What the record says in a field, masked where it has to be."""
    if not is_hidden(slot):
        return value
    return None if said(value) is MISSING else shown(value, slot)


def site_of(place: CompactPlace, scope: Scope) -> Site:
    """The place as it is worded; ``scope`` is that of the record."""
    return Site(place.asked, _inside(scope, place.within), place.pointer)


def places_from(asked: Asked, within: tuple[str, ...], scope: Scope) -> Iterator[CompactPlace]:
    """By the reference, the places that decide the predicate asked within an entry of the record."""
    what = asked.what
    if isinstance(what, Path | Union):
        return iter(())
    return map(_compact, sites(what, _inside(scope, within), asked.wanted))


def _inside(scope: Scope, within: tuple[str, ...]) -> Scope:
    document = document_of(scope.record, scope.facts) if within else {}
    for pointer in within:
        scope = scope.entered(value_at(pointer, document), pointer)
    return scope


def document_of(record: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON pointers lead into."""
    return {**record, "facts": facts}


def _within(scope: Scope) -> tuple[str, ...]:
    return () if scope.outer is None else (*_within(scope.outer), scope.pointer)
