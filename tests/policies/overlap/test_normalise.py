import pytest

from policies.overlap.normalise import stem, words


@pytest.mark.parametrize("not_said", [None, "", {"$unknown": "asked the vendor"}, ["a"], 7])
def test_what_is_not_said_has_no_words(not_said):
    assert words(not_said) == ()


def test_endings_are_cut_only_from_long_words():
    assert [stem(word) for word in ("scoring", "scores", "bus", "stories")] == ["scor", "scor", "bus", "stor"]
