"""Which rules can bring another answer than before. Those that can't are never asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from policies.language.nodes import paths_in
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.shapes import SUBJECTS

Rules = tuple[Rule, ...]


@dataclass(frozen=True)
class Sorted:
    """The rules about one kind: ``old`` and ``new`` ones that differ, and those that stay the ``same``."""

    old: Rules
    new: Rules
    same: Rules

    @property
    def asked(self) -> tuple[bool, bool]:
        """Whether any rule is about the kind, before and after."""
        return bool(self.old or self.same), bool(self.new or self.same)


def sort_rules(old: Packs, new: Packs, kind: str, gate: str | None) -> Sorted:
    """The rules about ``kind`` (and, with ``gate``, of that gate), by what the change does to them."""
    before, after = (
        {rule.id: rule for rule in packs.rules if kind in rule.applies_to and gate in (None, *rule.gates)}
        for packs in (old, new)
    )
    same = {
        name
        for name, rule in before.items()
        if name in after and _judges(rule, old) == _judges(after[name], new)
    }
    return Sorted(
        tuple(rule for name, rule in before.items() if name not in same),
        tuple(rule for name, rule in after.items() if name not in same),
        tuple(rule for name, rule in before.items() if name in same),
    )


def facts_read(rules: Iterable[Rule]) -> frozenset[str]:
    """The facts that an outcome of these rules, or the day from which they count, depends on."""
    return frozenset(name for rule in rules for name in _facts(rule))


def _facts(rule: Rule) -> Iterator[str]:
    return (path.steps[0] for path in paths_in(_trees(rule)) if path.root == "facts")


def _trees(rule: Rule) -> tuple[Any, ...]:
    return (rule.when, *(check.that for check in rule.require), rule.effective_overrides)


def _judges(rule: Rule, packs: Packs) -> tuple[Any, ...]:
    """All that outcome and verdict follow from: parameters and lists stand in the trees already."""
    return (
        _trees(rule),
        len(rule.require),
        rule.jurisdictions,
        rule.severity,
        rule.unknown_as,
        rule.effective_from,
        rule.mode,
        sorted(((name, packs.facts.get(name)) for name in set(_facts(rule))), key=lambda one: one[0]),
    )


def rules_that_differ(old: Packs, new: Packs, gate: str | None = None) -> Iterator[tuple[Rule, str]]:
    """By id, each as it is now (or was, if removed), with ``added``, ``removed`` or ``changed``."""
    was: dict[str, Rule] = {}
    now: dict[str, Rule] = {}
    for kind in SUBJECTS:
        rules = sort_rules(old, new, kind, gate)
        was |= {rule.id: rule for rule in rules.old}
        now |= {rule.id: rule for rule in rules.new}
    for name in sorted({*was, *now}):
        change = "added" if name not in was else "removed" if name not in now else "changed"
        yield now.get(name) or was[name], change
