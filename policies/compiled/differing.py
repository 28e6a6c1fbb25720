"""Which rules are the same in one set of packs as in another: of these nothing has to be asked again."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Final

from policies.language.rules import Rule

# Where a rule stands, and what it is tested by: nothing of a report follows from these.
_BESIDE: Final = {"source", "line", "examples", "allowed"}
_SAYS: Final = tuple(field.name for field in fields(Rule) if field.name not in _BESIDE)


def unchanged(before: Iterable[Rule], after: Iterable[Rule]) -> frozenset[str]:
    """The ids of the rules that are word for word the same in both."""
    then = {rule.id: _said(rule) for rule in before}
    return frozenset(rule.id for rule in after if then.get(rule.id) == _said(rule))


def _said(rule: Rule) -> list[object]:
    return [getattr(rule, name) for name in _SAYS]
