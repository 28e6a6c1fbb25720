"""What rules come to of a record, as a check keeps it, and what of that moves where some rules are others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from governance.services.inputs import compact_digest, moved_digest
from policies.compiled.findings import Findings
from policies.compiled.weight import LEVELS, Weights, counts_of


class Came(NamedTuple):
    """Columns of a check. ``level`` is that of its verdict: the worst that any of the rules adds."""

    level: int
    counts: Mapping[str, int]
    found_digest: str
    finds: bool

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "verdict": LEVELS[self.level],
            "counts": dict(self.counts),
            "found_digest": self.found_digest,
        }


class Asked:
    """Rules about one kind, by the function that was written for them."""

    def __init__(self, rules: Findings) -> None:
        self.rules = rules.rules
        self._find = rules.of
        self._weights = Weights(rules.today)

    def of(self, record: Any, facts: Any) -> Came:
        outcomes, found = self._find(record, facts)
        counts = counts_of(outcomes)
        verdict = self._weights.verdict(found, record, facts)
        return Came(LEVELS.index(verdict), counts, compact_digest(counts, found), bool(found))


@dataclass(frozen=True)
class Change:
    """Some rules that are put in the place of others, while the rest stays word for word the same."""

    before: Asked
    after: Asked

    def __bool__(self) -> bool:
        return bool(self.before.rules or self.after.rules)

    def moves(self, stood: Came, record: Any, facts: Any) -> Came | None:
        """What all rules come to, of whom those before came to ``stood``.

        ``stood`` itself where nothing of a report is other than before. None where it can't be told: how many
        other rules add as much to the verdict is not kept.
        """
        then, now = self.before.of(record, facts), self.after.of(record, facts)
        if then == now and not now.finds:
            return stood
        if now.level < then.level == stood.level:
            return None
        counts = {
            name: number - then.counts[name] + now.counts[name] for name, number in stood.counts.items()
        }
        digest = moved_digest(stood.found_digest, then.found_digest, now.found_digest)
        return Came(max(stood.level, now.level), counts, digest, finds=True)
