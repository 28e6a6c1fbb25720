"""For how many people something is lawful, when each has given some consents and not others.

The people are the profiles that the organisation holds, and every data source is taken to hold the same ones.
Shares are percentages as exact fractions. Where a source says how many people gave which *combination* of
consents, the answer is exact. Where only the share of each single consent is known, it lies within the bounds
of Fréchet (1935): a union is at least its largest and at most the sum of its parts, and what is missing from
several parts can at most add up. Where nothing is said, anything from 0 to 100 is possible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

ALL: Final = Fraction(100)
NONE: Final = Fraction(0)
Scopes = frozenset[str] | None  # None: whoever it is, no consent is needed


@dataclass(frozen=True, slots=True)
class Need:
    """What one path asks of a person: one of these consents, certainly or possibly enough."""

    certain: Scopes
    possible: Scopes


@dataclass(frozen=True, slots=True)
class Mix:
    """The share of people for each combination of consents; what is left of 100 may be any combination."""

    shares: frozenset[tuple[frozenset[str], Fraction]]
    scopes: frozenset[str]

    def answers(self, need: Need) -> bool:
        """Whether it says of every consent that matters who gave it."""
        return all(scopes is None or scopes <= self.scopes for scopes in (need.certain, need.possible))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a share can be, both in percent."""

    low: Fraction
    high: Fraction


EVERYONE: Final = Bounds(ALL, ALL)
Needs = Iterable[tuple[Mix | None, Need]]


@lru_cache(maxsize=4_096)
def share_said(value: int | float) -> Fraction:
    """A share exactly as it is written; the same few are said again and again."""
    return Fraction(str(value))


def lawful_share(needs: Needs, marginals: Mapping[str, Fraction]) -> Bounds:
    """The share of people who meet all needs.

    Each need comes with the mix of the source it is about, if that is known; ``marginals`` holds the share of
    people who gave a consent, for each of which it was said.
    """
    groups: defaultdict[Mix | None, set[Need]] = defaultdict(set)
    for mix, need in needs:
        groups[mix if mix is not None and mix.answers(need) else None].add(need)
    return _all_of(
        _by_marginals(group, marginals) if mix is None else _by_mix(mix, group)
        for mix, group in groups.items()
    )


def _by_mix(mix: Mix, needs: set[Need]) -> Bounds:
    low = sum(
        (share for given, share in mix.shares if all(_met(need.certain, given) for need in needs)), NONE
    )
    high = sum(
        (share for given, share in mix.shares if all(_met(need.possible, given) for need in needs)), NONE
    )
    return Bounds(low, high + ALL - sum((share for _, share in mix.shares), NONE))


def _met(wanted: Scopes, given: frozenset[str]) -> bool:
    return wanted is None or bool(wanted & given)


def _by_marginals(needs: set[Need], marginals: Mapping[str, Fraction]) -> Bounds:
    certain = [
        max((marginals.get(scope, NONE) for scope in scopes), default=NONE)
        for scopes in _narrowest(need.certain for need in needs)
    ]
    possible = [
        min(ALL, sum((marginals.get(scope, ALL) for scope in scopes), NONE))
        for scopes in _narrowest(need.possible for need in needs)
    ]
    return Bounds(_all_of(Bounds(share, share) for share in certain).low, min(possible, default=ALL))


def _narrowest(wanted: Iterable[Scopes]) -> list[frozenset[str]]:
    """Who meets the narrower of two needs meets the wider one too, so the wider says nothing more."""
    sets = {scopes for scopes in wanted if scopes is not None}
    return [scopes for scopes in sets if not any(other < scopes for other in sets)]


def _all_of(parts: Iterable[Bounds]) -> Bounds:
    """The bounds for meeting several things of which nothing says how they go together."""
    found = list(parts)
    missing = sum((ALL - part.low for part in found), NONE)
    return Bounds(max(NONE, ALL - missing), min((part.high for part in found), default=ALL))
