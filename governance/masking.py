"""Facts over the whole portfolio for a reader who can't see all of it.

How many others there are is said, and how much alike they are; which ones and in what words is not.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from policies.language.context import FactSpec
from policies.language.shapes import OWN_FACTS
from policies.overlap.evidence import DUPLICATE, POSSIBLE

Shows = Callable[[str, str], bool]
Fact = Any
ELSEWHERE: Final = "Another team has something like this"
# An exact score would let a patient stranger guess the other text word by word.
_SCORES: Final = MappingProxyType({"duplicate": DUPLICATE, "possible": POSSIBLE})


def mask_facts(facts: Mapping[str, Fact], specs: Mapping[str, FactSpec], shows: Shows) -> dict[str, Fact]:
    """``facts`` of one record (see ``policies.facts``) without the words of entries that ``shows`` denies."""
    return {name: _mask(fact, specs[name], shows) for name, fact in facts.items()}


def _mask(fact: Fact, spec: FactSpec, shows: Shows) -> Fact:
    if spec.kind == "groups":
        return [_group(group, spec.of, shows) for group in fact]
    if spec.kind in OWN_FACTS:
        return fact  # Told of the entry itself, whose reader this is.
    masked = _members(fact, spec.members, shows)
    if spec.kind == "overlap":
        masked["items"] = [_match(item, spec.of, shows) for item in fact["items"]]
    return masked


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
    return {"title": ELSEWHERE, "level": level, "score": _SCORES[level], "reasons": []}
