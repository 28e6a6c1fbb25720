"""How many entries of lists a generated function may answer for."""

from policies import load_packs
from policies.compiled.cost import MOST_ITEMS, Fits, to_answer, to_word
from tests.policies.writing import check_of, packs_of, rule_of


def fits(that, steps=to_answer):
    [rule] = packs_of(rule_of(require=[check_of(that)])).rules
    return Fits(rule, steps)


def over(path, inner):
    return {"every": {"in": path, "satisfies": inner}}


OF_THE_RECORD = over("models", over("$.data_links", {"lawful_basis": "A6-1-a"}))


def test_a_rule_that_looks_at_no_list_can_be_asked_of_any_record():
    that = {"rag_enabled": True}
    assert [fits(that, steps).most for steps in (to_answer, to_word)] == [MOST_ITEMS, MOST_ITEMS]


def test_a_list_within_each_item_adds_up_and_one_from_elsewhere_multiplies():
    of_its_own = over("models", over("training_data", {"title": {"exists": True}}))
    assert fits(of_its_own).most == MOST_ITEMS
    assert fits(OF_THE_RECORD).most ** 2 * 2 < 20_000


def test_finding_the_places_takes_more_steps_than_the_answer():
    assert fits(OF_THE_RECORD, to_word).most < fits(OF_THE_RECORD).most


def test_entries_of_lists_that_a_rule_does_not_look_through_for_each_other_do_not_count():
    asked = fits(OF_THE_RECORD)
    few, many = ({"models": [{}] * size, "data_links": [{}] * size} for size in (5, 90))
    assert asked.most < 500
    assert asked(few, 500)
    assert not asked(many, 500)
    assert not asked({"models": "no list", "data_links": [{}] * 90} | many, 500)


def test_entries_of_a_list_within_each_item_are_counted_where_they_are():
    [rule] = [one for one in load_packs().rules if one.id == "CON-008"]
    asked = Fits(rule, to_word)

    def record(size):
        return {"data_links": [{"data_source": {"consent_scopes": [{}] * size}}] * 2, "purposes": [{}] * 2}

    assert asked.most < 20
    assert asked(record(2), 200)
    assert not asked(record(1_000), 200)
