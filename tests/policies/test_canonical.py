"""One value has one canonical form, whoever wrote it down."""

import pytest

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
