"""What differs between two sets of packs, in terms of what people decide on: rules, parameters, modes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from policies.language.nodes import paths_in
from policies.language.packs import Pack, Packs
from policies.language.rules import Rule

# Beside its text, what a rule comes to: by names of the pack, such as a list, that stand in it.
_BODY = ("when", "require", "effective_from", "effective_overrides")


@dataclass(frozen=True)
class Change:
    """``name`` had the value ``before`` and has ``after``; None where it isn't there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RuleChange:
    """A rule as it is now, and which ``parts`` of it can bring another answer than before."""

    rule: Rule
    parts: tuple[str, ...]


@dataclass(frozen=True)
class TextChange:
    """The lines of a pack that differ, each with its sign, and three lines around them."""

    pack: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PacksDiff:
    """Packs by version, parameters by the value in use, and rules as they are now (or were, if removed).

    ``shared`` is what a pack says for all its rules, in words: jurisdictions, lists, facts, bounds.
    """

    packs: tuple[Change, ...]
    params: tuple[Change, ...]
    modes: tuple[Change, ...]
    shared: tuple[Change, ...]
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[RuleChange, ...]
    texts: tuple[TextChange, ...]


def compare_packs(before: Packs, after: Packs) -> PacksDiff:
    """What is different in ``after``. A rule is changed where its text is, or what its text comes to."""
    old, new = ({rule.id: rule for rule in packs.rules} for packs in (before, after))
    both = [name for name in new if name in old]
    return PacksDiff(
        packs=_changes(_versions(before), _versions(after)),
        params=_changes(_params(before), _params(after)),
        modes=_changes({name: old[name].mode for name in both}, {name: new[name].mode for name in both}),
        shared=_shared_changes(before, after),
        added=tuple(rule for name, rule in new.items() if name not in old),
        removed=tuple(rule for name, rule in old.items() if name not in new),
        changed=tuple(_rule_changes(before, after)),
        texts=tuple(_text_changes(before, after)),
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    names = sorted(before.keys() | after.keys())
    every = (Change(name, before.get(name), after.get(name)) for name in names)
    return tuple(one for one in every if one.before != one.after)


def _versions(packs: Packs) -> dict[str, str]:
    return {pack.id: f"{pack.version} ({pack.digest[:12]})" for pack in packs.packs}


def _params(packs: Packs) -> dict[str, Any]:
    return {f"{pack.id}.{name}": one.value for pack in packs.packs for name, one in pack.names.params.items()}


def _shared_changes(before: Packs, after: Packs) -> tuple[Change, ...]:
    """Of packs that are in both: what comes and goes with a pack is told by its rules."""
    old, new = ({pack.id: pack for pack in packs.packs} for packs in (before, after))
    both = old.keys() & new.keys()
    was, now = ({name: said for one in both for name, said in _shared(of[one])} for of in (old, new))
    return _changes(was, now)


def _shared(pack: Pack) -> Iterator[tuple[str, str]]:
    said = pack.source.loaded.value
    yield f"{pack.id}: jurisdictions", _words(said.get("jurisdictions", []))
    for plural, singular in (("lists", "list"), ("facts", "fact")):
        for name, spec in said.get(plural, {}).items():
            yield f"{pack.id}: {singular} {name}", _words(spec)
    for name, spec in said.get("params", {}).items():
        bounds = {part: value for part, value in spec.items() if part not in ("default", "help", "unit")}
        yield f"{pack.id}: what the parameter {name} takes", _words(bounds)


def _words(said: Any) -> str:
    if isinstance(said, dict):
        return "; ".join(f"{name}: {_words(one)}" for name, one in said.items())
    if isinstance(said, list):
        return ", ".join(map(_words, said)) or "none"
    return str(said)


def _rule_changes(before: Packs, after: Packs) -> Iterator[RuleChange]:
    old = {rule.id: rule for rule in before.rules}
    old_texts, new_texts = _rule_texts(before), _rule_texts(after)
    facts = {one.name for one in _changes(before.facts, after.facts)}
    for rule in after.rules:
        if rule.id in old:
            text = tuple(one.name for one in _changes(old_texts[rule.id], new_texts[rule.id]))
            if parts := text + tuple(_meant_otherwise(old[rule.id], rule, text, facts)):
                yield RuleChange(rule, parts)


def _meant_otherwise(old: Rule, new: Rule, text: tuple[str, ...], facts: set[str]) -> Iterator[str]:
    """What the same text comes to now, since other parts of the pack have changed."""
    if old.pack != new.pack:
        yield "pack"
    if old.jurisdictions != new.jurisdictions and "jurisdictions" not in text:
        yield "jurisdictions"
    body = [getattr(new, name) for name in _BODY]
    if body != [getattr(old, name) for name in _BODY] and not set(text) & set(_BODY):
        yield "a list or parameter that it names"
    if any(path.root == "facts" and path.steps[0] in facts for path in paths_in(tuple(body))):
        yield "a fact that it reads"


def _rule_texts(packs: Packs) -> dict[str, dict[str, Any]]:
    return {said["id"]: said for pack in packs.packs for said in pack.source.loaded.value["rules"]}


def _text_changes(before: Packs, after: Packs) -> Iterator[TextChange]:
    old = {pack.id: pack for pack in before.packs}
    for pack in after.packs:
        if pack.id in old and old[pack.id].digest != pack.digest:
            lines = unified_diff(old[pack.id].text.splitlines(), pack.text.splitlines(), lineterm="")
            yield TextChange(pack.id, tuple(lines)[2:])
