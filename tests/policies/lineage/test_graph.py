"""How far the ways of data are followed: round in a circle, over many sources, on many ways."""

from itertools import pairwise

from policies.limits import LIMITS
from tests.policies.lineage.writing import consent_of, link, scope, source, use_case


def test_sources_that_feed_each_other_end_somewhere():
    one, two = source("one", scope()), source("two", scope())
    feeding = [one | {"unified_profile": two}, two | {"unified_profile": one}]
    assert consent_of(use_case(data_links=[link(one)]), *feeding)["size"] == 3


def chain(length):
    """Sources that each feed the next one, and the last of them."""
    made = [source(f"s{number}", scope()) for number in range(length)]
    return [one | {"unified_profile": fed} for one, fed in pairwise(made)], made[-1]


def test_what_lies_further_back_than_is_followed_is_unknown_and_said_so():
    feeding, last = chain(LIMITS.sources_on_a_way)
    assert consent_of(use_case(data_links=[link(last)]), *feeding)["covered"] is True
    feeding, last = chain(1_200)
    fact = consent_of(use_case(data_links=[link(last)]), *feeding)
    assert fact["covered"]["$unknown"].startswith("Data is followed over 20 sources and 1,000 ways at most")
    assert fact["route"].startswith("Data from further back → s1180 → ")
    assert (fact["size"], fact["missing"]) == (LIMITS.sources_on_a_way + 1, ["followed"])
    assert (fact["share"], fact["share_max"]) == (0, 100)


def test_a_breach_within_the_limits_stays_one():
    feeding, last = chain(1_200)
    narrow = source("shop", scope(permitted_data_uses=[]), unified_profile=last)
    assert consent_of(use_case(data_links=[link(last)]), *feeding, narrow)["covered"] is False


def test_only_so_many_ways_are_followed_however_often_they_part_and_meet():
    levels = [[source(f"s{level}-{one}", scope()) for one in range(8)] for level in range(12)]
    feeding = [
        one | {"unified_profile": fed}
        for level, following in pairwise(levels)
        for one in level
        for fed in following
    ]
    fact = consent_of(use_case(data_links=[link(one) for one in levels[-1]]), *feeding)
    assert fact["size"] == LIMITS.ways_to_an_entry + 1
    assert "1,000 ways at most" in fact["covered"]["$unknown"]
    assert fact["route"] == "Data on further ways → use"
