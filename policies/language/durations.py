"""Spans of calendar time (``P12M``, ``P90D``) and what they do to a date."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from policies.language.values import WrongTypeError

PATTERN = r"^P(?=[0-9])(?:([0-9]{1,4})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,6})D)?$"
_PATTERN = re.compile(PATTERN)
# No leap year within the next two, so that P12M is as long as P365D.
_COUNTED_FROM = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Duration:
    """Months are kept apart from days, since a month has no fixed length."""

    months: int
    days: int

    def __str__(self) -> str:
        years, months = (
            divmod(self.months, 12) if self.months % 12 == 0 and self.months > 24 else (0, self.months)
        )
        parts = ((years, "year"), (months, "month"), (self.days, "day"))
        words = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
        return " and ".join(words) or "0 days"


def parse_duration(text: str) -> Duration | None:
    """The span an ISO 8601 duration names, or None where ``text`` is none."""
    found = _PATTERN.fullmatch(text)
    if not found:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Duration(12 * years + months, 7 * weeks + days)


def in_days(duration: Duration) -> int:
    """A length to compare durations by: the days from 1 January 2001. Raises WrongTypeError as ``shift``."""
    return (shift(_COUNTED_FROM, duration, 1) - _COUNTED_FROM).days


def shift(day: date, duration: Duration, sign: int) -> date:
    """``day`` moved back (-1) or on (1): months first, a short month clamping to its last day.

    Raises WrongTypeError beyond the years 1 to 9999.
    """
    try:
        year, month = divmod(day.year * 12 + day.month - 1 + sign * duration.months, 12)
        moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return moved + timedelta(days=sign * duration.days)
    except (ValueError, OverflowError) as problem:
        raise WrongTypeError("a number of days or months leads out of the calendar") from problem
