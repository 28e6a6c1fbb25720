"""Answers that depend on a few words and flags are kept, and never taken for those of other values."""

from policies.compiled.outcomes import OUTCOME, function_for
from tests.policies.writing import TODAY, check_of, packs_of, rule_of

LINKS = {"some": {"in": "data_links", "where": {"lawful_basis": "A6-1-a", "minimised": True}}}
PEOPLE = {"data_subjects": {"intersects": ["employee"]}}


def function(that):
    return function_for(packs_of(rule_of(require=[check_of(that)])).rules, TODAY)


def kept(of):
    """How many answers a function keeps for the items of its lists and for its sets."""
    names = of._judge.__globals__
    return [len(value) for name, value in names.items() if name.startswith("m_")]


def test_items_that_say_the_same_are_asked_about_once():
    links = [{"lawful_basis": basis, "minimised": True} for basis in ("A6-1-b", "A6-1-c")] * 50
    asked = function(LINKS)
    assert OUTCOME[asked.of({"data_links": links}, {})[0]] == "fail"
    assert kept(asked) == [2]


def test_sets_that_say_the_same_are_asked_about_once():
    asked = function(PEOPLE)
    said = [asked.of({"data_subjects": subjects}, {}) for subjects in (["customer"], ["employee"]) * 3]
    assert [OUTCOME[one[0]] for one in said] == ["fail", "pass"] * 3
    assert kept(asked) == [2]


def test_a_number_in_place_of_a_word_is_not_kept():
    asked = function(LINKS)
    for number in (1, 1.0, 2):
        asked.of({"data_links": [{"lawful_basis": number, "minimised": True}]}, {})
    assert kept(asked) == [0]


def test_what_is_long_is_not_kept():
    asked = function(PEOPLE)
    for subjects in (["x" * 201], ["x"] * 201):
        assert OUTCOME[asked.of({"data_subjects": subjects}, {})[0]] == "fail"
    assert kept(asked) == [0]


def test_where_there_is_no_list_nothing_is_known():
    assert OUTCOME[function(LINKS).of({}, {})[0]] == "unknown"
    assert OUTCOME[function(PEOPLE).of({"data_subjects": {"$unknown": "asked"}}, {})[0]] == "unknown"
