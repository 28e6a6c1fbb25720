"""What is high risk for two reasons is held to the duties of both, from the earlier day on."""

from datetime import date
from pathlib import Path

import pytest

import policies
from policies import check, load_packs
from policies.facts import FactIndex
from policies.law.calendar import begins_on
from policies.law.classify import classify
from policies.record.fields import vocabulary

PACKS = load_packs([Path(policies.__file__).parent / "packs" / "eu-ai-act.yaml"])
BETWEEN = date(2028, 1, 1)
TRIAGE = {
    "kind": "use_case",
    "key": "triage",
    "org": {"jurisdictions": ["EU"], "is_public_body": True},
    "use_case_type": "other",
    "ai_technique": "classical_ml",
    "significant_decision_domains": [],
    "emotions_read_of": [],
    "eu_ai_role": "AIDeployer",
    "art5_practices": [],
    "annex_i_product": True,
    "annex_iii_points": ["5-d"],
    "art50_triggers": [],
    "uses_profiling": False,
    "includes_employees": False,
    "affected_persons_informed": False,
    "human_oversight": "none",
    "assessments": [],
}


def report(day=BETWEEN, **said):
    record = TRIAGE | said
    return check(record, PACKS, as_of=day, facts=FactIndex([record], PACKS, day).for_record(record))


def failures(found):
    """The checks that fail and those of them that block."""
    failed = [one for one in found.findings if one.outcome == "fail"]
    return {one.check_id for one in failed}, {one.check_id for one in failed if one.blocks}


@pytest.mark.parametrize("tier", ["high_risk_annex_i", "high_risk_annex_iii"])
def test_its_users_are_asked_from_the_earlier_day_whichever_of_the_two_is_recorded(tier):
    found = report(eu_ai_tier=tier)
    assert found.outcomes["AIA-017"] == "pass"
    failed, blocking = failures(found)
    assert {"overseer", "people-informed", "fria"} <= failed
    assert {"overseer", "people-informed", "fria"} <= blocking


@pytest.mark.parametrize("tier", ["high_risk_annex_i", "high_risk_annex_iii"])
def test_its_provider_is_asked_from_the_earlier_day_too(tier):
    failed, blocking = failures(report(eu_ai_tier=tier, eu_ai_role="AIProvider"))
    assert "conformity" in failed & blocking


def test_what_is_part_of_a_product_alone_still_has_until_the_later_day():
    alone = report(eu_ai_tier="high_risk_annex_i", annex_iii_points=[])
    failed, blocking = failures(alone)
    assert "overseer" in failed - blocking
    assert alone.outcomes["AIA-010"] == "not_applicable"
    assert "people-informed" not in failed


def test_an_area_that_is_not_said_lets_nobody_wait_for_the_later_day():
    open_ = report(eu_ai_tier="high_risk_annex_i", annex_iii_points=None)
    assert open_.outcomes["AIA-010"] == "unknown"
    assert "overseer" in failures(open_)[1]


def test_an_exemption_beside_annex_i_has_to_be_written_down():
    exempt = report(eu_ai_tier="high_risk_annex_i", art6_3_conditions=["a_narrow_procedural"])
    assert "assessment" in failures(exempt)[1]


DUTIES = {
    "AIA-007": {"technical_file"},
    "AIA-008": {"overseer"},
    "AIA-009": {"tell_people", "tell_workers"},
    "AIA-010": {"fria"},
    "AIA-018": {"report_incidents", "watch"},
}
TWICE = {"annex_i_product": True, "annex_iii_points": ["5-d"]}
TIERS = {
    "high_risk_annex_i": {"annex_i_product": True, "annex_iii_points": []},
    "high_risk_annex_iii": {"annex_i_product": False, "annex_iii_points": ["4-b"]},
    "annex_iii_exempt_6_3": {
        "annex_i_product": False,
        "annex_iii_points": ["4-b"],
        "art6_3_conditions": ["d_preparatory"],
    },
    "minimal": {"annex_i_product": False, "annex_iii_points": []},
}


@pytest.mark.parametrize("role", vocabulary("eu_ai_role"))
@pytest.mark.parametrize(("tier", "said"), [*TIERS.items(), ("high_risk_annex_i", TWICE)])
def test_a_rule_asks_exactly_those_for_whom_the_tree_finds_its_duty(role, tier, said):
    record = TRIAGE | said | {"eu_ai_tier": tier, "eu_ai_role": role, "includes_employees": True}
    record |= {"lifecycle_stage": "production", "incidents": [LATE]}
    duties = {duty.id for duty in classify(record, BETWEEN).duties}
    outcomes = report(**record).outcomes
    assert outcomes["AIA-017"] == "pass"
    asked = {rule for rule in DUTIES if outcomes[rule] != "not_applicable"}
    assert asked == {rule for rule, names in DUTIES.items() if duties & names}


LATE = {
    "serious_under_ai_act": True,
    "personal_data_breach": False,
    "aware_on": "2024-01-02",
    "ai_authority_notified_on": "2024-03-02",
    "ai_authority_notified_after_days": 60,
}


@pytest.mark.parametrize(
    ("day", "blocks"),
    [
        (date(2024, 3, 5), False),
        (date(2026, 11, 22), False),
        (date(2027, 12, 1), False),
        (date(2027, 12, 2), True),
    ],
)
def test_an_incident_stops_nothing_before_it_has_to_be_reported(day, blocks):
    found = report(day, eu_ai_tier="high_risk_annex_iii", lifecycle_stage="production", incidents=[LATE])
    (late,) = [one for one in found.findings if one.check_id == "serious-incident-in-time"]
    assert (late.rule_id, late.outcome, late.blocks) == ("AIA-018", "fail", blocks)


def test_an_incident_with_ai_is_no_breach_of_personal_data():
    record = TRIAGE | {
        "eu_ai_tier": "high_risk_annex_iii",
        "lifecycle_stage": "production",
        "incidents": [LATE],
    }
    assert check(record, load_packs(), as_of=date(2024, 3, 5)).outcomes["GOV-004"] == "not_applicable"


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 11, 26), BETWEEN])
def test_no_system_is_old_for_annex_iii_that_is_not_old_for_annex_i(day):
    """The rules rest on it: what was there before the first day was there before the second."""
    assert begins_on("existing_annex_iii", day) <= begins_on("existing_annex_i", day)
