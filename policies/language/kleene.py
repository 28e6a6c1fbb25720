"""Kleene's three values: True, False, and None for "not enough was said to tell".

Nothing here stops early, so that the order in which a pack is written never changes what is reported.
"""

from collections.abc import Iterable

Truth = bool | None


def all_of(values: Iterable[Truth]) -> Truth:
    """One False decides; otherwise one unknown makes it unknown."""
    seen = set(values)
    return False if False in seen else None if None in seen else True


def any_of(values: Iterable[Truth]) -> Truth:
    """One True decides; otherwise one unknown makes it unknown."""
    seen = set(values)
    return True if True in seen else None if None in seen else False


def negate(value: Truth) -> Truth:
    return None if value is None else not value


def implies(when: Truth, then: Truth) -> Truth:
    if when is False or then is True:
        return True
    return None if when is None or then is None else False


def at_least(number: int, values: Iterable[Truth]) -> Truth:
    """Whether at least ``number`` hold, reasoning with those that certainly and possibly do."""
    seen = list(values)
    certain = seen.count(True)
    if certain >= number:
        return True
    return False if certain + seen.count(None) < number else None
