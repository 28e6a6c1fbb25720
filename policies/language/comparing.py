"""What each operator answers for values that were said, in Kleene's logic where they are known in part."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import re2

from policies.language.kleene import Truth, negate
from policies.language.values import Interval, Number, Values, WrongTypeError, bounds
from policies.record.fields import vocabulary

FORMATS: Final = {
    "email": r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$",
    "https_url": r"^https://[^/\s]+\S*$",
    "sha256": r"^[0-9a-f]{64}$",
    "semver": r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
    "slug": r"^[a-z0-9]+(-[a-z0-9]+)*$",
}
FORMAT_WORDS: Final = {
    "email": "an e-mail address",
    "https_url": "a web address that begins with https://",
    "sha256": "a SHA-256 checksum (64 characters, 0-9 and a-f)",
    "semver": "a version number such as 1.4.0",
    "slug": "a short name of small letters, digits and hyphens",
}
Ordered = Number | Interval | date


def equal(subject: Any, operand: Any, _: str) -> Truth:
    if isinstance(subject, Interval) or isinstance(operand, Interval):
        (low, high), (least, most) = bounds(subject), bounds(operand)
        return False if high < least or low > most else True if low == high == least == most else None
    return bool(subject == operand)


def differ(subject: Any, operand: Any, _: str) -> Truth:
    return negate(equal(subject, operand, ""))


def member(subject: Any, operand: Values, _: str) -> Truth:
    if isinstance(subject, Interval):
        raise WrongTypeError("an exact number was expected")
    return True if subject in operand.known else False if operand.complete else None


def no_member(subject: Any, operand: Values, _: str) -> Truth:
    return negate(member(subject, operand, ""))


def not_below(subject: Ordered, operand: Ordered, _: str) -> Truth:
    (low, high), (least, most) = _span(subject), _span(operand)
    return True if low >= most else False if high < least else None


def above(subject: Ordered, operand: Ordered, _: str) -> Truth:
    return negate(not_below(operand, subject, ""))


def not_above(subject: Ordered, operand: Ordered, _: str) -> Truth:
    return not_below(operand, subject, "")


def below(subject: Ordered, operand: Ordered, _: str) -> Truth:
    return negate(not_below(subject, operand, ""))


def _span(value: Any) -> tuple[Any, Any]:
    return (value.low, value.high) if isinstance(value, Interval) else (value, value)


def overlap(subject: Values, operand: Values, _: str) -> Truth:
    if subject.known & operand.known:
        return True
    return False if _nothing_can_be_added(subject, operand) else None


def _nothing_can_be_added(subject: Values, operand: Values) -> bool:
    """Whether no unknown member could make two sets meet: both are complete, or one is empty for sure."""
    empty = any(one.complete and not one.known for one in (subject, operand))
    return empty or (subject.complete and operand.complete)


def apart(subject: Values, operand: Values, _: str) -> Truth:
    return negate(overlap(subject, operand, ""))


def within(subject: Values, operand: Values, _: str) -> Truth:
    if subject.known <= operand.known:
        return True if subject.complete else None
    return False if operand.complete else None


def contains(subject: Values, operand: Values, _: str) -> Truth:
    return within(operand, subject, "")


def is_empty(subject: int, operand: bool, _: str) -> Truth:
    return (subject == 0) is operand


def starts(subject: Any, operand: str, _: str) -> Truth:
    return str(subject).startswith(operand)


def ends(subject: Any, operand: str, _: str) -> Truth:
    return str(subject).endswith(operand)


def matches(subject: Any, operand: str, _: str) -> Truth:
    return compiled(operand).search(str(subject)) is not None


def has_format(subject: Any, operand: str, _: str) -> Truth:
    return matches(subject, FORMATS[operand], "")


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """A pattern in RE2, whose time grows with the text alone. Raises re2.error for what RE2 can't read."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def is_a(subject: Any, operand: Values, _: str) -> Truth:
    subjects = _as_set(subject)
    if any(_lies_under(term, operand.known) for term in subjects.known):
        return True
    return False if _nothing_can_be_added(subjects, operand) else None


def covered(subject: Any, operand: Values, _: str) -> Truth:
    subjects = _as_set(subject)
    if all(_lies_under(term, operand.known) for term in subjects.known):
        return True if subjects.complete else None
    return False if operand.complete else None


def ranks(subject: Any, operand: Values, name: str) -> Truth:
    mine = rank(subject, name)
    if any(rank(term, name) > mine for term in operand.known):
        return False
    return True if operand.complete else None


def _as_set(subject: Any) -> Values:
    return subject if isinstance(subject, Values) else Values(frozenset({subject}))


def _lies_under(term: str | int | Decimal, terms: frozenset[str | int | Decimal]) -> bool:
    """Whether a dotted term is one of ``terms`` or a kind of one: user.health is a user."""
    if term in terms:
        return True
    parts = str(term).split(".")
    return any(".".join(parts[:size]) in terms for size in range(1, len(parts)))


@lru_cache(maxsize=4096)
def rank(term: str | int, name: str) -> int:
    """The place of a term in the order of its vocabulary. Raises WrongTypeError where it has none."""
    terms = vocabulary(name)
    if term not in terms:
        raise WrongTypeError(f"{str(term)[:60]!r} has no rank in {name}")
    return terms.index(term)
