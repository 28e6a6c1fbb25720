"""One value has one canonical form, whoever wrote it down."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from policies.canonical import canonical_bytes, digest
from policies.errors import PolicyError


def test_the_order_of_members_and_the_writing_of_numbers_make_no_difference():
    assert (
        canonical_bytes({"b": 1.0, "a": "é"})
        == canonical_bytes({"a": "é", "b": 1})
        == '{"a":"é","b":1}'.encode()
    )


def test_a_digest_is_sha_256_in_hexadecimal():
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53 + 1, "\ud800", {1, 2}])
def test_what_json_cannot_say_has_no_canonical_form(value):
    with pytest.raises(PolicyError, match="canonical"):
        canonical_bytes(value)


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_the_quick_way_writes_what_the_standard_asks_for(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [0.1, 1e-4, 9e-5, 1e-7, 1e15, 1e16, 1e21, 1.0, -0.0, 0.30000000000000004, 123456789.125, 2**53 - 1, True],
)
def test_numbers_are_written_as_the_standard_writes_them(value):
    assert canonical_bytes([value]) == rfc8785.dumps([value])


def test_names_beyond_ascii_are_ordered_as_the_standard_orders_them():
    said = {
        "\U0001f600": 1,
        "\ufb33": 2,
        "\u00e9": 3,
        "a": 4,
        "\u007f": 5,
        "\u0001": "\u0001\u001f\u007f\u2028",
    }
    assert canonical_bytes(said) == rfc8785.dumps(said)


@pytest.mark.parametrize("value", [{1: "a"}, {None: 1}, {"a": {2: 3}}])
def test_only_text_names_a_member(value):
    with pytest.raises(PolicyError, match="canonical"):
        canonical_bytes(value)
