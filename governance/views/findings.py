"""Findings as a page shows them: each place with its question, what was expected and what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from governance.views.facts import plain
from governance.views.names import Name, Names
from policies.record import Field, fields_of, term_label
from policies.record.masking import is_masked


@dataclass(frozen=True)
class Spot:
    """Where a pointer leads: the question on the form, and the entry it reaches into, if any."""

    anchor: str
    inside: tuple[tuple[str, str], ...] = ()
    field: Field | None = None


@dataclass(frozen=True)
class ShownPlace:
    """``hidden``: it lies in an entry that the reader may not see, so neither value is shown."""

    label: str
    expected: str
    actual: str
    url: str
    inside: Name | None
    hidden: bool


@dataclass(frozen=True)
class ShownFinding:
    """``explained`` is the page that shows how the rule came to it; "" where there is none."""

    said: Any
    places: list[ShownPlace] = field(default_factory=list)
    waiver_url: str = ""
    waiver_text: str = ""
    explained: str = ""

    @property
    def url(self) -> str:
        """The question to answer first; "" where it is not on this form."""
        return next((place.url for place in self.places if place.url), "")


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
        ShownFinding(
            one,
            [_place(place, document, names, form_url) for place in _places(one)],
            explained=_explained_at(document, one) if explained else "",
        )
        for one in findings
    ]


def _explained_at(document: Mapping[str, Any], finding: Any) -> str:
    return reverse("explain_rule", args=[document["kind"], document["key"], finding.rule_id])


def form_url_of(kind: str, key: str) -> str:
    return reverse("edit_entry", args=[kind, key])


def spot_of(kind: str, document: Mapping[str, Any], pointer: str) -> Spot:
    """Follow ``pointer`` through the manifest, and on into what it names as far as the manifest knows."""
    steps, table, said, trail = pointer.split("/")[1:], fields_of(kind), document, []
    inside: list[tuple[str, str]] = []
    found: Field | None = None
    while steps:
        found = table.get(steps.pop(0))
        if found is None:
            break
        value = said.get(found.name) if isinstance(said, Mapping) else None
        if not inside:
            trail.append(found.name)
        if found.many and steps and steps[0].isdigit():
            index = steps.pop(0)
            value = _at(value, int(index))
            if found.type == "parts" and not inside:
                trail.append(index)
        if found.type in {"ref", "refs"} and steps:
            inside.append((found.of, value if isinstance(value, str) else ""))
            value = None
        if found.of and found.type in {"ref", "refs", "parts"}:
            table, said = fields_of(found.of), value or {}
    return Spot("-".join(trail), tuple(inside), found)


def _at(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, list) and index < len(value) else None


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
    hidden = bool(spot.inside) and not _all_visible(spot, names)
    return ShownPlace(
        label=place["label"],
        expected="" if hidden else place["expected"],
        actual="" if hidden else in_words(spot.field, place["actual"]),
        url=f"{form_url}#f-{spot.anchor}" if form_url is not None and spot.anchor else "",
        inside=inside,
        hidden=hidden,
    )


def _all_visible(spot: Spot, names: Names) -> bool:
    """Beyond the first entry the manifest doesn't say where a pointer leads: only who sees all may look."""
    kind, key = spot.inside[0]
    return names.sees_all or (len(spot.inside) == 1 and bool(key) and names.may_see(kind, key))


def _computed(place: Mapping[str, Any]) -> ShownPlace:
    """Facts over the whole portfolio: their number may be told to everyone, what they are about may not."""
    actual = place["actual"]
    shown = in_words(None, actual) if isinstance(actual, bool | int | float) or actual is None else ""
    return ShownPlace(place["label"], place["expected"], shown, "", None, False)


def in_words(one: Field | None, value: Any) -> str:
    """A JSON value as evidence, in the words of its field."""
    if value is None:
        return "not said"
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
