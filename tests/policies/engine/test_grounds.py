"""The evidence digest: it changes with what a finding stands on, and with nothing else."""

import pytest

from policies import Waiver, apply_waivers
from tests.policies.waivers.test_apply import waiver
from tests.policies.writing import TODAY, check_of, packs_of, report_on, rule_of

EVERY = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}
SCOPED = {"every": {"in": "data_links", "satisfies": {"consent_scope.title": "Wide"}}}
NEAR = {"near": {"kind": "overlap", "of": "use_case"}}


def found(that, record=None, facts=None):
    declared = NEAR if facts is not None else {}
    packs = packs_of(rule_of(require=[check_of(that)]), facts=declared)
    (one,) = report_on(packs, record, facts=facts).findings
    return one


def link(key, **said):
    return {"data_links": [{"data_source": {"key": key, "title": key.title()}} | said]}


@pytest.mark.parametrize("said", [{}, {"minimised": False}])
def test_the_same_answer_of_another_source_is_other_evidence_in_the_same_place(said):
    bills, health = (found(EVERY, link(key, **said)) for key in ("bills", "health"))
    assert bills.fingerprint == health.fingerprint
    assert bills.evidence_digest != health.evidence_digest


def test_what_is_missing_in_one_linked_entry_is_not_what_is_missing_in_another():
    old, new = (
        found(SCOPED, link("crm", consent_scope={"key": key, "title": "Narrow"})) for key in ("a", "b")
    )
    assert old.fingerprint == new.fingerprint
    assert old.evidence_digest != new.evidence_digest


def test_what_else_a_linked_entry_says_changes_nothing():
    crm = link("crm", minimised=False)
    said = {"data_links": [crm["data_links"][0] | {"data_source": {"key": "crm", "title": "CRM of ours"}}]}
    assert found(EVERY, crm).evidence_digest == found(EVERY, said).evidence_digest


@pytest.mark.parametrize(
    "other",
    [
        {"size": 1, "keys": ["b"], "items": [{"key": "b", "level": "duplicate"}]},
        {"size": 1, "keys": ["a"], "items": [{"key": "a", "level": "possible"}]},
        {"size": 2, "keys": ["a", "b"], "items": [{"key": "a", "level": "duplicate"}]},
    ],
)
def test_of_a_fact_all_that_it_counts_is_evidence(other):
    that = {"facts.near.size": {"lte": 0}}
    fact = {"size": 1, "keys": ["a"], "items": [{"key": "a", "level": "duplicate"}]}
    before, after = found(that, facts={"near": fact}), found(that, facts={"near": other})
    assert before.fingerprint == after.fingerprint
    assert before.evidence_digest != after.evidence_digest


def test_numbers_beside_the_one_that_was_judged_may_move():
    that = {"facts.near.size": {"lte": 0}}
    first, second = (
        found(that, facts={"near": {"size": 1, "items": [{"key": "a", "score": score}]}})
        for score in (81, 82)
    )
    assert first.evidence_digest == second.evidence_digest


def test_a_waiver_does_not_count_for_what_took_the_place_of_what_it_was_granted_for():
    packs = packs_of(rule_of(require=[check_of(EVERY)]))
    before, after = (report_on(packs, link(key, minimised=False)) for key in ("bills", "health"))
    evidence = {one.fingerprint: one.evidence_digest for one in before.findings}
    granted: Waiver = waiver(report=before, evidence=evidence)
    assert apply_waivers(before, [granted], packs, as_of=TODAY).verdict == "conditional"
    now = apply_waivers(after, [granted], packs, as_of=TODAY)
    assert (now.verdict, now.waivers[0].status) == ("fail", "evidence_changed")
