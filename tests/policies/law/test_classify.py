"""Which tier the Act puts a use case in, and what makes it so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.law.classify import classify
from policies.law.deciding import decide

BEFORE, AFTER = date(2026, 1, 10), date(2026, 11, 26)
CLEAN = {
    "ai_technique": "classical_ml",
    "art5_practices": [],
    "annex_i_product": False,
    "annex_iii_points": [],
    "art50_triggers": [],
}


def classified(as_of=AFTER, **facts):
    return classify({"kind": "use_case", "key": "x"} | CLEAN | facts, as_of)


def test_what_was_checked_and_is_nothing_special_is_minimal():
    found = classified(use_case_type="recommendation")
    assert (found.tier, found.possible, found.questions) == ("minimal", ("minimal",), ())
    assert [step.answer for step in found.steps] == ["yes", "no", "no", "no", "no"]


def test_rules_that_people_wrote_are_no_ai_system_and_nothing_else_is_asked():
    found = classified(ai_technique="rules_based")
    assert found.tier == "not_ai_system"
    assert [step.id for step in found.steps] == ["ai_system"]
    assert found.duties == ()


def test_a_prohibited_practice_is_a_stop_and_never_a_number():
    found = classified(art5_practices=["A5-1-c"], annex_iii_points=["5-b"])
    assert (found.tier, found.stop, found.deadline) == ("prohibited", True, date(2025, 2, 2))
    assert found.articles[1] == "AI Act Art 5(1)(c)"
    assert [duty.id for duty in found.duties] == ["stop"]
    assert "score" not in found.to_json()


def test_a_prohibited_practice_is_a_stop_also_while_nobody_said_what_technique_does_the_work():
    found = classified(art5_practices=["A5-1-c"], ai_technique=None)
    assert (found.tier, found.stop) == ("unclassified", True)
    assert classified(ai_technique=None).stop is False


def test_reading_emotions_at_work_is_no_stop_before_it_is_said_what_for():
    at_work = {"emotions_read_of": ["employee"]}
    unsaid = classified(**at_work)
    assert (unsaid.stop, "prohibited" in unsaid.possible, unsaid.art5_practices) == (False, True, ())
    assert [question.pointer for question in unsaid.questions] == ["/emotions_for_medical_or_safety"]
    assert classified(**at_work, emotions_for_medical_or_safety=False).stop
    assert "prohibited" not in classified(**at_work, emotions_for_medical_or_safety=True).possible


def test_whose_emotions_a_tool_for_a_workforce_reads_is_asked():
    found = classified(
        use_case_type="workforce_analytics", art50_triggers=["emotion_or_biometric_categorisation"]
    )
    assert (found.stop, "prohibited" in found.possible) == (False, True)
    assert "/emotions_read_of" in {question.pointer for question in found.questions}


def test_answers_that_are_missing_leave_the_tier_open_and_are_listed():
    found = classify({"kind": "use_case", "key": "x", "use_case_type": "churn_prediction"}, AFTER)
    assert (found.tier, found.leaning, found.decided) == ("unclassified", "minimal", False)
    assert [question.pointer for question in found.questions] == [
        "/ai_technique",
        "/art5_practices",
        "/annex_i_product",
        "/annex_iii_points",
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


def test_a_sign_that_is_not_certain_leaves_the_answer_as_it_is():
    assert classified(significant_decision_domains=["financial_lending"]).tier == "minimal"


def test_profiling_takes_the_exemption_away():
    claimed = {"annex_iii_points": ["4-a"], "art6_3_conditions": ["a_narrow_procedural"]}
    assert classified(**claimed, uses_profiling=False).tier == "annex_iii_exempt_6_3"
    profiled = classified(**claimed, uses_profiling=True)
    assert profiled.tier == "high_risk_annex_iii"
    assert profiled.steps[4].reasons[0].sentence == "It profiles people. Then it is always high risk."
    unsaid = classified(**claimed)
    assert unsaid.possible == ("annex_iii_exempt_6_3", "high_risk_annex_iii")
    assert [question.pointer for question in unsaid.questions] == ["/uses_profiling"]


def test_article_50_adds_its_duties_to_a_high_risk_system():
    found = classified(
        annex_iii_points=["5-b"], art50_triggers=["interacts_with_people"], eu_ai_role="AIProvider"
    )
    assert found.tier == "high_risk_annex_iii"
    assert "say_it_is_ai" in {duty.id for duty in found.duties}


@pytest.mark.parametrize(
    ("facts", "before", "after"),
    [
        ({"annex_iii_points": ["5-b"]}, "2026-08-02", "2027-12-02"),
        ({"annex_i_product": True}, "2027-08-02", "2028-08-02"),
        ({"art50_triggers": ["interacts_with_people"]}, "2026-08-02", "2026-08-02"),
        ({"art50_triggers": ["generates_synthetic_content"]}, "2026-08-02", "2026-08-02"),
        (
            {"art50_triggers": ["generates_synthetic_content"], "placed_on_market_on": "2026-08-01"},
            "2026-08-02",
            "2026-12-02",
        ),
        (
            {"art50_triggers": ["generates_synthetic_content"], "placed_on_market_on": "2026-08-02"},
            "2026-08-02",
            "2026-08-02",
        ),
        ({}, None, None),
    ],
)
def test_the_deadline_is_that_of_the_law_of_the_day(facts, before, after):
    days = [classified(day, **facts).deadline for day in (BEFORE, AFTER)]
    assert [day and day.isoformat() for day in days] == [before, after]


def test_a_practice_is_prohibited_only_where_the_law_of_the_day_knows_it():
    assert classified(BEFORE, art5_practices=["A5-1-ba"]).tier == "minimal"
    after = classified(AFTER, art5_practices=["A5-1-ba"])
    assert (after.tier, after.deadline) == ("prohibited", date(2026, 12, 2))


@pytest.mark.parametrize(
    ("public", "deadline"), [(True, date(2030, 8, 2)), (False, None), (None, date(2027, 12, 2))]
)
def test_an_older_high_risk_system_is_caught_once_it_changes_or_by_2030_in_public_hands(public, deadline):
    org = {} if public is None else {"is_public_body": public}
    found = classified(
        annex_iii_points=["5-b"],
        placed_on_market_on="2026-01-01",
        substantial_modification=False,
        org=org,
        eu_ai_role="AIDeployer",
    )
    assert (found.tier, found.deadline) == ("high_risk_annex_iii", deadline)
    overseer = next(duty for duty in found.duties if duty.id == "overseer")
    assert overseer.after_change is (public is False)


def test_before_the_act_came_into_force_there_is_no_tier():
    found = classified(date(2024, 7, 31))
    assert (found.tier, found.version, found.steps) == ("unclassified", None, ())


def test_what_rests_on_secondary_sources_says_so():
    assert not classified(BEFORE, annex_iii_points=["5-b"]).rests_on_secondary
    assert classified(AFTER, annex_iii_points=["5-b"]).rests_on_secondary


def test_a_role_that_is_not_said_leaves_open_whose_duty_it_is():
    open_ones = classified(annex_iii_points=["5-b"]).duties
    assert {duty.applies for duty in open_ones} == {"open"}
    ours = classified(annex_iii_points=["5-b"], eu_ai_role="AIDeployer").duties
    assert "fria" in {duty.id for duty in ours if duty.applies == "yes"}
    assert "technical_file" not in {duty.id for duty in ours}


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
]


@given(RECORDS, DAYS, st.sampled_from(ASKED), st.data())
def test_an_answer_to_an_open_question_never_leads_to_a_tier_that_was_ruled_out(record, day, name, data):
    """Kleene's promise. An exemption has to be claimed and a sign can contradict, so those aren't meant."""
    if record[name] is None:
        later = record | {name: data.draw(VALUES[name])}
        assert set(decide(later, day).possible) <= set(decide(record, day).possible)


@given(RECORDS, DAYS)
def test_the_tier_is_open_exactly_where_questions_are_left(record, day):
    found = classify({"kind": "use_case", "key": "x"} | record, day)
    assert (found.tier == "unclassified") is bool(found.questions)
    assert found.leaning in found.possible
    if found.decided:
        assert found.tier == found.leaning
