"""How many entries of lists a generated function may answer for."""

from policies.compiled.cost import MOST_ITEMS, most_items, most_told
from tests.policies.writing import check_of, packs_of, rule_of


def limits(that):
    [rule] = packs_of(rule_of(require=[check_of(that)])).rules
    return most_items(rule), most_told(rule)


def over(path, inner):
    return {"every": {"in": path, "satisfies": inner}}


def test_a_rule_that_looks_at_no_list_can_be_asked_of_any_record():
    assert limits({"rag_enabled": True}) == (MOST_ITEMS, MOST_ITEMS)


def test_a_list_within_each_item_adds_up_and_one_from_elsewhere_multiplies():
    of_its_own = over("models", over("training_data", {"title": {"exists": True}}))
    of_the_record = over("models", over("$.data_links", {"lawful_basis": "A6-1-a"}))
    assert limits(of_its_own)[0] == MOST_ITEMS
    assert limits(of_the_record)[0] ** 2 * 2 < 20_000


def test_finding_the_places_takes_more_steps_than_the_answer():
    told, answered = reversed(limits(over("models", over("$.data_links", {"lawful_basis": "A6-1-a"}))))
    assert told < answered
