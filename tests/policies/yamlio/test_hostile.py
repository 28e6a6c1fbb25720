"""Texts made to hurt: each is refused by the limit it breaks, after little work.

How long a refusal takes is bounded in processor time and generously, so that a busy machine fails nothing.
"""

from itertools import islice, product
from string import ascii_lowercase

import pytest

from policies.errors import YamlError
from policies.limits import LIMITS, Limits
from policies.yamlio import load_yaml

SHORT = ["".join(letters) for letters in islice(product(ascii_lowercase, repeat=3), 12_000)]
BOMB = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        pytest.param("[" * 50_000, "limit of 20 levels", id="50 kB of brackets"),
        pytest.param("[" * 1_000_000, "limit of 256 kB", id="a million brackets"),
        pytest.param("{a: " * 5_000, "limit of 20 levels", id="deep flow mappings"),
        pytest.param("- " * 5_000, "limit of 20 levels", id="deep block lists"),
        pytest.param(
            "x: " + "[" * 21 + "]" * 21 + "\n" + "#" * 30_000, "limit of 20 levels", id="deep and long"
        ),
        pytest.param(BOMB, "Anchors", id="alias bomb"),
        pytest.param(
            "".join(f"key{number}: {number}\n" for number in range(60_000)), "256 kB", id="60,000 keys"
        ),
        pytest.param("".join(f"{key}:\n" for key in SHORT), "limit of 20,000 values", id="12,000 short keys"),
        pytest.param("[" + "[]," * 40_000 + "]", "limit of 20,000 values", id="40,000 empty lists"),
        pytest.param("a: " + "x" * 300_000, "limit of 256 kB", id="huge scalar"),
        pytest.param("é" * 140_000, "limit of 256 kB", id="more bytes than characters"),
        pytest.param("a: 1" + "0" * 400, "limit of 2^53", id="10 to the 400"),
        pytest.param("a: 1" + "0" * 200_000, "limit of 2^53", id="10 to the 200,000"),
        pytest.param("&a " * 80_000, "Anchors", id="anchors without end"),
        pytest.param("*" * 30_000, "", id="stars"),
    ],
)
def test_hostile_text_is_refused_by_name(text, limit):
    with pytest.raises(YamlError) as refused:
        load_yaml(text)
    assert limit in refused.value.message


def test_texts_at_the_limits_are_read():
    assert load_yaml("[" * LIMITS.depth + "]" * LIMITS.depth).value
    assert len(load_yaml("[" + "1," * (LIMITS.nodes - 1) + "]").value) == LIMITS.nodes - 1
    assert load_yaml("a: " + "x" * 200_000).value == {"a": "x" * 200_000}


def test_long_keys_above_long_lists_cost_no_memory_for_positions():
    deep = "".join("  " * level + "k" * 900 + ":\n" for level in range(18))
    text = deep + "".join("  " * 18 + "- 1\n" for _ in range(4_000))
    assert load_yaml(text).position("/" + "/".join(["k" * 900] * 18) + "/3999") == (4_018, 39)


def test_a_caller_may_set_tighter_limits():
    with pytest.raises(YamlError, match="limit of 2 levels"):
        load_yaml("[[[]]]", limits=Limits(depth=2))
