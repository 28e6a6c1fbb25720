"""Calendar arithmetic that a reader would do by hand."""

from datetime import date

import pytest

from policies.language.durations import Duration, parse_duration, shift
from policies.language.values import WrongTypeError


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P12M", "12 months"),
        ("P1M", "1 month"),
        ("P90D", "90 days"),
        ("P2W", "14 days"),
        ("P1Y", "12 months"),
        ("P3Y", "3 years"),
        ("P36M", "3 years"),
        ("P18M", "18 months"),
        ("P1M1D", "1 month and 1 day"),
        ("P0D", "0 days"),
    ],
)
def test_durations_read_as_words(text, words):
    assert str(parse_duration(text)) == words


@pytest.mark.parametrize("text", ["", "P", "12M", "P12", "PT5H", "P-1D", "P1D2M", "P99999999D", "P1D\n"])
def test_other_texts_are_no_durations(text):
    assert parse_duration(text) is None


def test_a_short_month_clamps_to_its_last_day():
    assert shift(date(2026, 3, 31), Duration(1, 0), -1) == date(2026, 2, 28)
    assert shift(date(2024, 1, 31), Duration(1, 0), 1) == date(2024, 2, 29)
    assert shift(date(2026, 1, 15), Duration(13, 10), -1) == date(2024, 12, 5)


def test_no_days_is_the_same_day():
    assert shift(date(2026, 11, 22), Duration(0, 0), -1) == date(2026, 11, 22)


@pytest.mark.parametrize(("duration", "sign"), [(Duration(30_000, 0), -1), (Duration(99_999, 999_999), 1)])
def test_beyond_the_calendar_is_a_wrong_value_and_no_crash(duration, sign):
    with pytest.raises(WrongTypeError, match="calendar"):
        shift(date(2026, 11, 22), duration, sign)
