"""What differs between two sets of packs, in terms of what people decide on: rules, parameters, modes."""

from dataclasses import dataclass
from typing import Any

from policies.language.packs import Pack, Packs
from policies.language.rules import Rule


@dataclass(frozen=True)
class Change:
    """``name`` had the value ``before`` and has ``after``; None where it isn't there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PacksDiff:
    """Packs by version, parameters by the value in use, and rules as they are now (or were, if removed)."""

    packs: tuple[Change, ...]
    params: tuple[Change, ...]
    modes: tuple[Change, ...]
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[Rule, ...]


def diff_packs(before: Packs, after: Packs) -> PacksDiff:
    """What is different in ``after``. A rule is changed where its text is, whatever its mode is."""
    old, new = ({rule.id: rule for rule in packs.rules} for packs in (before, after))
    old_texts, new_texts = _rule_texts(before), _rule_texts(after)
    both = [name for name in new if name in old]
    return PacksDiff(
        packs=_changes(_versions(before), _versions(after)),
        params=_changes(_params(before), _params(after)),
        modes=_changes({name: old[name].mode for name in both}, {name: new[name].mode for name in both}),
        added=tuple(rule for name, rule in new.items() if name not in old),
        removed=tuple(rule for name, rule in old.items() if name not in new),
        changed=tuple(new[name] for name in both if old_texts[name] != new_texts[name]),
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    names = sorted(before.keys() | after.keys())
    every = (Change(name, before.get(name), after.get(name)) for name in names)
    return tuple(one for one in every if one.before != one.after)


def _versions(packs: Packs) -> dict[str, str]:
    return {pack.id: f"{pack.version} ({pack.digest[:12]})" for pack in packs.packs}


def _params(packs: Packs) -> dict[str, Any]:
    return {f"{pack.id}.{name}": one.value for pack in packs.packs for name, one in pack.names.params.items()}


def _rule_texts(packs: Packs) -> dict[str, Any]:
    return {said["id"]: said for pack in packs.packs for said in _said(pack)}


def _said(pack: Pack) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = pack.source.loaded.value["rules"]
    return rules
