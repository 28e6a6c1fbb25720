"""The rules on being open with people ask whoever the tree finds a duty for, and nobody else."""

from datetime import date
from pathlib import Path

import pytest

import policies
from policies import check, load_packs
from policies.facts import FactIndex
from policies.law.classify import classify
from policies.law.tree import shipped_tree
from policies.record.fields import vocabulary

PACKS = load_packs([Path(policies.__file__).parent / "packs" / "eu-ai-act.yaml"])
DAY = date(2026, 12, 3)
DUTIES = {
    "AIA-011": {"say_it_is_ai", "told_in_time", "tell_of_emotions"},
    "AIA-012": {"mark_content"},
    "AIA-013": {"label_deepfakes", "label_text"},
}
SHOWN = {
    "talks": {"use_case_type": "conversational_assistant"},
    "reads emotions": {"emotions_read_of": ["customer"]},
    "makes content": {"use_case_type": "content_generation", "ai_technique": "generative_ai"},
}
TICKED = {trigger: {"art50_triggers": [trigger]} for trigger in vocabulary("art50_trigger")}
SAID = {**SHOWN, **TICKED, "nothing": {}}


def use_case(**said):
    given = {
        "kind": "use_case",
        "key": "case",
        "org": {"jurisdictions": ["EU"]},
        "use_case_type": "other",
        "ai_technique": "classical_ml",
        "significant_decision_domains": [],
        "art5_practices": [],
        "annex_i_product": False,
        "annex_iii_points": [],
        "art50_triggers": [],
        "emotions_read_of": [],
        "ai_disclosure": "none",
        "content_marking": [],
        "editorial_review": False,
    }
    return given | said


@pytest.mark.parametrize("role", vocabulary("eu_ai_role"))
@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_a_rule_fails_exactly_where_the_tree_finds_a_duty(role, said):
    record = use_case(eu_ai_role=role) | said
    duties = {duty.id for duty in classify(record, DAY).duties}
    facts = FactIndex([record], PACKS, DAY).for_record(record)
    outcomes = check(record, PACKS, as_of=DAY, facts=facts).outcomes
    assert {rule: outcomes[rule] for rule in DUTIES} == {
        rule: "fail" if duties & asked else "not_applicable" for rule, asked in DUTIES.items()
    }


@pytest.mark.parametrize("name", SHOWN)
def test_what_the_other_answers_show_has_a_duty_for_its_provider_or_its_user(name):
    """So the test before is not content with nothing on both sides."""
    found = [
        duty.id
        for role in ("AIProvider", "AIDeployer")
        for duty in classify(use_case(eu_ai_role=role) | SHOWN[name], DAY).duties
    ]
    assert set(found) & set.union(*DUTIES.values())


def test_nothing_but_the_tick_tells_of_a_deepfake_or_a_text_for_the_public():
    """AIA-013 rests on it: it reads the ticks alone."""
    signs = [ground for ground in shipped_tree().steps["transparency"].grounds if ground.is_sign]
    assert not {"deepfake", "public_interest_text"} & {ground.provision[1] for ground in signs}
