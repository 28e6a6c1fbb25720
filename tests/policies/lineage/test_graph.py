"""How far the ways of data are followed: round in a circle, over many sources, on many ways."""

from itertools import pairwise

import pytest

from policies.limits import LIMITS
from tests.policies.lineage.writing import consent_of, link, model, scope, source, use_case


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
    assert fact["covered"]["$unknown"].startswith(
        "Data is followed over 20 sources, 20 models and 1,000 ways at most"
    )
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


NEWSLETTER = source("list", scope("newsletter", covers_model_training=False))


def test_a_model_knows_what_the_model_it_was_made_from_learned():
    base = model("base", NEWSLETTER)
    tuned = model("tuned", made_from=base, trained_on_customer_data=False)
    for record, route in (
        (use_case(models=[tuned]), "list → base → tuned → use"),
        (tuned, "list → base → tuned"),
    ):
        fact = consent_of(record, base, tuned)
        assert (fact["covered"], fact["route"], fact["broken_at"]) == (False, route, "list → base")
        assert (fact["missing"], fact["share"]) == (["training"], 0)


def test_what_is_named_of_a_base_model_is_looked_up_in_the_portfolio():
    base = model("base", made_from={"key": "older"})
    older = model("older", NEWSLETTER)
    tuned = model("tuned", made_from={"key": "base"})
    assert consent_of(tuned, base, older)["route"] == "list → older → base → tuned"
    assert consent_of(tuned, older)["covered"]["$unknown"]


@pytest.mark.parametrize(
    "said", [{"key": "base", "$unknown": "out of sight"}, {"$unknown": "The vendor knows"}]
)
def test_a_base_model_that_can_not_be_looked_at_leaves_it_unknown(said):
    fact = consent_of(model("tuned", made_from=said), model("base"))
    assert fact["covered"]["$unknown"] and (fact["share"], fact["share_max"]) == (0, 100)


def test_models_made_from_each_other_end_somewhere_and_a_long_line_is_cut():
    one, two = model("one", made_from={"key": "two"}), model("two", made_from={"key": "one"})
    assert consent_of(one, two)["covered"] is True
    line = [model(f"m{number}", made_from={"key": f"m{number + 1}"}) for number in range(1_200)]
    fact = consent_of(*line)
    assert (fact["missing"], fact["covered"].keys()) == (["followed"], {"$unknown"})
    assert consent_of(*line[-LIMITS.models_on_a_way + 1 :], model("m1200"))["covered"] is True
