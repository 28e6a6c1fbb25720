"""What to say next: only what can change the verdict, and nothing else can."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from policies import check, load_packs, next_questions
from policies.asking.gaps import gaps_in
from policies.errors import PolicyError
from policies.record.fields import KINDS
from tests.manifests import TODAY
from tests.policies.asking.answers import Answering, facts_for, random_portfolio, rederived
from tests.policies.random_rules import RandomCase
from tests.policies.writing import check_of, packs_of, rule_of

SHIPPED = load_packs()
DPIA = {"some": {"in": "assessments", "where": {"type": "dpia"}}}
RECORD = {"kind": "use_case", "key": "a"}


def with_rules(packs, rules):
    """Packs of these rules alone, told apart from others by their digest."""
    names = {rule.id for rule in rules}
    kept = (
        replace(pack, rules=tuple(one for one in pack.rules if one.id in names), digest=str(sorted(names)))
        for pack in packs.packs
    )
    return replace(packs, packs=tuple(kept))


def few_rules(kind, seed):
    chance = Random(seed)  # noqa: S311 - nothing secret
    about = [rule for rule in SHIPPED.rules if kind in rule.applies_to]
    return with_rules(SHIPPED, chance.sample(about, k=min(len(about), chance.choice([1, 2, 4]))))


def unasked(record, questions):
    """Everything missing that is no question, and holds none."""
    asked = {one.pointer for one in questions}
    found = gaps_in(record["kind"], record)
    return [gap for gap in found if gap not in asked and not any(one.startswith(f"{gap}/") for one in asked)]


def changed(record, packs, facts_of, answering):
    """What the verdict was and is after some of what is not asked was said; "" where a rule broke over it."""
    asked = {"as_of": TODAY, "facts": facts_of(record)}
    questions = next_questions(record, packs, **asked)
    chosen = [gap for gap in unasked(record, questions) if answering.chance.random() < 0.5]
    answered = answering.answer(record, chosen)
    before, after = (check(one, packs, as_of=TODAY, facts=facts_of(one)) for one in (record, answered))
    broke = after.counts["error"] > before.counts["error"]
    return before.verdict, "" if broke else after.verdict


@pytest.mark.parametrize("chunk", range(2))
def test_to_answer_anything_else_never_changes_what_the_shipped_rules_say(chunk):
    seen = Counter()
    for seed in range(chunk * 6, chunk * 6 + 6):
        portfolio = random_portfolio(seed)
        index = facts_for(portfolio, SHIPPED)
        for number, record in enumerate(portfolio):
            packs = few_rules(record["kind"], f"{seed}-{number}")
            said = changed(record, packs, index.for_record, Answering(number, portfolio))
            assert said[1] in ("", said[0]), f"seed {seed}, {record['key']}: {said}"
            seen[said] += 1
    assert {one for one, _ in seen} >= {"pass", "gap", "fail"}
    assert sum(number for (_, after), number in seen.items() if not after) < 5


@pytest.mark.parametrize("chunk", range(4))
def test_to_answer_anything_else_never_changes_what_any_rule_says(chunk):
    seen = Counter()
    for seed in range(chunk * 25, chunk * 25 + 25):
        case = RandomCase(seed)
        if case.kind not in KINDS:
            continue
        packs = random_packs(case)
        for number, (record, facts) in enumerate(case.records(8)):
            consistent = rederived(case.kind, record)
            said = changed(consistent, packs, lambda _, held=facts: held, Answering(number, ()))
            assert said[1] in ("", said[0]), f"seed {seed}, record {number}: {said}"
            seen[said[0]] += 1
    assert set(seen) >= {"pass", "gap", "fail"}


def random_packs(case):
    severities, unknowns = ("high", "medium", "low"), ("block", "warn")
    rules = tuple(
        replace(rule, severity=case.random.choice(severities), unknown_as=case.random.choice(unknowns))
        for rule in case.rules(3)
    )
    pack = SHIPPED.packs[0]
    names = replace(pack.names, facts=case._names.facts)
    return replace(SHIPPED, packs=(replace(pack, rules=rules, names=names, digest=repr(rules)),))


def pointers(record, *rules, **asked):
    return [one.pointer for one in next_questions(RECORD | record, packs_of(*rules), as_of=TODAY, **asked)]


def test_a_question_tells_where_what_for_and_how():
    (one,) = next_questions(
        RECORD, packs_of(rule_of(require=[check_of({"decision_mode": "informational"})])), as_of=TODAY
    )
    assert (one.pointer, one.label, one.answer, one.of) == (
        "/decision_mode",
        "Who decides",
        "one of",
        "decision_mode",
    )
    assert (one.rules, "fully_automated" in one.choices) == (("TST-001",), True)


def test_what_is_settled_asks_nothing():
    assert pointers({"rag_enabled": True}, rule_of()) == []
    assert pointers({"rag_enabled": False}, rule_of(require=[check_of({"rag_enabled": False})])) == []


def test_what_a_sure_failure_outweighs_is_not_asked():
    fails = rule_of(id="TST-002", require=[check_of({"rag_enabled": False})])
    assert pointers({"rag_enabled": True}, fails, rule_of(require=[check_of({"rate_limited": True})])) == []


def test_what_nobody_said_may_still_be_there_although_the_check_fails_without_it():
    examples = {"passes": [{}], "fails": [{}]}
    needs = rule_of(require=[check_of({"appeal_url": {"exists": True}})], examples=examples)
    assert pointers({}, needs) == ["/appeal_url"]


def test_the_question_whether_a_rule_applies_comes_with_what_it_asks():
    rule = rule_of(when={"processes_personal_data": True}, require=[check_of(DPIA)])
    assert pointers({"assessments": []}, rule) == ["/processes_personal_data"]
    assert pointers({"processes_personal_data": True}, rule) == ["/assessments"]


def test_what_the_most_rules_wait_for_comes_first():
    rules = [
        rule_of(id=f"TST-00{number}", require=[check_of({name: True})])
        for number, name in enumerate(["rate_limited", "rag_enabled"], start=2)
    ]
    both = rule_of(require=[check_of({"rag_enabled": True, "output_validation": True})])
    assert pointers({}, *rules, both)[0] == "/rag_enabled"


def test_of_a_derived_field_what_it_follows_from_is_asked():
    rule = rule_of(require=[check_of({"lawful_bases": {"intersects": ["A6-1-a"]}})])
    links = [{"lawful_basis": "A6-1-b"}, {"usage": "training"}]
    assert pointers({"data_links": links}, rule) == ["/data_links/1/lawful_basis"]


def test_a_renewal_that_nobody_told_of_could_move_the_end_of_a_consent():
    rule = rule_of(
        applies_to=["consent_scope"], require=[check_of({"expires_on": {"after": {"ago": "P0D"}}})]
    )
    scope = {"kind": "consent_scope", "collected_from": "2024-01-01", "valid_months": 12}
    assert pointers(scope | {"expires_on": "2025-01-01"}, rule) == ["/refreshed_on"]
    renewed = scope | {"expires_on": "2025-03-01", "refreshed_on": "2024-03-01"}
    assert pointers(renewed, rule) == []


def test_where_law_reaches_is_asked_of_the_organisation():
    rule = rule_of(jurisdictions=["EU"], require=[check_of({"rag_enabled": False})])
    assert pointers({"rag_enabled": True}, rule) == ["/org/jurisdictions"]
    elsewhere = {"rag_enabled": True, "org": {"jurisdictions": ["US"]}}
    assert pointers(elsewhere, rule) == ["/member_states"]
    assert pointers(elsewhere | {"member_states": []}, rule) == []


def test_the_day_from_which_a_rule_counts_can_depend_on_an_answer():
    rule = rule_of(
        require=[check_of({"rag_enabled": False})],
        effective_from="2020-01-01",
        effective_overrides=[{"if": {"rate_limited": True}, "from": "2030-01-01"}],
    )
    assert pointers({"rag_enabled": True}, rule) == ["/rate_limited"]


def test_the_tier_of_the_law_is_asked_for_by_what_decides_it():
    facts = {"law": {"kind": "ai_act", "of": "use_case"}}
    packs = packs_of(rule_of(require=[check_of({"facts.law.tier": {"not_in": ["prohibited"]}})]), facts=facts)
    found = next_questions(RECORD, packs, as_of=TODAY, facts={"law": {"possible_tiers": ["minimal"]}})
    assert {one.pointer for one in found} >= {"/art5_practices", "/uses_profiling"}


def test_what_is_missing_in_an_entry_linked_to_is_asked_there():
    every = {"every": {"in": "data_links", "satisfies": {"data_source.contains_personal_data": False}}}
    record = {"data_links": [{"data_source": {"key": "crm", "title": "CRM"}}, {"data_source": None}]}
    rule = rule_of(require=[check_of(every)])
    found = next_questions(RECORD | record, packs_of(rule), as_of=TODAY)
    assert [one.pointer for one in found] == [
        "/data_links/1/data_source",
        "/data_links/0/data_source/contains_personal_data",
    ] or [one.pointer for one in found] == [
        "/data_links/0/data_source/contains_personal_data",
        "/data_links/1/data_source",
    ]


def test_gate_and_stage_choose_what_is_asked():
    live = rule_of(when={"lifecycle_stage": "production"}, gates=["deploy"])
    assert pointers({"lifecycle_stage": "idea"}, live) == []
    asked = pointers({"lifecycle_stage": "idea"}, live, gate="deploy", stage="production")
    assert asked == ["/rag_enabled"]
    with pytest.raises(PolicyError, match="No rule was asked"):
        pointers({}, live, gate="submit")
