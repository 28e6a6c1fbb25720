"""The blast radius is what two full checks differ in, and asks no rule that can't move."""

import pytest

from policies import PolicyError, Settings, Waiver, check, diff_packs, tune
from policies.blast.radius import MOST_LISTED
from policies.blast.register import Register
from policies.blast.sides import Asked
from policies.blast.turns import TURNS
from tests.policies.blast.changing import moves_the_long_way, random_change, turns_counted
from tests.policies.random_rules import TODAY
from tests.policies.writing import check_of, packs_of, rule_of

CASES, RECORDS = 20, 50  # in each chunk; benchmarks/blast_radius.py compares as many as one likes


@pytest.mark.parametrize("chunk", range(4))
def test_any_change_comes_to_what_two_full_checks_differ_in(chunk, monkeypatch):
    for module in ("diff", "register"):
        monkeypatch.setattr(f"policies.blast.{module}.MOST_LISTED", RECORDS)
    for seed in range(chunk * CASES, (chunk + 1) * CASES):
        case, old, new = random_change(seed)
        records = [record | {"key": f"r{n}"} for n, (record, _) in enumerate(case.records(RECORDS))]
        found = diff_packs(old, new, records, as_of=TODAY)
        wanted = moves_the_long_way(records, old, new)
        assert {
            one.key: (one.verdicts, {(each.id, each.before, each.after) for each in one.rules})
            for one in found.entries
        } == wanted, seed
        assert found.total.asked == RECORDS
        assert Register(old, records, as_of=TODAY).diff(new) == found, seed
        counted = turns_counted(wanted)
        for one in found.rules:
            for name in TURNS:
                assert getattr(one, name) == counted.pop((one.id, name), 0)
        assert not counted, "a rule that is the same turned"


def test_the_changes_that_are_tried_turn_rules_in_every_way():
    left, seed = set(TURNS), 0
    while left and seed < 4 * CASES:
        case, old, new = random_change(seed)
        records = [record | {"key": f"r{n}"} for n, (record, _) in enumerate(case.records(RECORDS))]
        rules = diff_packs(old, new, records, as_of=TODAY).rules
        left -= {name for name in left if any(getattr(one, name) for one in rules)}
        seed += 1
    assert not left


RULE = rule_of(require=[check_of({"log_retention_months": {"gte": {"param": "least"}}})])
PARAM = {"type": "int", "default": 6, "min": 1, "max": 60}
PACKS = packs_of(RULE, rule_of(id="TST-002"), params={"least": PARAM})
STRICTER = tune(PACKS, Settings(params={"test": {"least": 12}}))


def entry(key, **said):
    return {"kind": "use_case", "key": key, "rag_enabled": True, **said}


def names(found):
    return [
        (one.key, one.verdicts, *((rule.id, rule.before, rule.after) for rule in one.rules))
        for one in found.entries
    ]


def test_a_parameter_moves_those_between_the_two_values_and_nobody_else():
    records = [entry("a", log_retention_months=6), entry("b", log_retention_months=12), entry("c")]
    found = diff_packs(PACKS, STRICTER, records, as_of=TODAY)
    assert names(found) == [("a", ("pass", "fail"), ("TST-001", "pass", "fail"))]
    assert [one.id for one in found.rules] == ["TST-001"]


def test_the_verdict_of_who_fails_already_does_not_change():
    found = diff_packs(PACKS, STRICTER, [entry("a", log_retention_months=6, rag_enabled=False)], as_of=TODAY)
    assert names(found) == [("a", ("fail", "fail"), ("TST-001", "pass", "fail"))]
    assert not found.verdicts
    assert (found.total.fails, found.total.worse) == (1, 0)


