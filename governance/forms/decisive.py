"""Which questions matter most: those that a rule in force asks about."""

from functools import cache

from governance.services.rule_sets import packs_of, usable_packs
from policies.language.nodes import paths_in


def decisive_fields(kind: str) -> frozenset[str]:
    """Names of fields of ``kind``, and of the parts it has, that the rules for it read."""
    packs = usable_packs()
    return _decisive(packs.digest, kind) if packs else frozenset()


@cache
def _decisive(packs_digest: str, kind: str) -> frozenset[str]:
    rules = [rule for rule in packs_of(packs_digest).rules if kind in rule.applies_to]
    paths = (path for rule in rules for path in paths_in((rule.when, rule.require)))
    return frozenset(step for path in paths if path.root in {"item", "record"} for step in path.steps)
