"""The laws of Kleene's logic, which everything else leans on."""

from hypothesis import given
from hypothesis import strategies as st

from policies.language.kleene import all_of, any_of, at_least, implies, negate

TRUTH = st.sampled_from([True, False, None])
TRUTHS = st.lists(TRUTH, max_size=5)


@given(TRUTHS)
def test_de_morgan_holds(values):
    assert negate(all_of(values)) == any_of([negate(value) for value in values])
    assert negate(any_of(values)) == all_of([negate(value) for value in values])


@given(TRUTHS, st.randoms())
def test_order_and_repetition_make_no_difference(values, random):
    shuffled = values * 2
    random.shuffle(shuffled)
    assert all_of(values) == all_of(shuffled)
    assert any_of(values) == any_of(shuffled)


@given(TRUTHS, st.integers(1, 5), st.booleans())
def test_learning_an_unknown_never_overturns_what_was_known(values, number, learnt):
    if None not in values:
        return
    index = values.index(None)
    known = [*values[:index], learnt, *values[index + 1 :]]
    for combine in (all_of, any_of, lambda truths: at_least(number, truths)):
        assert combine(values) in (None, combine(known))


@given(TRUTHS)
def test_at_least_one_is_any_and_at_least_all_of_them_is_all(values):
    assert at_least(1, values) == any_of(values)
    if values:
        assert at_least(len(values), values) == all_of(values)


def test_an_implication_is_unknown_only_where_the_unknown_part_could_break_it():
    assert implies(None, True) is True
    assert implies(None, False) is None
    assert implies(False, None) is True
    assert implies(True, None) is None


def test_nothing_at_all_is_all_and_not_any():
    assert all_of([]) is True
    assert any_of([]) is False