def test_entries_are_counted_by_team_and_by_the_tier_that_is_recorded():
    said = {"owner_team": {"key": "shop"}, "eu_ai_tier": "high_annex_iii"}
    records = [
        entry("a", log_retention_months=6, **said),
        entry("b", log_retention_months=12, **said),
        entry("c", log_retention_months=8),
        {"kind": "tool", "key": "d", "owner_team": {"key": "shop"}},
    ]
    found = diff_packs(PACKS, STRICTER, records, as_of=TODAY)
    assert [(one.name, one.asked, one.fails) for one in found.teams] == [("", 1, 1), ("shop", 3, 1)]
    assert [(one.name, one.asked, one.fails) for one in found.tiers] == [("", 1, 1), ("high_annex_iii", 2, 1)]


def test_what_a_rule_asks_of_nobody_before_is_not_asked():
    found = diff_packs(
        PACKS, packs_of(RULE, params={"least": PARAM}), [entry("a", rag_enabled=False)], as_of=TODAY
    )
    (one,) = found.entries
    assert [(rule.id, rule.before, rule.after, rule.turn) for rule in one.rules] == [
        ("TST-002", "fail", "", "lapses")
    ]
    assert [(rule.id, rule.change, rule.lapses) for rule in found.rules] == [("TST-002", "removed", 1)]


def test_only_rules_of_the_gate_count():
    records = [entry("a", log_retention_months=6)]
    assert diff_packs(PACKS, STRICTER, records, as_of=TODAY, gate="ci").moved == 1
    with pytest.raises(PolicyError, match="is not a gate"):
        diff_packs(PACKS, STRICTER, records, as_of=TODAY, gate="cii")
    assert diff_packs(PACKS, STRICTER, records, as_of=TODAY, gate="approve").moved == 0


def test_a_waiver_for_another_version_of_the_rule_no_longer_holds():
    newer = packs_of(RULE | {"version": 2}, rule_of(id="TST-002"), params={"least": PARAM})
    record = entry("a", log_retention_months=1)
    (finding,) = check(record, PACKS, as_of=TODAY).findings
    waiver = Waiver(
        id="w", kind="use_case", key="a", rule_id="TST-001", rule_version=1, reason="r",
        compensating_control="c", requester="x", approvers=("y", "z"), granted_on=TODAY,
        expires_on=TODAY, evidence={finding.fingerprint: finding.evidence_digest},
    )  # fmt: skip
    assert not diff_packs(PACKS, newer, [record], as_of=TODAY).moved
    found = diff_packs(PACKS, newer, [record], as_of=TODAY, waivers=[waiver])
    assert names(found) == [("a", ("conditional", "fail"))]


def test_more_than_can_be_listed_is_counted():
    records = [entry(f"a{number}", log_retention_months=6) for number in range(MOST_LISTED + 3)]
    found = diff_packs(PACKS, STRICTER, records, as_of=TODAY)
    assert (len(found.entries), found.more, found.total.fails) == (MOST_LISTED, 3, MOST_LISTED + 3)


def test_rules_that_stay_the_same_are_asked_only_where_a_verdict_hangs_on_them(monkeypatch):
    asked = []
    of = Asked.outcomes

    def noted(some, record):
        asked.append(({rule.id for rule in some._rules}, record["key"]))
        return of(some, record)

    monkeypatch.setattr(Asked, "outcomes", noted)
    records = [entry(f"a{number}", log_retention_months=12) for number in range(9)]
    diff_packs(PACKS, STRICTER, [*records, entry("b", log_retention_months=6)], as_of=TODAY)
    assert {key for rules, key in asked if "TST-002" in rules} == {"b"}


def test_one_register_answers_one_change_after_another_as_diff_packs_does():
    records = [entry(f"a{months}", log_retention_months=months) for months in range(1, 40)]
    records += [{"kind": "tool", "key": "t"}, entry("c"), entry("d", log_retention_months="many")]
    register = Register(PACKS, records, as_of=TODAY)
    for least in (1, 12, 30, 12):
        new = tune(PACKS, Settings(params={"test": {"least": least}}))
        assert register.diff(new) == diff_packs(PACKS, new, records, as_of=TODAY)
    assert register.diff(STRICTER, gate="approve").moved == 0
    with pytest.raises(PolicyError, match="is not a gate"):
        register.diff(STRICTER, gate="cii")
