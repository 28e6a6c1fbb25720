"""What nobody said stays open, and is asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.law.classify import classify
from policies.law.deciding import decide
from tests.policies.law.writing import AFTER, BEFORE, CLEAN, classified


def test_answers_that_are_missing_leave_the_tier_open_and_are_listed():
    found = classify({"kind": "use_case", "key": "x", "use_case_type": "churn_prediction"}, AFTER)
    assert (found.tier, found.leaning, found.decided) == ("unclassified", "minimal", False)
    assert [question.pointer for question in found.questions] == [
        "/ai_technique",
        "/models",
        "/gpai_relation",
        "/art5_practices",
        "/annex_i_product",
        "/annex_iii_points",
        "/emotions_read_of",
        "/significant_decision_domains",
        "/art50_triggers",
    ]


def test_one_missing_answer_is_one_question():
    found = classified(art5_practices=None)
    assert [question.pointer for question in found.questions] == ["/art5_practices"]
    assert found.possible == ("prohibited", "minimal")


def test_a_reason_why_nothing_was_said_leaves_it_open_too():
    found = classified(annex_iii_points={"$unknown": "counsel is looking at it"})
    assert found.possible == ("high_risk_annex_iii", "minimal")


def test_a_certain_sign_decides_what_nobody_answered():
    found = classified(use_case_type="recruitment", annex_iii_points=None)
    assert (found.tier, found.annex_iii_points) == ("high_risk_annex_iii", ("4-a",))


def test_a_certain_sign_outweighs_a_box_that_was_not_ticked():
    found = classified(use_case_type="recruitment", annex_iii_points=[])
    assert found.tier == "high_risk_annex_iii"


LENDING = {"significant_decision_domains": ["financial_lending"]}
SERVICES = {"significant_decision_domains": ["government_services"]}


@pytest.mark.parametrize(
    ("said", "missing", "answer", "tier"),
    [
        (LENDING, "/use_case_type", {"use_case_type": "pricing_offer"}, "high_risk_annex_iii"),
        (LENDING, "/use_case_type", {"use_case_type": "fraud_detection"}, "minimal"),
        (SERVICES, "/org/is_public_body", {"org": {"is_public_body": True}}, "high_risk_annex_iii"),
        (SERVICES, "/org/is_public_body", {"org": {"is_public_body": False}}, "minimal"),
        ({}, "/emotions_read_of", {"emotions_read_of": ["customer"]}, "high_risk_annex_iii"),
        ({}, "/emotions_read_of", {"emotions_read_of": []}, "minimal"),
        ({"ai_technique": "rules_based"}, "/models", {"models": []}, "not_ai_system"),
        ({"ai_technique": "rules_based"}, "/models", {"models": [{"key": "a"}]}, "minimal"),
    ],
)
def test_a_sign_that_nobody_can_tell_keeps_the_step_open_against_a_no(said, missing, answer, tier):
    left_out = {missing.split("/")[1]: None}
    found = classified(**said | left_out)
    assert (found.tier, tier in found.possible) == ("unclassified", True)
    assert missing in {question.pointer for question in found.questions}
    step = next(step for step in found.steps if step.answer == "open")
    assert step.reasons[0].sentence.startswith("The answer is no, but")
    assert classified(**said | answer).tier == tier


def test_what_is_not_sure_to_be_all_is_no_complete_list():
    hiring = CLEAN | SERVICES | {"annex_iii_points": ["4-a"]}
    fact = decide(hiring, AFTER).fact()
    assert (fact["tier"], fact["annex_iii_points"]) == ("high_risk_annex_iii", ["4-a", None])
    told = decide(hiring | {"org": {"is_public_body": False}}, AFTER).fact()
    assert told["annex_iii_points"] == ["4-a"]


def test_a_value_of_a_wrong_type_says_nothing():
    assert classified(art5_practices="A5-1-c").possible == ("prohibited", "minimal")


VALUES = {
    "ai_technique": st.sampled_from([None, "rules_based", "generative_ai"]),
    "use_case_type": st.sampled_from([None, "recruitment", "fraud_detection", "conversational_assistant"]),
    "art5_practices": st.sampled_from([None, [], ["A5-1-f"], ["A5-1-ba"]]),
    "annex_i_product": st.sampled_from([None, True, False]),
    "annex_iii_points": st.sampled_from([None, [], ["4-a"], ["2"]]),
    "art6_3_conditions": st.sampled_from([None, [], ["d_preparatory"]]),
    "uses_profiling": st.sampled_from([None, True, False]),
    "art50_triggers": st.sampled_from([None, [], ["deepfake"]]),
    "significant_decision_domains": st.sampled_from([None, [], ["financial_lending", "employment"]]),
    "emotions_read_of": st.sampled_from([None, [], ["customer"], ["employee"]]),
    "includes_employees": st.sampled_from([None, True, False]),
}


RECORDS = st.fixed_dictionaries(VALUES)


DAYS = st.sampled_from([BEFORE, AFTER, date(2030, 1, 1)])


ASKED = [
    "ai_technique",
    "art5_practices",
    "annex_i_product",
    "annex_iii_points",
    "art50_triggers",
    "uses_profiling",
    "use_case_type",
    "significant_decision_domains",
    "includes_employees",
]


@given(RECORDS, DAYS, st.sampled_from(ASKED), st.data())
def test_an_answer_to_an_open_question_never_leads_to_a_tier_that_was_ruled_out(record, day, name, data):
    """Kleene's promise. An exemption has to be claimed, and unnamed emotions are a sign by themselves."""
    if record[name] is None:
        later = record | {name: data.draw(VALUES[name])}
        assert set(decide(later, day).possible) <= set(decide(record, day).possible)


@given(RECORDS, DAYS)
def test_what_is_open_is_asked_and_what_is_asked_can_change_something(record, day):
    found, fact = classify({"kind": "use_case", "key": "x"} | record, day), decide(record, day).fact()
    assert found.decided or found.questions
    assert bool(found.questions) is (len(decide(record, day).ends) > 1)
    assert (None in fact.get("tiers", [None])) is bool(found.questions)
    assert found.leaning in found.possible
    if found.decided:
        assert found.tier == found.leaning == fact["tier"] == fact["tiers"][0]
