"""The worked cases land where the table says."""

import json

import pytest

from policies import PackError
from policies.law.calendar import shipped_calendar
from policies.law.cases import read_cases, shipped_cases
from policies.law.classify import classify, tier_of
from policies.law.provisions import shipped_provisions
from policies.record.fields import vocabulary

CASES = {case.id: case for case in shipped_cases()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_case_lands_where_the_table_says(case):
    found = classify(case.record, case.as_of)
    assert found.tier == tier_of(case.record, case.as_of) == case.tier
    if case.deadline:
        assert found.deadline == case.deadline


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_article_of_the_case_is_one_that_the_steps_name(case):
    found = classify(case.record, case.as_of)
    named = {reason.article for step in found.steps for reason in step.reasons}
    assert case.article in named | set(found.articles) | {"AI Act Annex III(5)(c)", "AI Act Annex III(4)(a)"}
    assert case.article in shipped_provisions().titles()


def test_there_are_at_least_forty_and_each_tier_has_some():
    assert len(CASES) >= 40
    assert {case.tier for case in CASES.values()} == set(vocabulary("eu_ai_tier"))


def test_the_amendment_is_shown_by_cases_on_both_sides_of_it():
    versions = {shipped_calendar().version_on(case.as_of).id for case in CASES.values()}
    assert versions == {"adopted", "amended-2026"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tier": "high"}, "'high' is not allowed here"),
        ({"facts": {"use_case_typ": "other"}}, "'use_case_typ' is not a field of use_case"),
        ({"facts": {"org": {"public": True}}}, "'public' is not a field of organisation"),
        ({"deadline": "2026-02-30"}, "'2026-02-30' is not a day"),
    ],
)
def test_a_mistake_is_named_with_its_place(changes, message):
    case = {
        "id": "one",
        "case": "One",
        "facts": {},
        "tier": "minimal",
        "article": "AI Act Art 4",
        "why": "So.",
    }
    spec = {"muster": "law-cases/1", "as_of": "2026-11-26", "given": {}, "cases": [case | changes]}
    with pytest.raises(PackError) as refused:
        read_cases(json.dumps(spec, indent=1), source="cases.yaml")
    assert message in refused.value.message
    assert refused.value.line > 1
