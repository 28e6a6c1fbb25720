"""Which rules are others in one set of packs than in another: who kept what all found asks these alone."""

from dataclasses import fields
from typing import Final

from policies.language.packs import Packs
from policies.language.rules import Rule

# Where a rule stands, and what it is tested by: nothing of a report follows from these.
_BESIDE: Final = {"source", "line", "examples", "allowed"}
_SAYS: Final = tuple(field.name for field in fields(Rule) if field.name not in _BESIDE)
Rules = tuple[Rule, ...]


def rules_differing(before: Packs, after: Packs, kind: str) -> tuple[Rules, Rules] | None:
    """The rules about ``kind`` that are not word for word the same in both, as they were and as they are.

    None where one of them has no rule about it at all.
    """
    then, now = ([rule for rule in packs.rules if kind in rule.applies_to] for packs in (before, after))
    if not (then and now):
        return None
    said = {rule.id: _said(rule) for rule in now}
    same = {rule.id for rule in then if said.get(rule.id) == _said(rule)}
    return tuple(one for one in then if one.id not in same), tuple(one for one in now if one.id not in same)


def _said(rule: Rule) -> list[object]:
    return [getattr(rule, name) for name in _SAYS]
