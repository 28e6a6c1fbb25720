"""Text typed into a form, and what it says."""

import pytest

from governance.forms.values import Unreadable, text_of, value_of
from policies.record import fields_of
from policies.record.fields import KINDS, PARTS

FIELDS = {one.type: one for name in (*KINDS, *PARTS) for one in fields_of(name).values()}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "  churn  ", "churn"),
        ("text", "a\r\nb", "a\nb"),
        ("bool", "yes", True),
        ("bool", "no", False),
        ("int", "12 000", 12000),
        ("dec", "0.35", 0.35),
        ("dec", "12.0", 12),
        ("dec", "-4", -4),
        ("date", "2026-11-30", "2026-11-30"),
        ("json", '{"completeness": 98}', {"completeness": 98}),
    ],
)
def test_text_is_read_as_its_field_means_it(kind, text, value):
    assert value_of(FIELDS[kind], text) == value
    assert type(value_of(FIELDS[kind], text)) is type(value)


@pytest.mark.parametrize("kind", sorted(set(FIELDS) - {"parts", "refs", "ref"}))
def test_nothing_typed_says_nothing(kind):
    assert value_of(FIELDS[kind], " \n ") is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "12,000"),
        ("int", "-3"),
        ("int", "twelve"),
        ("int", "9" * 20),
        ("dec", "1,5"),
        ("dec", "nan"),
        ("dec", "inf"),
        ("dec", "1_000"),
        ("date", "30/11/2026"),
        ("date", "2026-02-30"),
        ("json", "completeness"),
        ("json", '{"a": NaN}'),
        ("json", "{" * 200),
        ("bool", "perhaps"),
        ("enum", "sideways"),
    ],
)
def test_what_cant_be_read_says_how_to_write_it(kind, text):
    with pytest.raises(Unreadable) as problem:
        value_of(FIELDS[kind], text)
    assert str(problem.value).endswith(".")


@pytest.mark.parametrize(
    ("kind", "value"),
    [("bool", False), ("int", 0), ("dec", 0.35), ("dec", 1e-9), ("json", {"ä": [1]}), ("str", "no")],
)
def test_what_a_form_shows_is_read_back_as_the_same(kind, value):
    assert value_of(FIELDS[kind], text_of(FIELDS[kind], value)) == value
