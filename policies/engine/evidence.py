"""Places in words: what was expected there, and what is there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, assert_never

from policies.engine.interpret import measure, value_of
from policies.engine.scope import Scope
from policies.engine.sites import Site, sites
from policies.engine.words import (
    decisive_members,
    expectation,
    operand_text,
    range_json,
    reads_as,
    shown,
    told,
    why_unknown,
)
from policies.language.nodes import Measured, Node, Operand, Path, Quantified, Slot, Test, Union
from policies.language.values import MISSING
from policies.record.masking import is_masked
from policies.record.pointers import trail_of


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its JSON pointer, the label of its field, what was expected there, and what is there.

    Sensitive values are masked, see ``policies.record.masking``; their pointers stay.

    Under ``/org`` lies the organisation, under ``/facts`` what was computed over the portfolio. ``actual`` is
    a JSON value, cut short; None, or the reason as ``{"$unknown": ...}``, where nothing was said.
    ``told`` ends a sentence about the label with what is there; "" where nothing is. No outlet shows it.
    """

    pointer: str
    label: str
    expected: str
    actual: Any
    told: str = ""

    def to_json(self) -> dict[str, Any]:
        """As outlets show it."""
        return {
            "pointer": self.pointer,
            "label": self.label,
            "expected": self.expected,
            "actual": self.actual,
        }


def deciding(node: Node, scope: Scope) -> Iterator[Place]:
    """The places that decide ``node``."""
    return map(place_of, sites(node, scope))


def place_of(site: Site) -> Place:
    """A place in words."""
    asked, scope = site.asked, site.scope
    match what := asked.what:
        case Test():
            place = place_at(what.path, scope, expectation(what, scope, asked.wanted))
            members = decisive_members(what, scope) if place.told and asked.settled else []
            return replace(place, told=told(members, what.path.slot)) if members else place
        case Quantified():
            return place_at(what.path, scope, _sought(what, asked.wanted))
        case Measured():
            return _counted(what, scope)
        case Union():
            label = _label_at(site.pointer, scope, what.path.slot)
            return Place(site.pointer, label, "is answered", None)
        case Path():
            return place_at(what, scope, "is answered")
        case _:
            assert_never(what)


def place_at(path: Path, scope: Scope, expected: str) -> Place:
    """The place that a path leads to, with what is there."""
    value = scope.raw(path)
    if value is MISSING:
        return _missing(path, scope, expected)
    if isinstance(value, list | str | bool | int | float | dict):
        actual: Any = shown(value, path.slot)
    else:
        actual = reads_as(value, path.slot)
    # Of what is masked the sentence tells what was asked, as it would tell of a stranger.
    words = expected if is_masked(actual) else told(value, path.slot)
    return Place(scope.pointer_to(path), path.slot.label, expected, actual, words)


def _missing(path: Path, scope: Scope, expected: str) -> Place:
    actual, pointer = why_unknown(scope.reason(path), path.slot), scope.pointer_to(path)
    if path.holder is not None and _holder_is_missing(path, path.holder, scope):
        # Where nobody is named, the person is asked for and not their e-mail.
        return Place(pointer, path.holder.label, "is answered", actual)
    return Place(pointer, path.slot.label, expected, actual)


def _label(path: Path, scope: Scope) -> str:
    """What people call the field, or what it lies in where that is not said."""
    holder = path.holder
    return holder.label if holder and _holder_is_missing(path, holder, scope) else path.slot.label


def _holder_is_missing(path: Path, holder: Slot, scope: Scope) -> bool:
    return path.root != "facts" and scope.raw(Path(path.root, path.up, path.steps[:-1], holder)) is MISSING


def _label_at(pointer: str, scope: Scope, slot: Slot) -> str:
    trail = trail_of(str(scope.record.get("kind")), pointer)
    return trail[-1].field.label if trail else slot.label


def _sought(node: Quantified, wanted: bool) -> str:
    if node.kind == "some":
        return "has an entry as asked for" if wanted else "has no entry as asked for"
    return "each entry is as asked for" if node.kind == "every" else "no entry is as asked for"


def _counted(node: Measured, scope: Scope) -> Place:
    found = measure(node, scope)
    limits = ((node.gte, "at least"), (node.lte, "at most"))
    asked = " and ".join(
        f"{word} {_bound_text(bound, scope, node.path.slot)}" for bound, word in limits if bound is not None
    )
    what = "adds up to" if node.of is not None else "has"
    actual = None if found is None else range_json(found)
    return Place(scope.pointer_to(node.path), _label(node.path, scope), f"{what} {asked}", actual)


def _bound_text(bound: Operand, scope: Scope, slot: Slot) -> str:
    value = value_of(bound, scope)
    return "?" if value is MISSING else operand_text(bound, value, slot)
