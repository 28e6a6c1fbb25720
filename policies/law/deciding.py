"""What the tree comes to for one record: its tier and what holds beside it, or which tiers are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from policies.law.provisions import FACT, Begin, Group, Provisions, shipped_provisions
from policies.law.subject import Subject
from policies.law.tree import UNDECIDED, Tree, shipped_tree
from policies.law.walk import PROHIBITED, Answered, Walk, begins_of, found, possible

# What is high risk for two reasons has the duties of both, and may be called by either.
_HIGH_RISK: Final = ("high_risk_annex_i", "high_risk_annex_iii")
# The first of their duties is the first of its tier; also where Annex III leaves only that of saying why.
_DUE_TOGETHER: Final = (*_HIGH_RISK, "annex_iii_exempt_6_3")


@dataclass(frozen=True)
class Decision:
    """What the tree comes to.

    ``path`` are the steps in order, with the likely answer taken where one is open. ``tiers`` hold at its
    end, first the one that decided. ``ends`` are the tiers of every way that the open steps leave.
    """

    subject: Subject
    path: tuple[Answered, ...]
    tiers: tuple[str, ...]
    ends: tuple[tuple[str, ...], ...]

    @property
    def leaning(self) -> str:
        """The likely tier."""
        return self.tiers[0]

    @property
    def possible(self) -> tuple[str, ...]:
        """The tiers that are left."""
        return tuple(dict.fromkeys(end[0] for end in self.ends))

    @property
    def tier(self) -> str:
        """The tier, decided where only one is left."""
        return self.possible[0] if len(self.possible) == 1 else UNDECIDED

    @property
    def names(self) -> tuple[str, ...]:
        """What the likely tier may be recorded as."""
        both = tuple(tier for tier in self.tiers if tier in _HIGH_RISK)
        return both if self.leaning in both else self.tiers[:1]

    def found(self, group: Group) -> tuple[str, ...]:
        """The practices, points or triggers that a true ground of the path brings about."""
        return found(group, self.path)

    def begins_of(self, tier: str) -> list[Begin]:
        """When the tier begins: with that of the first which counts."""
        return begins_of(tier, self.subject, self.path)

    @property
    def forbidden(self) -> bool:
        """Whether it may not be done today. What is forbidden later only has its other duties till then."""
        return self.leaning == PROHIBITED and self.deadline is not None and self.deadline <= self.subject.day

    @cached_property
    def deadline(self) -> date | None:
        """When the first duty that makes the tier begins; None where none does, or only after a change."""
        return self._deadline(self.tiers)

    def _deadline(self, tiers: tuple[str, ...]) -> date | None:
        counting = tiers[:1] if tiers[0] not in _DUE_TOGETHER else set(tiers) & set(_DUE_TOGETHER)
        days = [self.subject.begins(begin) for tier in counting for begin in self.begins_of(tier)]
        return min((day for day in days if day is not None), default=None)

    def fact(self) -> dict[str, Any]:
        """The fact ``ai_act`` of the record, JSON-safe. A tier or day that is not decided is left out."""
        decided = {"tier": self.tier} if self.tier != UNDECIDED else {}
        days = {self._deadline(end) for end in self.ends}
        deadline = {"deadline": day.isoformat()} if decided and len(days) == 1 and (day := days.pop()) else {}
        return decided | deadline | self.findings()

    def findings(self) -> dict[str, Any]:
        lists = {
            "tiers": self._certain_tiers(),
            "art5_practices": self._certain("practices"),
            "annex_iii_points": self._certain("points"),
            "art50_triggers": self._certain("triggers"),
        }
        known = {name: found for name, found in lists.items() if found != [None]}
        return {"possible_tiers": list(self.possible)} | known

    def _certain(self, group: Group) -> list[str | None]:
        """What was found. None is for what may come to it, and alone it is not known at all."""
        names = self.found(group)
        return [*names, *([None] if possible(group, self.path) - set(names) else [])]

    def _certain_tiers(self) -> list[str | None]:
        """Those that hold whatever is still answered, likewise."""
        certain = [tier for tier in self.ends[0] if all(tier in end for end in self.ends)]
        return [*certain, *([None] if any(len(end) > len(certain) for end in self.ends) else [])]


def decide(
    record: Mapping[str, Any], day: date, *, tree: Tree | None = None, law: Provisions | None = None
) -> Decision:
    """The tier of a resolved use case by the law of ``day``."""
    return decided(Subject(record, day, {}, law or shipped_provisions()), tree or shipped_tree())


def decided(subject: Subject, tree: Tree) -> Decision:
    """The same of a subject, which says what is so."""
    walk = Walk(subject, tree)
    path, tiers = walk.path()
    return Decision(subject, path, tiers, tuple(dict.fromkeys(walk.ends())))


def asked_of(decision: Decision) -> Subject:
    """The record with what the tree found as a fact: what duties are asked of."""
    subject = decision.subject
    fact = decision.findings() | {"tier": decision.leaning, "tiers": list(decision.tiers)}
    return Subject(subject.record, subject.day, {FACT: fact}, subject.law)
