"""Two entries beside each other, for whoever decides what becomes of them."""

from dataclasses import dataclass
from typing import Any

from governance.models import OverlapDecision
from governance.reports.near import ANSWERS
from governance.services.overlaps import pair_digest
from governance.services.same_product import names_of
from policies.overlap import Match, compare, signature
from policies.overlap.decided import Decided, Ground, grounds_of
from registry.models import Entry
from registry.services.aliases import aliases_in_force


@dataclass(frozen=True)
class SideBySide:
    """``entry`` is the one that an answer is about; ``documents`` are its manifest and the other's."""

    entry: Entry
    other: Entry
    documents: tuple[dict[str, Any], dict[str, Any]]
    match: Match
    decision: OverlapDecision | None
    counts: bool
    past: tuple[OverlapDecision, ...]
    seen: str
    names_differ: bool
    answers = ANSWERS

    @property
    def sides(self) -> tuple[Entry, Entry]:
        return self.entry, self.other


def side_by_side(entry: Entry, other: Entry) -> SideBySide:
    """As both stand now, with what was decided on them and what was before that."""
    ours, theirs = entry.document, other.document
    aliases = aliases_in_force()
    decisions = list(OverlapDecision.objects.on(entry, other).with_people())
    standing = next((one for one in decisions if one.ended_at is None), None)
    return SideBySide(
        entry,
        other,
        (ours, theirs),
        match=compare(signature(ours, aliases), signature(theirs, aliases)),
        decision=standing,
        counts=standing is not None and _counts(standing, entry, ours, theirs),
        past=tuple(one for one in decisions if one is not standing),
        seen=pair_digest(entry, other, standing),
        names_differ=names_of(entry).differ_from(names_of(other)),
    )


def _counts(decision: OverlapDecision, entry: Entry, ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    grounds = Ground(*decision.entry_ground), Ground(*decision.other_ground)
    now = grounds_of(ours), grounds_of(theirs)
    said = Decided(decision.outcome, *grounds)
    return said.counts(*(now if decision.entry_id == entry.pk else now[::-1]))
