"""What an amendment moves."""

from datetime import date

import pytest

from policies import load_packs
from policies.language.nodes import LegalDay
from policies.law.calendar import shipped_calendar
from policies.law.changes import entries_moved, milestones_moved, standing_of, versions_between
from policies.law.provisions import shipped_provisions
from tests.policies.law.writing import CLEAN

START, END = date(2026, 7, 1), date(2026, 11, 26)


def use_case(key, **facts):
    return {"kind": "use_case", "key": key, "title": key.title()} | CLEAN | facts


def test_the_amendment_of_2026_moved_these_days():
    moved = {
        one.id: (one.before and one.before.on, one.after and one.after.on)
        for one in milestones_moved(START, END)
    }
    assert moved["annex_iii"] == (date(2026, 8, 2), date(2027, 12, 2))
    assert moved["prohibitions_2026"] == (None, date(2026, 12, 2))
    assert "transparency" not in moved


def test_the_entries_that_move_are_those_whose_tier_or_deadline_does():
    records = [
        use_case("credit", annex_iii_points=["5-b"]),
        use_case("chatbot", art50_triggers=["interacts_with_people"]),
        use_case("offers"),
        use_case("undressing", art5_practices=["A5-1-ba"]),
        {"kind": "tool", "key": "mailer"},
    ]
    moves = {one.key: (one.before, one.after) for one in entries_moved(records, START, END)}
    assert set(moves) == {"credit", "undressing"}
    assert [one.tier for one in moves["undressing"]] == ["minimal", "prohibited"]
    assert [one.deadline for one in moves["credit"]] == [date(2026, 8, 2), date(2027, 12, 2)]


def test_between_two_days_of_one_version_nothing_moves():
    records = [use_case("credit", annex_iii_points=["5-b"])]
    assert not list(entries_moved(records, END, date(2027, 6, 1)))
    assert milestones_moved(END, date(2027, 6, 1)) == []


def test_before_the_act_nothing_stands_anywhere():
    assert standing_of(use_case("credit", annex_iii_points=["5-b"]), date(2024, 1, 1)).tier == "unclassified"
    assert [one.id for one in versions_between(date(2024, 1, 1), END)] == ["adopted", "amended-2026"]
    assert [one.id for one in versions_between(date(2026, 7, 27), END)] == ["amended-2026"]


RULES = {rule.id: rule for rule in load_packs().rules if rule.pack == "eu-ai-act"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_on_the_act_begins_with_the_law_and_never_with_a_date_of_its_own(rule):
    starts = [rule.effective_from, *(start for _, start in rule.effective_overrides)]
    assert all(start is None or isinstance(start, LegalDay) for start in starts)


@pytest.mark.parametrize(
    ("rule", "group", "name"),
    [
        ("AIA-002", "practices", "A5-1-a"),
        ("AIA-003", "practices", "A5-1-f"),
        ("AIA-007", "tiers", "high_risk_annex_iii"),
        ("AIA-008", "tiers", "high_risk_annex_iii"),
        ("AIA-009", "tiers", "high_risk_annex_iii"),
        ("AIA-010", "tiers", "high_risk_annex_iii"),
        ("AIA-011", "triggers", "interacts_with_people"),
        ("AIA-012", "triggers", "generates_synthetic_content"),
        ("AIA-013", "triggers", "deepfake"),
        ("AIA-018", "tiers", "high_risk_annex_iii"),
    ],
)
def test_a_rule_begins_when_the_law_says_its_provision_does(rule, group, name):
    provision = shipped_provisions().find(group, name, END)
    assert RULES[rule].effective_from == LegalDay(provision.begin.milestone)


def test_a_milestone_of_older_things_is_read_by_a_duty_and_a_rule():
    older = LegalDay("gpai_existing")
    assert [start for _, start in RULES["AIA-015"].effective_overrides] == [older]
    duty = next(one for one in shipped_provisions().duties if one.id == "model_file")
    assert [milestone for _, milestone in duty.begin.overrides] == [older.milestone]


def test_the_articles_that_rules_point_at_are_in_force():
    assert shipped_calendar().version_on(END) is not None
    assert all(ref.split()[0] in {"AI", "ISO", "NIST"} for rule in RULES.values() for ref in rule.refs)
