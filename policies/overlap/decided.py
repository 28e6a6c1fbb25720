"""What people decided on two entries that look alike, and whether it still counts.

A decision counts until an entry is called otherwise, or does something else with something else: an edited
description or another spelling reopens nothing. That two are not the same counts until one gets another
vendor or product; a tool that says no product is what it is called.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from policies.canonical import digest
from policies.engine.overlaps import NOT_THE_SAME
from policies.overlap.aliases import SHIPPED, company
from policies.overlap.facets import LISTS, facets_of, product_of, vendor_of
from policies.overlap.normalise import words

Record = Mapping[str, Any]
Find = Callable[[str, str], Record | None]


class Ground(NamedTuple):
    """Digests of what a decision on an entry rests on, however it is spelled.

    ``names``: of its vendor and product; ``said``: of its title and of all that it chose from lists.
    """

    names: str
    said: str


class Decided(NamedTuple):
    """The decision on an entry and one other, seen from the entry, and what the two said then."""

    outcome: str
    ours: Ground
    theirs: Ground

    def counts(self, ours: Collection[Ground], theirs: Collection[Ground]) -> bool:
        """Whether nothing that the decision rests on has changed, by ``grounds_of`` both as they are now."""
        if self.outcome == NOT_THE_SAME:
            return self.ours.names in _names(ours) and self.theirs.names in _names(theirs)
        return self.ours in ours and self.theirs in theirs


def by_entry(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, Decided]]:
    """Decisions as a registry export says them, from both ends: by entry, then by the key of the other."""
    found: defaultdict[tuple[str, str], dict[str, Decided]] = defaultdict(dict)
    for row in rows:
        kind, outcome = row["kind"], row["outcome"]
        ours, theirs = Ground(*row["ground"]), Ground(*row["other_ground"])
        found[kind, row["key"]][row["other"]] = Decided(outcome, ours, theirs)
        found[kind, row["other"]][row["key"]] = Decided(outcome, theirs, ours)
    return dict(found)


def ground_of(record: Record) -> Ground:
    """What a decision on this manifest or record rests on.

    No alias has a part in it: what a release or an organisation learns of names reopens nothing.
    """
    chosen = LISTS.get(str(record.get("kind")), {})
    lists = {signal: values for signal, values in facets_of(record, SHIPPED).items() if signal in chosen}
    names = [company(vendor_of(record)), "".join(words(product_of(record)))]
    return Ground(digest(names), digest([words(record.get("title")), lists]))


def grounds_of(record: Record) -> tuple[Ground, Ground]:
    """The same, and as it was written down before vendors were told apart by more than how they are spelled.

    Decisions of then are in the ledger by their digest and in exports, so they stay as they are, and count.
    """
    ground = ground_of(record)
    spelled = [words(vendor_of(record)), words(record.get("product"))]
    return ground, ground._replace(names=digest(spelled))


def outcomes_of(record: Record, decided: Mapping[str, Decided], find: Find) -> dict[str, str]:
    """What was decided on ``record`` and still counts, by the key of the other entry.

    ``find`` gives the record of the other; a decision on what is not there any more counts no more.
    """
    found: dict[str, str] = {}
    for key, said in decided.items():
        other = find(str(record.get("kind")), key)
        if other is not None and said.counts(grounds_of(record), grounds_of(other)):
            found[key] = said.outcome
    return found


def _names(grounds: Iterable[Ground]) -> set[str]:
    return {ground.names for ground in grounds}
