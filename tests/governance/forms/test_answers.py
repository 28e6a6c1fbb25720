"""Two versions of the answers brought together: what I left is theirs, what I wrote stands."""

from hypothesis import given
from hypothesis import strategies as st

from governance.forms.answers import bases_of, merge, shown
from policies.assessments import outlines

ANSWERS = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["one", "two", "three"]), max_size=5)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_each_answer_comes_from_who_changed_it_and_mine_stands_where_both_did(base, mine, theirs):
    merged = merge(bases_of(base), mine, theirs)
    for name in "abcde":
        expected = theirs if mine.get(name) == base.get(name) else mine
        assert merged.get(name) == expected.get(name)


def test_a_day_reads_as_people_write_it_and_what_is_none_as_it_is():
    question = next(one for one in outlines()["dpia"].questions() if one.type == "date")
    assert shown(question, "2026-03-05") == "5 March 2026"
    assert shown(question, "in spring") == "in spring"
    assert shown(question, None) == ""


def test_a_base_that_was_tampered_with_loses_nothing_of_mine():
    assert merge("nonsense :: x", {"a": "mine"}, {"b": "theirs"}) == {"a": "mine", "b": "theirs"}
