"""What the AI Act forbids stops at every gate, whatever the team calls it and whatever it leaves unsaid."""

from datetime import date
from pathlib import Path

import pytest

import policies
from policies import check, load_packs
from policies.facts import FactIndex

TODAY = date(2026, 11, 26)
PACKS = load_packs([Path(policies.__file__).parent / "packs" / "eu-ai-act.yaml"])
GATES = ("submit", "approve", "deploy", "schedule", "ci")
TIERS = ("not_ai_system", "minimal", "transparency", "prohibited", "unclassified", None)
TECHNIQUES = (None, "classical_ml", "rules_based", {"$unknown": "the vendor will say"})


def use_case(**said):
    given = {
        "kind": "use_case",
        "key": "score",
        "org": {"jurisdictions": ["EU"]},
        "art5_screen_completed_on": "2026-05-01",
        "art5_practices": [],
        "emotions_read_of": [],
    }
    return {name: value for name, value in (given | said).items() if value is not None}


def stops(record, gate):
    """The findings that stop the record at the gate and that nobody can waive."""
    facts = FactIndex([record], PACKS, TODAY).for_record(record)
    found = check(record, PACKS, as_of=TODAY, facts=facts, gate=gate).findings
    rules = {rule.id: rule for rule in PACKS.rules}
    stopped = [one for one in found if one.blocks and rules[one.rule_id].waiver.get("allowed") is False]
    return {(one.rule_id, one.check_id) for one in stopped}


def test_that_a_tier_is_still_possible_is_not_told_as_if_the_answers_said_so():
    record = use_case(art5_practices=None, art5_screen_completed_on=None)
    facts = FactIndex([record], PACKS, TODAY).for_record(record)
    assert {"prohibited", "minimal"} <= set(facts["ai_act"]["possible_tiers"])
    whys = {
        one.why for one in check(record, PACKS, as_of=TODAY, facts=facts).findings if one.rule_id == "AIA-002"
    }
    (why,) = whys
    assert why.endswith("because “AI Act tiers that the answers leave open” includes “Prohibited”.")


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("technique", TECHNIQUES)
def test_a_practice_that_is_ticked_stops_whatever_else_is_said(gate, tier, technique):
    record = use_case(art5_practices=["A5-1-c"], eu_ai_tier=tier, ai_technique=technique)
    assert ("AIA-002", "no-practice") in stops(record, gate)


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("technique", (None, "classical_ml"))
def test_a_practice_that_the_answers_show_stops_though_nobody_ticked_it(gate, tier, technique):
    record = use_case(
        emotions_read_of=["employee"],
        emotions_for_medical_or_safety=False,
        eu_ai_tier=tier,
        ai_technique=technique,
    )
    assert ("AIA-002", "no-practice-found") in stops(record, gate)


@pytest.mark.parametrize("technique", (None, "classical_ml"))
def test_calling_it_no_ai_does_not_replace_the_check_for_forbidden_practices(technique):
    record = use_case(
        art5_practices=None, art5_screen_completed_on=None, eu_ai_tier="not_ai_system", ai_technique=technique
    )
    assert any(rule == "AIA-002" for rule, _ in stops(record, "approve"))


def test_rules_that_people_wrote_need_no_check_for_forbidden_practices():
    record = use_case(
        art5_practices=None,
        art5_screen_completed_on=None,
        eu_ai_tier="not_ai_system",
        ai_technique="rules_based",
        models=[],
        gpai_relation="none",
    )
    assert not any(rule == "AIA-002" for rule, _ in stops(record, "approve"))
