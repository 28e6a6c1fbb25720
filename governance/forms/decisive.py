"""Which questions matter most: those that a rule in force asks about."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from governance.services.rule_sets import default_packs, packs_of, usable_packs
from policies.language.nodes import Path


def decisive_fields(kind: str) -> frozenset[str]:
    """Names of fields of ``kind``, and of the parts it has, that the rules for it read."""
    return _decisive((usable_packs() or default_packs()).digest, kind)


@cache
def _decisive(packs_digest: str, kind: str) -> frozenset[str]:
    rules = [rule for rule in packs_of(packs_digest).rules if kind in rule.applies_to]
    return frozenset(
        step for rule in rules for path in _paths((rule.when, rule.require)) for step in path.steps
    )


def _paths(node: Any) -> Iterator[Path]:
    if isinstance(node, Path):
        if node.root in {"item", "record"}:
            yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _paths(part)
    elif is_dataclass(node):
        for one in fields(node):
            yield from _paths(getattr(node, one.name))
