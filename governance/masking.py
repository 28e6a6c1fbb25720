"""Facts over the whole portfolio for a reader who can't see all of it.

How many others there are is said; which ones and in what words is not. Of near duplicates not even that is:
who makes entries up could find out by their number what others say.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from policies.language.context import FactSpec
from policies.language.shapes import OWN_FACTS
from policies.lineage.consent import worded
from policies.lineage.readiness import named
from policies.overlap import THRESHOLDS

Shows = Callable[[str, str], bool]
Fact = Any
ELSEWHERE: Final = "Another team has something like this"
HIDDEN_TITLE: Final = "An entry that you can't see"


def mask_facts(facts: Mapping[str, Fact], specs: Mapping[str, FactSpec], shows: Shows) -> dict[str, Fact]:
    """``facts`` of one record (see ``policies.facts``) without the words of entries that ``shows`` denies."""
    return {name: _mask(fact, specs[name], shows) for name, fact in facts.items()}


def _mask(fact: Fact, spec: FactSpec, shows: Shows) -> Fact:
    if spec.kind == "groups":
        return [_group(group, spec.of, shows) for group in fact]
    if spec.kind == "consent":
        return _consent(fact, shows)
    if spec.kind == "readiness":
        return _readiness(fact, spec.of, shows)
    if spec.kind in OWN_FACTS:
        return fact  # Told of the entry itself, whose reader this is.
    masked = _members(fact, spec.members, shows)
    if spec.kind == "overlap":
        return _overlap(masked, spec.of, shows)
    return masked


def _overlap(fact: Mapping[str, Any], kind: str, shows: Shows) -> Fact:
    """Those out of sight that would be told in the same words are told once, and counted once.

    Rules that ask for some, for all or for none of them come to the same.
    """
    told: list[dict[str, Any]] = []
    for item in (_match(one, kind, shows) for one in fact["items"]):
        if "key" in item or item not in told:
            told.append(item)
    # Where it stands among the others would tell more of a hidden one's score than it shows itself.
    told.sort(key=lambda item: (-item["score"], "key" not in item))
    sizes = {"size": len(told), "undecided": sum(not item["outcome"] for item in told)}
    return dict(fact) | {name: size for name, size in sizes.items() if name in fact} | {"items": told}


def _consent(fact: Mapping[str, Any], shows: Shows) -> Fact:
    """Ways through entries out of sight keep their length and whether they are covered, and lose the rest."""
    sources = [
        one if not one["key"] or shows("data_source", one["key"]) else {"key": "", "title": HIDDEN_TITLE}
        for one in fact["sources"]
    ]
    return worded(dict(fact) | {"items": [_way(item, shows) for item in fact["items"]], "sources": sources})


def _readiness(fact: Mapping[str, Any], kind: str, shows: Shows) -> Fact:
    """How ready the weakest source makes a use case is told, also where that source is out of sight."""
    if kind == "data_source":
        return fact
    # A source that nobody named has no words to take out.
    items = [item for item in fact["items"] if not item["key"] or shows("data_source", item["key"])]
    return named(dict(fact) | {"items": items})


def _way(item: Mapping[str, Any], shows: Shows) -> dict[str, Any]:
    *before, end = item["chain"]
    consent = item.get("consent")
    asked = [node for node in (*before, consent) if node and node["key"]]
    if all(shows(node["kind"], node["key"]) for node in asked):
        return dict(item)
    chain = [_node(node, shows) for node in before] + [end]
    told = {name: item[name] for name in ("covered", "step") if name in item}
    return {"chain": chain} | told | ({"missing": []} if "missing" in item else {})


def _node(node: Mapping[str, Any], shows: Shows) -> dict[str, Any]:
    if not node["key"] or shows(node["kind"], node["key"]):
        return dict(node)
    return {"kind": node["kind"], "key": "", "title": HIDDEN_TITLE}


def _members(fact: Mapping[str, Any], kind: str, shows: Shows) -> dict[str, Any]:
    listed = {name: _seen(fact[name], kind, shows) for name in ("keys", "possible_keys") if name in fact}
    return dict(fact) | listed


def _seen(keys: Iterable[str], kind: str, shows: Shows) -> list[str]:
    return [key for key in keys if shows(kind, key)]


def _group(group: Mapping[str, Any], kind: str, shows: Shows) -> dict[str, Any]:
    """What groups are called comes from their members: a group of strangers has no name."""
    masked = _members(group, kind, shows)
    if group["key"] is not None and not masked["keys"]:
        masked["key"] = ELSEWHERE
    return masked


def _match(item: Mapping[str, Any], kind: str, shows: Shows) -> dict[str, Any]:
    if shows(kind, item["key"]):
        return dict(item)
    level = item["level"]
    # An exact score would let a patient stranger guess the other text word by word.
    return {
        "title": ELSEWHERE,
        "level": level,
        "score": getattr(THRESHOLDS[kind], level),
        "reasons": [],
        "outcome": item["outcome"],
    }
