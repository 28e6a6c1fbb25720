"""Which tier the Act puts a use case in, and what makes it so."""

from datetime import date

import pytest

from tests.policies.law.writing import AFTER, BEFORE, classified


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


@pytest.mark.parametrize(
    ("practice", "before", "since", "day"),
    [
        ("A5-1-ba", date(2026, 12, 1), date(2026, 12, 2), "2 December 2026"),
        ("A5-1-c", date(2025, 2, 1), date(2025, 2, 2), "2 February 2025"),
    ],
)
def test_what_will_be_forbidden_is_a_stop_from_that_day_on_and_has_its_other_duties_till_then(
    practice, before, since, day
):
    facts = {
        "art5_practices": [practice],
        "annex_iii_points": ["5-b"],
        "art50_triggers": ["generates_synthetic_content"],
        "eu_ai_role": "AIProvider",
    }
    coming, forbidden = classified(before, **facts), classified(since, **facts)
    assert (coming.tier, coming.stop, coming.deadline) == ("prohibited", False, since)
    assert coming.tiers == ("prohibited", "high_risk_annex_iii", "transparency")
    assert coming.plain.startswith(f"It will be forbidden from {day} on")
    duties = {duty.id: duty.begins for duty in coming.duties}
    assert duties["stop"] == since
    assert {"mark_content", "technical_file"} <= set(duties)
    assert (forbidden.tier, forbidden.stop, forbidden.tiers) == ("prohibited", True, ("prohibited",))
    assert [duty.id for duty in forbidden.duties] == ["stop"]


def test_of_two_practices_the_one_that_is_forbidden_today_is_a_stop():
    found = classified(art5_practices=["A5-1-ba", "A5-1-c"])
    assert (found.stop, found.deadline) == (True, date(2025, 2, 2))


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
        use_case_type="workforce_analytics",
        art50_triggers=["emotion_or_biometric_categorisation"],
        emotions_read_of=None,
    )
    assert (found.stop, "prohibited" in found.possible) == (False, True)
    assert "/emotions_read_of" in {question.pointer for question in found.questions}


def test_profiling_takes_the_exemption_away():
    claimed = {"annex_iii_points": ["4-a"], "art6_3_conditions": ["a_narrow_procedural"]}
    assert classified(**claimed, uses_profiling=False).tier == "annex_iii_exempt_6_3"
    profiled = classified(**claimed, uses_profiling=True)
    assert profiled.tier == "high_risk_annex_iii"
    assert profiled.steps[4].reasons[0].sentence == "It profiles people. Then it is always high risk."
    unsaid = classified(**claimed)
    assert unsaid.possible == ("annex_iii_exempt_6_3", "high_risk_annex_iii")
    assert [question.pointer for question in unsaid.questions] == ["/uses_profiling"]


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


def test_before_the_act_came_into_force_there_is_no_tier():
    found = classified(date(2024, 7, 31))
    assert (found.tier, found.version, found.steps) == ("unclassified", None, ())


def test_what_rests_on_secondary_sources_says_so():
    assert not classified(BEFORE, annex_iii_points=["5-b"]).rests_on_secondary
    assert classified(AFTER, annex_iii_points=["5-b"]).rests_on_secondary
