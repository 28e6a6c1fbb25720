"""What a check followed from, named by a digest, so that it is made again only where that has changed."""

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

import orjson

from policies import Report, Waiver
from policies.canonical import canonical_bytes
from policies.engine.compact import CompactFinding, listed
from policies.release import this_release

# Rule, check, outcome, pointers, and how many there are beyond these.
_Row = tuple[str, str, str, tuple[str, ...], int]


def body_of(record: Any, facts: Any) -> bytes:
    """A record and the facts about it as JSON. Raises PolicyError for what has no canonical form."""
    try:
        return orjson.dumps([record, facts], option=orjson.OPT_STRICT_INTEGER)
    except TypeError:
        # Which says what of it has none.
        canonical_bytes([record, facts])
        raise


def bytes_digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()


def inputs_digest(reading: str, waivers: Iterable[Waiver]) -> str:
    """SHA-256 over all that a check follows from but rules and day; ``reading`` is the digest of its body."""
    granted = sorted((one.to_json() for one in waivers), key=lambda one: str(one["id"]))
    return _digest_of([reading, granted, _release_said()])


@cache
def _release_said() -> dict[str, str]:
    return this_release().to_json()


def found_digest(report: Report) -> str:
    """SHA-256 of which checks found something, what it came to, and where, without words for it; and of
    how many rules came to what. It is a sum, see ``moved_digest``.
    """
    rows: Iterator[_Row] = (
        (one.rule_id, one.check_id, one.outcome, tuple(at.pointer for at in one.pointers), one.more_pointers)
        for one in report.findings
    )
    return _summed(report.counts, rows)


def compact_digest(counts: Mapping[str, int], found: Iterable[CompactFinding]) -> str:
    """The same, of what a generated function says."""
    return _summed(counts, map(_row_of, found))


def moved_digest(found: str, before: str, after: str) -> str:
    """That of what all rules find once some of them, which found what ``before`` says, find ``after``."""
    return _hexadecimal(int(found, 16) - int(before, 16) + int(after, 16))


def _summed(counts: Mapping[str, int], rows: Iterable[_Row]) -> str:
    counted = sum(number * _number_of(outcome) for outcome, number in counts.items())
    return _hexadecimal(counted + sum(map(_number_of, rows)))


def _hexadecimal(number: int) -> str:
    return f"{number % 2**256:064x}"


@lru_cache(maxsize=16_384)
def _number_of(said: _Row | str) -> int:
    """The same is found at the same places of many records."""
    return int(_digest_of(said), 16)


def _row_of(found: CompactFinding) -> _Row:
    head, places = found.head, found.places
    if len(places) == 1:
        return head.rule.id, head.check_id, head.outcome, (places[0].pointer,), 0
    told, more = listed(places)
    return head.rule.id, head.check_id, head.outcome, tuple(place.pointer for place in told), more


def _digest_of(said: Any) -> str:
    """It is only ever compared with one made here, so bytes will do that are written ten times as fast as
    canonical JSON. In this version of the format equal values are equal bytes.
    """
    return hashlib.sha256(marshal.dumps(said, 2)).hexdigest()
