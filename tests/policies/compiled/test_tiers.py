"""The tree of the AI Act comes to the same by generated truths as by those of the reference interpreter."""

from datetime import date
from random import Random

import pytest

from policies.compiled import templates
from policies.compiled.ai_act import TIERS, ai_act_fact
from policies.compiled.tiers import Tiers, tiers_on
from policies.language.nodes import Test as Comparison
from policies.language.nodes import walk
from policies.law.cases import shipped_cases
from policies.law.deciding import decide
from policies.law.duties import duties_of
from policies.law.steps import questions_of, step_taken
from policies.limits import LIMITS
from policies.record import resolve
from tests.manifests import random_manifests
from tests.policies.random_rules import ODD

DAYS = [date(2026, 1, 10), date(2026, 11, 26), date(2030, 1, 1)]
KNOWN = {"team": ["marketing"], "person": ["a@example.org", "b@example.org"], "kpi": ["nps"]}
ORGS = [{}, {"is_public_body": True}, {"is_public_body": False}, {"is_public_body": None}, None]
CASES = {case.id: case for case in shipped_cases()}
READ = {
    one.path.steps[0] for node in tiers_on(DAYS[0]).conditions for one in walk(node) if hasattr(one, "path")
}


def use_cases(seeds):
    for seed in seeds:
        manifests = random_manifests(seed, 400, KNOWN)
        known = {(one["kind"], one["key"]): one for one in manifests}
        for one in manifests:
            if one["kind"] == "use_case":
                yield resolve(one, lambda kind, key, known=known: known.get((kind, key)))


def told(decision):
    """All that pages, the API and rules tell of a decision."""
    subject = decision.subject
    return (
        (decision.path, decision.tiers, decision.ends, decision.deadline, decision.forbidden),
        decision.fact(),
        list(duties_of(decision)),
        [step_taken(one, subject) for one in decision.path],
        list(questions_of(decision)),
    )


def disagreements(records, day):
    tiers = tiers_on(day)
    for record in records:
        meant, said = decide(record, day), tiers.said(record)
        same = said is None or told(tiers.decided(record, said)) == told(meant)
        if not same or tiers.fact(record) != meant.fact():
            yield record


def with_orgs(records):
    return [record | {"org": org} for record, org in zip(records, ORGS * len(records), strict=False)]


RECORDS = with_orgs(list(use_cases(range(3))))


@pytest.mark.parametrize("day", DAYS)
def test_any_use_case_comes_to_the_same_on_any_day(day):
    assert len(RECORDS) > 200
    assert not list(disagreements(RECORDS, day))
    assert all(map(tiers_on(day).said, RECORDS))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_worked_case_lands_where_the_table_says(case):
    tiers = tiers_on(case.as_of)
    assert not list(disagreements([case.record], case.as_of))
    assert tiers.decided(case.record, tiers.said(case.record)).tier == case.tier


def test_a_value_of_a_wrong_type_says_nothing_here_either():
    random, records = Random(5), []  # noqa: S311 - chance that can be repeated is the point
    for record in RECORDS:
        for name in random.sample(sorted(READ), 2):
            records.append(record | {name: random.choice(ODD)})
    tiers = tiers_on(DAYS[1])
    assert not list(disagreements(records, DAYS[1]))
    assert {tiers.said(record) is None for record in records} == {True, False}


@pytest.mark.parametrize("number", [10, LIMITS.steps_a_rule // 2, LIMITS.steps_a_rule + 1])
def test_lists_that_the_reference_gives_up_on_say_nothing_either(number):
    links = [{"data_categories": ["user.health_and_medical"]}] * number
    record = {"kind": "use_case", "significant_decision_domains": ["insurance"], "use_case_type": "other"}
    assert not list(disagreements([record | {"data_links": links}], DAYS[1]))


USED = {
    one.operator for node in tiers_on(DAYS[0]).conditions for one in walk(node) if isinstance(one, Comparison)
}


@pytest.mark.parametrize("name", sorted(USED & set(templates.TEMPLATES)))
def test_an_operator_that_is_wrong_in_the_function_is_noticed(name, monkeypatch):
    right = templates.TEMPLATES[name]
    wrong = right._replace(true=right.false, false=right.true)
    monkeypatch.setattr("policies.compiled.predicates.TEMPLATES", {**templates.TEMPLATES, name: wrong})
    assert next(disagreements(RECORDS, DAYS[1]), None)


@pytest.fixture
def nothing_kept(monkeypatch):
    monkeypatch.setattr(TIERS, "_made", {})
    monkeypatch.setattr(TIERS, "_asked", {})


def test_the_function_is_made_once_it_pays_and_nobody_can_tell(nothing_kept):
    meant = [decide(record, DAYS[1]).fact() for record in RECORDS]
    assert [ai_act_fact(record, DAYS[1]) for record in RECORDS[:50]] == meant[:50]
    assert not TIERS._made
    assert [ai_act_fact(record, DAYS[1]) for record in RECORDS] == meant
    assert isinstance(TIERS.once_it_pays(DAYS[1]), Tiers)


def test_who_is_given_a_fact_may_change_it():
    tiers = tiers_on(DAYS[1])
    fact = tiers.fact(RECORDS[0])
    fact["possible_tiers"].append("changed")
    fact["tier"] = "changed"
    assert tiers.fact(RECORDS[0]) == decide(RECORDS[0], DAYS[1]).fact()


def test_only_so_many_facts_are_kept(monkeypatch):
    monkeypatch.setattr("policies.compiled.tiers._MOST", 3)
    tiers = tiers_on(DAYS[1])
    assert [tiers.fact(record) for record in RECORDS] == [decide(one, DAYS[1]).fact() for one in RECORDS]
    assert len(tiers._facts) <= 3


def test_what_the_law_says_never_stands_in_the_source():
    source = tiers_on(DAYS[1]).source
    assert not any(f"'{word}'" in source or f'"{word}"' in source for word in READ | {"4-a", "recruitment"})
