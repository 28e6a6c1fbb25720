"""All that one report follows from beside the packs, so that it can be made once more, byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policies.engine.check import check
from policies.engine.report import Report
from policies.language.packs import Packs
from policies.waivers import Waiver, apply_waivers


@dataclass(frozen=True)
class Basis:
    """A resolved record, the day, the gate (None: all rules), facts over the portfolio, and waivers.

    ``stage``: where the record is taken to have been moved to (None: where it is).
    """

    record: Mapping[str, Any]
    as_of: date
    gate: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()
    stage: str | None = None

    def report(self, packs: Packs) -> Report:
        """What the packs say of it. Raises PolicyError as ``check`` does."""
        found = check(
            self.record, packs, as_of=self.as_of, facts=self.facts, gate=self.gate, stage=self.stage
        )
        return apply_waivers(found, self.waivers, packs, as_of=self.as_of)
