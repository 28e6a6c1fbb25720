"""Near duplicates across a portfolio: the same tool bought twice, two teams building the same use case."""

from collections.abc import Iterable

from policies.overlap.index import Match, OverlapIndex
from policies.overlap.profile import Record

__all__ = ["Match", "OverlapIndex", "find_overlaps"]


def find_overlaps(record: Record, records: Iterable[Record]) -> list[Match]:
    """The records of the same kind that resemble ``record``, best first; asking often, keep an index."""
    return OverlapIndex(records).matches(record)
