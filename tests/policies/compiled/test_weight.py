"""Verdicts and counts from outcomes alone are those of the report."""

from dataclasses import replace
from datetime import date

import pytest

from policies import check, load_packs
from policies.compiled.outcomes import outcomes_of
from policies.compiled.weight import LEVELS, Levels, counts_of, level_of
from policies.facts import FactIndex
from policies.record import resolve
from tests.manifests import random_manifests
from tests.policies.writing import check_of, packs_of, rule_of

TODAY = date(2026, 7, 30)


# Some rules of the AI Act count from a day that depends on the system, on either side of these.
@pytest.mark.parametrize("today", [date(2024, 1, 1), TODAY, date(2027, 1, 1), date(2031, 1, 1)])
def test_shipped_rules_come_to_the_verdict_of_the_report(today):
    packs = load_packs()
    manifests = random_manifests(11, 60, {"team": ["t"], "kpi": ["k"]})
    records = [resolve(said, lambda kind, key: None, org={"jurisdictions": ["EU"]}) for said in manifests]
    index = FactIndex(records, packs, today)
    for record in records:
        facts = index.for_rules(record)
        asked = outcomes_of(packs, record["kind"], today)
        outcomes = asked.of(record, facts)
        report = check(record, packs, as_of=today, facts=facts)
        verdict = LEVELS[Levels(asked.rules, today).of(outcomes, record, facts)]
        assert (verdict, counts_of(outcomes)) == (report.verdict, report.counts)


@pytest.mark.parametrize(
    ("rule", "outcome", "verdict"),
    [
        ({"severity": "high"}, "fail", "fail"),
        ({"severity": "medium"}, "fail", "conditional"),
        ({"severity": "low"}, "fail", "pass"),
        ({"severity": "low", "unknown_as": "block"}, "unknown", "gap"),
        ({"severity": "high", "unknown_as": "warn"}, "unknown", "pass"),
        ({"severity": "low"}, "error", "gap"),
    ],
)
def test_a_finding_adds_what_its_severity_and_its_mode_say(rule, outcome, verdict):
    [written] = packs_of(rule_of(require=[check_of({"description": {"min_length": 1}})], **rule)).rules
    assert LEVELS[level_of(written, outcome, None, TODAY)] == verdict


@pytest.mark.parametrize(("mode", "verdict"), [("observe", "pass"), ("warn", "conditional")])
def test_a_rule_that_does_not_block_adds_less(mode, verdict):
    [written] = packs_of(rule_of(severity="high")).rules
    assert LEVELS[level_of(replace(written, mode=mode), "fail", None, TODAY)] == verdict


def test_a_rule_that_is_not_in_force_yet_adds_nothing():
    [written] = packs_of(rule_of(severity="high")).rules
    assert LEVELS[level_of(written, "fail", date(2026, 8, 1), TODAY)] == "pass"
