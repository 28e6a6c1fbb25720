"""Proofs and how they age.

Our own convention: a proof counts in full for as long as it is valid. Then what it says becomes uncertain by
the same share each day, downwards to 0 and upwards to 100, until after as long again nothing is known any
more. So an old proof ends as a missing one does: unknown, and never zero.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from policies.language.kleene import Truth
from policies.lineage.coverage import ALL, NONE, Bounds, Share, share_said

UNKNOWN: Final = Bounds(NONE, ALL)


class Proof(NamedTuple):
    """What something is worth from 0 to 100, and ``state``: current, ageing, expired or missing."""

    worth: Bounds
    state: str
    on: date | None = None


MISSING_PROOF: Final = Proof(UNKNOWN, "missing")


def dated(value: int | float | None, on: date | None, valid_days: int, today: date) -> Proof:
    """A measure from 0 to 100 taken on a day. A day to come proves nothing yet."""
    if value is None or on is None or on > today or not 0 <= value <= 100:
        return MISSING_PROOF
    said, over = share_said(value), (today - on).days - valid_days
    if over <= 0:
        return Proof(Bounds(said, said), "current", on)
    if over >= valid_days:
        return Proof(UNKNOWN, "expired", on)
    doubt = Fraction(over, valid_days)
    return Proof(Bounds(said * (1 - doubt), said + (ALL - said) * doubt), "ageing", on)


def answered(truth: Truth) -> Proof:
    """A yes or a no, which holds until somebody says otherwise."""
    if truth is None:
        return MISSING_PROOF
    return Proof(Bounds(ALL, ALL) if truth else Bounds(NONE, NONE), "current")


def average(proofs: Iterable[Proof]) -> Proof:
    """Several proofs of one thing, each of the same weight; the worst state is told."""
    found = list(proofs)
    low, high = (_mean([one.worth[end] for one in found]) for end in (0, 1))
    return Proof(Bounds(low, high), max([one.state for one in found], key=STATES.index), _oldest(found))


def _mean(shares: list[Share]) -> Share:
    total, number = sum(shares, NONE), len(shares)
    return total // number if total % number == 0 else Fraction(total, number)


def weaker(first: Proof, second: Proof) -> Proof:
    """Two things that are both needed: as good as the weaker."""
    worth = Bounds(min(first.worth.low, second.worth.low), min(first.worth.high, second.worth.high))
    return Proof(worth, max((first.state, second.state), key=STATES.index), _oldest([first, second]))


STATES: Final = ("current", "ageing", "expired", "missing")


def _oldest(proofs: list[Proof]) -> date | None:
    return min([one.on for one in proofs if one.on is not None], default=None)
