"""Each shipped rule has something to show, and something that is as it should be."""

from importlib.resources import files

import pytest

from policies import FactIndex, check, load_packs
from policies.yamlio import load_yaml
from tests.governance.demo.portfolio import TODAY, decisions, records

PLANTED = load_yaml((files("governance.demo") / "planted.yaml").read_text(encoding="utf-8")).value
PACKS = load_packs()


@pytest.fixture(scope="module")
def facts():
    return FactIndex(records().values(), PACKS, TODAY, decisions())


def outcome(rule, place, facts):
    record = records()[place]
    report = check(record, PACKS, as_of=TODAY, facts=facts.for_record(record))
    return report.outcomes[rule]


def test_every_shipped_rule_is_planted():
    assert {rule.id for rule in PACKS.rules} == set(PLANTED)


def test_each_is_planted_both_ways_but_for_those_about_the_one_organisation():
    about_entries = {rule.id for rule in PACKS.rules if rule.applies_to != ("portfolio",)}
    assert {rule for rule, places in PLANTED.items() if set(places) == {"fails", "passes"}} == about_entries


@pytest.mark.parametrize("rule", [rule for rule, places in PLANTED.items() if "fails" in places])
def test_an_entry_fails_the_rule(rule, facts):
    assert outcome(rule, PLANTED[rule]["fails"], facts) == "fail"


@pytest.mark.parametrize("rule", [rule for rule, places in PLANTED.items() if "passes" in places])
def test_another_passes_it(rule, facts):
    assert outcome(rule, PLANTED[rule]["passes"], facts) == "pass"


def test_some_entries_are_as_they_should_be(facts):
    perfect = [
        "use_case/newsletter-send-time",
        "use_case/loyalty-next-best-offer",
        "use_case/refund-autopilot",
    ]
    reports = [
        check(records()[place], PACKS, as_of=TODAY, facts=facts.for_record(records()[place]))
        for place in perfect
    ]
    assert [(report.key, report.verdict, [f.rule_id for f in report.findings]) for report in reports] == [
        (place.split("/")[1], "pass", []) for place in perfect
    ]


def test_one_approval_is_only_declared_and_the_others_can_be_followed(facts):
    claims = {
        (place, row["type"]): row["status"]
        for place, record in records().items()
        for row in record.get("assessments", ())
        if "document_digest" in row or "$unknown" in str(row["status"])
    }
    unknown = [name for name, status in claims.items() if status != "approved"]
    assert unknown == [("use_case/customer-matching", "dpia")]
    assert len(claims) == 9
    assert outcome("PRV-010", "use_case/customer-matching", facts) == "unknown"
