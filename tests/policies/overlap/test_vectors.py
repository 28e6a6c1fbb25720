"""Texts as short lists of numbers."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.overlap.vectors import Spread, Vector

WEIGHTS = st.dictionaries(st.integers(0, 65_535), st.floats(0.01, 40), max_size=30)


@given(WEIGHTS, WEIGHTS)
def test_a_cosine_is_between_nothing_in_common_and_the_same_and_equal_from_both_sides(one, other):
    left, right = Vector.of(one, most=20), Vector.of(other, most=20)
    assert Spread(left).cosine(right) == Spread(right).cosine(left)
    assert 0 <= Spread(left).cosine(right) <= 1 + 1e-9
    assert Spread(left).cosine(left) == pytest.approx(1 if one else 0)


@given(WEIGHTS)
def test_a_vector_is_read_from_text_as_it_was_written(weights):
    vector = Vector.of(weights, most=20)
    assert Vector.from_text(vector.to_text()) == vector


def test_a_machine_with_the_other_order_of_bytes_reads_and_writes_the_same_text(monkeypatch):
    text = Vector.of({1: 0.5, 258: 3.0}, most=2).to_text()
    monkeypatch.setattr(sys, "byteorder", {"little": "big", "big": "little"}[sys.byteorder])
    read = Vector.from_text(text)
    assert list(read.buckets) == [256, 513]
    assert read.to_text() == text


def test_only_the_heaviest_are_kept():
    vector = Vector.of({1: 0.5, 2: 3.0, 3: 2.0, 4: 2.0}, most=2)
    assert (list(vector.buckets), list(vector.weights)) == ([2, 3], [255, 170])
