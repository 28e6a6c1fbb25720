"""For how many people something is lawful, when each has given some consents and not others.

The people are the profiles that the organisation holds, and every data source is taken to hold the same ones.
Shares are exact percentages. Where a source says how many people gave which *combination* of
consents, the answer is exact. Where only the share of each single consent is known, it lies within the bounds
of Fréchet (1935): a union is at least its largest and at most the sum of its parts, and what is missing from
several parts can at most add up. Where nothing is said, anything from 0 to 100 is possible.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

# Whole numbers wherever they are: fractions take ten times as long to add and to compare.
Share = int | Fraction
ALL: Final = 100
NONE: Final = 0
Scopes = frozenset[str] | None  # None: whoever it is, no consent is needed


class Need(NamedTuple):
    """What one path asks of a person: one of these consents, certainly or possibly enough."""

    certain: Scopes
    possible: Scopes


class Mix(NamedTuple):
    """The share of people for each combination of consents; what is left of 100 may be any combination."""

    shares: frozenset[tuple[frozenset[str], Share]]
    scopes: frozenset[str]

    def answers(self, need: Need) -> bool:
        """Whether it says of every consent that matters who gave it."""
        certain, possible = need
        return (certain is None or certain <= self.scopes) and (possible is None or possible <= self.scopes)


class Bounds(NamedTuple):
    """The least and the most that a share can be, both in percent."""

    low: Share
    high: Share


EVERYONE: Final = Bounds(ALL, ALL)
Needs = Iterable[tuple[Mix | None, Need]]


@lru_cache(maxsize=4_096)
def share_said(value: int | float) -> Share:
    """A share exactly as it is written; the same few are said again and again."""
    share = Fraction(str(value))
    return share.numerator if share.denominator == 1 else share


def lawful_share(needs: Needs, marginals: Mapping[str, Share]) -> Bounds:
    """The share of people who meet all needs.

    Each need comes with the mix of the source it is about, if that is known; ``marginals`` holds the share of
    people who gave a consent, for each of which it was said.
    """
    groups: dict[Mix | None, set[Need]] = {}
    for mix, need in needs:
        groups.setdefault(mix if mix is not None and mix.answers(need) else None, set()).add(need)
    return _all_of(
        [
            _by_marginals(group, marginals) if mix is None else _by_mix(mix, group)
            for mix, group in groups.items()
        ]
    )


def _by_mix(mix: Mix, needs: set[Need]) -> Bounds:
    certain = [need.certain for need in needs if need.certain is not None]
    possible = [need.possible for need in needs if need.possible is not None]
    low: Share = NONE
    high: Share = ALL
    for given, share in mix.shares:
        if _meets_all(given, certain):
            low += share
        if not _meets_all(given, possible):
            high -= share
    return Bounds(low, high)


def _meets_all(given: frozenset[str], wanted: list[frozenset[str]]) -> bool:
    return all(not scopes.isdisjoint(given) for scopes in wanted)


def _by_marginals(needs: set[Need], marginals: Mapping[str, Share]) -> Bounds:
    certain = [
        max([marginals.get(scope, NONE) for scope in scopes], default=NONE)
        for scopes in _narrowest([need.certain for need in needs])
    ]
    possible = [
        min(ALL, sum([marginals.get(scope, ALL) for scope in scopes], NONE))
        for scopes in _narrowest([need.possible for need in needs])
    ]
    return Bounds(_at_once(certain), min(possible, default=ALL))


def _narrowest(wanted: list[Scopes]) -> list[frozenset[str]]:
    """Who meets the narrower of two needs meets the wider one too, so the wider says nothing more."""
    sets = {scopes for scopes in wanted if scopes is not None}
    if len(sets) < 2:
        return [*sets]
    return [scopes for scopes in sets if not any(other < scopes for other in sets)]


def _all_of(parts: list[Bounds]) -> Bounds:
    """The bounds for meeting several things of which nothing says how they go together."""
    return Bounds(_at_once([part.low for part in parts]), min([part.high for part in parts], default=ALL))


def _at_once(shares: list[Share]) -> Share:
    """The least share of people who meet all of it: what is missing from several can at most add up."""
    return max(NONE, ALL - sum([ALL - share for share in shares], NONE))
