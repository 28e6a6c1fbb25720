"""A check asks a generated function once it pays, and nobody can tell from the report."""

from datetime import date

import pytest

from policies import FactIndex, check, load_packs
from policies.compiled import outcomes
from policies.compiled.findings import FINDINGS, Findings, findings_of
from policies.record import resolve
from tests.manifests import random_manifests

PACKS = load_packs()
DAY = date(2026, 12, 1)
KNOWN = {"team": ["marketing"], "person": ["a@example.org", "b@example.org"], "kpi": ["nps"]}


@pytest.fixture
def nothing_kept(monkeypatch):
    monkeypatch.setattr(FINDINGS, "_made", {})
    monkeypatch.setattr(FINDINGS, "_asked", {})


def portfolio(seed=11, number=60):
    manifests = random_manifests(seed, number, KNOWN)
    known = {(one["kind"], one["key"]): one for one in manifests}
    records = [resolve(one, lambda kind, key: known.get((kind, key))) for one in manifests]
    index = FactIndex(records, PACKS, DAY)
    return [(record, index.for_record(record)) for record in records]


def reports(records, **options):
    return [check(record, PACKS, as_of=DAY, facts=facts, **options).to_json() for record, facts in records]


@pytest.mark.parametrize("options", [{}, {"gate": "approve"}, {"stage": "production"}])
def test_reports_are_the_same_with_and_without_it(options, nothing_kept):
    records = portfolio()
    before = reports(records, **options)
    for kind in {record["kind"] for record, _ in records}:
        assert findings_of(PACKS, kind, DAY) is FINDINGS.once_it_pays(PACKS, kind, DAY)
    assert reports(records, **options) == before


def test_it_is_made_once_it_was_asked_for_often_and_not_for_a_single_file(nothing_kept):
    asked = [FINDINGS.once_it_pays(PACKS, "tool", DAY) for _ in range(60)]
    assert asked[0] is None
    assert isinstance(asked[-1], Findings)
    assert asked.index(asked[-1]) == 50


def test_a_day_and_packs_have_functions_of_their_own(nothing_kept):
    today = findings_of(PACKS, "tool", DAY)
    assert findings_of(PACKS, "tool", DAY) is today
    assert findings_of(PACKS, "tool", date(2027, 1, 1)) is not today


def test_no_more_than_so_many_are_kept(nothing_kept):
    for day in range(1, 29):
        for month in range(1, 4):
            FINDINGS.once_it_pays(PACKS, "tool", date(2027, month, day))
    assert len(FINDINGS._asked) <= 24


def test_a_record_of_a_wrong_type_is_answered_by_the_reference():
    record = {"kind": "tool", "key": "x", "processes_personal_data": "perhaps", "renewal_on": 7}
    function = outcomes.outcomes_of(PACKS, "tool", DAY)
    meant = bytes(outcomes.weighed(rule, record, {}, DAY) for rule in function.rules)
    assert function.of(record, {}) == meant
    assert "error" in {outcomes.OUTCOME[one] for one in meant}
