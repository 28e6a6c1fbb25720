"""The law that ships comes along as data, and the data never says anything but its text."""

import pytest

from policies.law import stored
from policies.law.stored import law_data, law_from_data, law_from_texts
from tests.policies.damaging import damaged


@pytest.fixture
def other(monkeypatch, tmp_path):
    """Write other data in the place of what ships."""
    monkeypatch.setattr(stored, "_NAME", str(tmp_path / "shipped.json"))
    law_from_data.cache_clear()
    yield (tmp_path / "shipped.json").write_text
    law_from_data.cache_clear()


def test_law_from_data_is_that_from_text():
    ours, read = law_from_data(), law_from_texts()
    assert list(ours) == list(read) == ["calendar", "provisions", "tree"]
    assert ours["calendar"] == read["calendar"]
    assert list(ours["tree"].steps.items()) == list(read["tree"].steps.items())
    for part in ("groups", "duties", "articles"):
        assert getattr(ours["provisions"], part) == getattr(read["provisions"], part)


def test_what_no_comparison_looks_at_comes_back_too(other):
    before = law_data()
    other(before)
    assert law_from_data()
    assert law_data() == before


@damaged("of")
def test_of_law_with_damaged_data_the_text_counts(other, damage):
    other(damage(law_data()))
    assert law_from_data() == {}


def test_of_law_without_data_the_text_counts(other):
    assert law_from_data() == {}
