"""What a check followed from, named by a digest, so that it is made again only where that has changed."""

import hashlib
import marshal
from collections.abc import Iterable
from functools import cache
from typing import Any

from policies import Packs, Report, Waiver
from policies.engine.compact import CompactFinding, listed
from policies.release import this_release

# Rule, check, outcome, pointers, and how many there are beyond these.
_Row = tuple[str, str, str, tuple[str, ...], int]


def reading_digest(stamp: bytes, facts: bytes) -> str:
    """SHA-256 over what an entry is read as: the stamp of its record, and its facts as JSON."""
    return hashlib.sha256(stamp + facts).hexdigest()


def inputs_digest(reading: str, waivers: Iterable[Waiver]) -> str:
    """SHA-256 over all that a check follows from but rules and day; ``reading`` is ``reading_digest``."""
    granted = sorted((one.to_json() for one in waivers), key=lambda one: str(one["id"]))
    said = _release_said().copy()
    said.update(_plain([reading, granted]))
    return said.hexdigest()


@cache
def _release_said() -> Any:
    return hashlib.sha256(_plain(this_release().to_json()))


def found_digest(report: Report, packs: Packs) -> str:
    """SHA-256 of what the rules that read the day found, and where, without words for it."""
    return _digest_of_rows(
        (one.rule_id, one.check_id, one.outcome, tuple(at.pointer for at in one.pointers), one.more_pointers)
        for one in report.findings
        if one.rule_id in packs.dated
    )


def compact_digest(found: Iterable[CompactFinding]) -> str:
    """The same, of what a generated function of these rules says."""
    return _digest_of_rows(map(_row_of, found))


def _digest_of_rows(rows: Iterable[_Row]) -> str:
    return hashlib.sha256(_plain(sorted(rows))).hexdigest()


def _row_of(found: CompactFinding) -> _Row:
    told, more = listed(found.places)
    head = found.head
    return head.rule.id, head.check_id, head.outcome, tuple(place.pointer for place in told), more


def _plain(said: Any) -> bytes:
    """What a digest is over. It is only ever compared with one made here, so bytes will do that are written
    ten times as fast as canonical JSON. In this version of the format equal values are equal bytes.
    """
    return marshal.dumps(said, 2)
