"""Shares of people who gave enough consents: exact where combinations are known, else within bounds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.lineage.coverage import Bounds, Mix, Need, lawful_share

SCOPES = ("a", "b", "c", "d")


def some(*scopes):
    return Need(frozenset(scopes), frozenset(scopes))


def mix(**shares):
    """Shares by the letters of the consents given; ``_`` stands for none."""
    rows = {(frozenset(name) - {"_"}, Fraction(share)) for name, share in shares.items()}
    return Mix(frozenset(rows), frozenset(SCOPES))


def bounds(low, high):
    return Bounds(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("needs", "marginals", "share"),
    [
        ([], {}, bounds(100, 100)),
        ([(None, Need(None, None))], {}, bounds(100, 100)),
        ([(None, some())], {}, bounds(0, 0)),
        ([(None, some("a"))], {}, bounds(0, 100)),
        ([(None, some("a"))], {"a": 60}, bounds(60, 60)),
        ([(None, some("a", "b"))], {"a": 60, "b": 30}, bounds(60, 90)),
        ([(None, some("a", "b"))], {"a": 60, "b": 70}, bounds(70, 100)),
        ([(None, some("a", "b"))], {"a": 60}, bounds(60, 100)),
        ([(None, some("a")), (None, some("b"))], {"a": 60, "b": 70}, bounds(30, 60)),
        ([(None, some("a")), (None, some("b"))], {"a": 20, "b": 30}, bounds(0, 20)),
        # Who gave a also has one of a and b, so the second need takes nothing more away.
        ([(None, some("a")), (None, some("a", "b"))], {"a": 60, "b": 10}, bounds(60, 60)),
        ([(None, Need(frozenset("a"), frozenset("ab")))], {"a": 60, "b": 10}, bounds(60, 70)),
        ([(mix(ab=30, a=20, b=10, _=40), some("a"))], {}, bounds(50, 50)),
        ([(mix(ab=30, a=20, b=10, _=40), one) for one in (some("a"), some("b"))], {}, bounds(30, 30)),
        ([(mix(ab=30, a=20), some("a"))], {}, bounds(50, 100)),
        ([(mix(a=50, _=50), some("a")), (mix(b=80, _=20), some("b"))], {}, bounds(30, 50)),
        ([(mix(a=50, _=50), some("other"))], {"other": 10}, bounds(10, 10)),
    ],
)
def test_shares_follow_from_what_is_said(needs, marginals, share):
    assert lawful_share(needs, {name: Fraction(one) for name, one in marginals.items()}) == share


PEOPLE = st.lists(st.frozensets(st.sampled_from(SCOPES)), min_size=1, max_size=12)
WANTED = st.lists(st.frozensets(st.sampled_from(SCOPES)), max_size=4)


def mix_of(people, scopes):
    rows = [person & scopes for person in people]
    each = {given: Fraction(100 * rows.count(given), len(rows)) for given in rows}
    return Mix(frozenset(each.items()), scopes)


def marginals_of(people):
    return {scope: Fraction(100 * sum(scope in person for person in people), len(people)) for scope in SCOPES}


def counted(people, wanted):
    return Fraction(100 * sum(all(person & scopes for scopes in wanted) for person in people), len(people))


@settings(max_examples=120)
@given(PEOPLE, WANTED)
def test_with_combinations_the_share_is_what_counting_gives(people, wanted):
    joint = mix_of(people, frozenset(SCOPES))
    found = lawful_share([(joint, some(*scopes)) for scopes in wanted], {})
    assert found == Bounds(counted(people, wanted), counted(people, wanted))


@settings(max_examples=120)
@given(PEOPLE, WANTED, st.data())
def test_whatever_is_left_unsaid_the_bounds_hold_what_counting_gives(people, wanted, data):
    """Sources know combinations of their own consents, or nothing; of some consents the share is known."""
    known = data.draw(st.frozensets(st.sampled_from(SCOPES)))
    marginals = {scope: share for scope, share in marginals_of(people).items() if scope in known}
    needs = []
    for scopes in wanted:
        more = data.draw(st.frozensets(st.sampled_from(SCOPES)))
        heard = mix_of(people, scopes | more) if data.draw(st.booleans()) else None
        if heard is not None and data.draw(st.booleans()):
            kept = sorted(heard.shares, key=str)[1:]
            heard = Mix(frozenset(kept), heard.scopes)
        certain = frozenset(scope for scope in scopes if data.draw(st.booleans()))
        needs.append((heard, Need(certain, data.draw(st.sampled_from([scopes, scopes | more, None])))))
    found = lawful_share(needs, marginals)
    assert 0 <= found.low <= counted(people, wanted) <= found.high <= 100
