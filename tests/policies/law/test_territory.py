"""Whom law reaches."""

from importlib.resources import files

import pytest

from policies import FactIndex, check, classify, load_packs
from policies.law.changes import entries_moved
from policies.law.classify import tier_of
from policies.law.territory import touches
from policies.record.fields import vocabulary
from policies.yamlio import load_yaml
from tests.policies.law.writing import AFTER, BEFORE, CLEAN

TABLE = load_yaml(files("policies").joinpath("law/territories.yaml").read_bytes()).value


def test_the_places_and_countries_of_the_table_are_words_of_the_vocabularies():
    countries = [country for listed in TABLE.values() for country in listed]
    assert set(TABLE) <= set(vocabulary("jurisdiction"))
    assert set(countries) <= set(vocabulary("country"))
    assert len(countries) == len(set(countries)), "a country lies in one place"


def test_the_union_has_27_states_and_seven_parts_with_codes_of_their_own():
    assert len(TABLE["EU"]) == 27 + 7


@pytest.mark.parametrize(
    ("law", "country", "reached"),
    [
        ("EU", "DE", True),
        ("EU", "RE", True),
        ("EU", "NO", False),
        ("EEA", "NO", True),
        ("EEA", "DE", True),
        ("UK", "GB", True),
        ("EU", "GB", False),
        ("US", "US", False),
        ("EU", "Germany", False),
    ],
)
def test_the_countries_of_a_use_case_lie_in_places_of_law(law, country, reached):
    record = {"org": {"jurisdictions": ["BR"]}, "member_states": [country]}
    assert touches([law], record) is reached


@pytest.mark.parametrize("countries", [None, [], ["US"], [None], {"$unknown": "we don't know"}, "DE", 7])
def test_countries_that_lie_elsewhere_or_are_not_said_take_nothing_away(countries):
    used = {"member_states": countries}
    assert touches(["EU"], used | {"org": {"jurisdictions": ["EU"]}}) is True
    assert touches(["EU"], used | {"org": {"jurisdictions": ["EEA"]}}) is None
    assert touches(["EU"], used) is None
    assert touches(["EU"], used | {"org": {"jurisdictions": ["US"]}}) is False


def test_law_that_names_no_place_holds_everywhere():
    assert touches([], {"org": {"jurisdictions": []}}) is True


PROHIBITED = CLEAN | {"art5_practices": ["A5-1-c"]}


@pytest.mark.parametrize(
    ("places", "countries", "reached"),
    [
        (["US-CA"], ["US"], False),
        (["US-CA"], None, False),
        ([], [], False),
        (["US-CA"], ["DE"], True),
        (["EEA"], ["US"], True),
        (None, ["US"], True),
    ],
)
def test_a_tier_is_told_exactly_where_the_rules_on_the_act_are_asked(places, countries, reached):
    record = PROHIBITED | {"org": {"jurisdictions": places}, "member_states": countries}
    record |= {"kind": "use_case", "key": "score"}
    found = classify(record, AFTER)
    assert (found.reached, found.stop, bool(found.duties)) == (reached, reached, reached)
    assert found.tier == ("prohibited" if reached else "unclassified")
    assert tier_of(record, AFTER) == ("prohibited" if reached else None)
    packs = load_packs()
    outcomes = check(record, packs, as_of=AFTER, facts=FactIndex([record], packs, AFTER).for_record(record))
    assert (outcomes.outcomes["AIA-002"] == "fail") is reached


def test_no_entry_moves_that_the_law_does_not_reach():
    credit = CLEAN | {"annex_iii_points": ["5-b"], "kind": "use_case", "key": "credit"}
    abroad = credit | {"org": {"jurisdictions": ["US"]}}
    assert [len(list(entries_moved([one], BEFORE, AFTER))) for one in (credit, abroad)] == [1, 0]
