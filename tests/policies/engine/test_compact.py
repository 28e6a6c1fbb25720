"""Findings without words: the places in order, what stands there, and nothing that is sensitive."""

import pytest

from policies.compiled.findings import by_reference, finder_for
from policies.engine.compact import listed
from policies.language.nodes import Test as Comparison
from tests.policies.engine.test_masking import CANARY, CHECKS, RECORD
from tests.policies.writing import TODAY, check_of, packs_of, rule_of

LAWFUL = {"every": {"in": "data_links", "satisfies": {"lawful_basis": "A6-1-a"}}}


def found(that, record):
    """What the generated function and the reference find."""
    rules = packs_of(rule_of(require=[check_of(that)])).rules
    return finder_for(rules, TODAY).of(record, {})[1], by_reference(rules, record, {}, TODAY)[1]


def test_a_place_says_what_was_asked_where_and_what_stands_there():
    links = [{"lawful_basis": "A6-1-a"}, {"lawful_basis": "A6-1-f"}]
    for [one] in found(LAWFUL, {"data_links": links}):
        [place] = one.places
        assert (one.head.check_id, one.head.outcome) == ("only", "fail")
        assert place[1:] == (("/data_links/1",), "/data_links/1/lawful_basis", "A6-1-f")
        assert isinstance(place.asked.what, Comparison)
        assert (place.asked.what.operator, place.asked.what.operand.value) == ("eq", "A6-1-a")


def test_ten_places_are_listed_and_the_rest_is_counted():
    for [one] in found(LAWFUL, {"data_links": [{"lawful_basis": "A6-1-f"}] * 12}):
        places, more = listed(one.places)
        assert (len(places), more) == (10, 2)


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_sensitive_is_masked_in_them_as_well(name):
    for findings in found(CHECKS[name], RECORD | {"kind": "use_case", "key": "x"}):
        places = [place for one in findings for place in one.places]
        assert places and not any(CANARY in str(place[1:]) for place in places)
