"""Waivers on a report: when they count, when they don't, and that they never make a pass."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import PolicyError, Waiver, apply_waivers
from tests.policies.writing import TODAY, check_of, packs_of, report_on, rule_of

PACKS = packs_of(
    rule_of(waiver={"allowed": True, "max": "P90D", "approvals": 2}),
    rule_of(id="TST-002", waiver={"allowed": False}),
    rule_of(id="TST-003", require=[check_of({"title": "a"})], severity="medium"),
)
RECORD = {"rag_enabled": False, "title": "b"}
REPORT = report_on(PACKS, RECORD)


def evidence_of(report, rule_id):
    return {one.fingerprint: one.evidence_digest for one in report.findings if one.rule_id == rule_id}


def waiver(rule_id="TST-001", report=REPORT, **changes):
    said = {
        "id": "1",
        "rule_id": rule_id,
        "rule_version": 1,
        "kind": "use_case",
        "key": "x",
        "reason": "The vendor changes it in spring.",
        "compensating_control": "A person reads each answer.",
        "requester": "ann@example.org",
        "approvers": ("bea@example.org", "cem@example.org"),
        "granted_on": TODAY - timedelta(days=10),
        "expires_on": TODAY + timedelta(days=10),
        "evidence": evidence_of(report, rule_id),
    }
    return Waiver(**(said | changes))


def applied(*waivers, report=REPORT, as_of=TODAY, packs=PACKS):
    return apply_waivers(report, waivers, packs, as_of=as_of)


def finding(report, rule_id="TST-001"):
    return next(one for one in report.findings if one.rule_id == rule_id)


def test_a_waived_finding_is_no_pass_and_says_until_when():
    packs = packs_of()
    report = report_on(packs, RECORD)
    after = applied(waiver(report=report), report=report, packs=packs)
    (found,) = after.findings
    assert (found.disposition, found.outcome, found.blocks) == ("waived", "fail", False)
    assert (found.waiver.id, found.waiver.until) == ("1", "2026-12-02")
    assert (report.verdict, after.verdict, after.counts) == ("fail", "conditional", report.counts)
    assert after.to_json()["waivers"][0]["findings"] == [found.fingerprint]


def test_what_nobody_said_can_be_waived_too():
    packs = packs_of()
    report = report_on(packs, {})
    after = applied(waiver(report=report), report=report, packs=packs)
    assert (report.verdict, after.verdict) == ("gap", "conditional")


@pytest.mark.parametrize(
    ("rule_id", "changes", "status"),
    [
        ("TST-001", {}, "in_use"),
        ("TST-001", {"expires_on": TODAY}, "in_use"),
        ("TST-001", {"expires_on": TODAY - timedelta(days=1)}, "expired"),
        ("TST-001", {"granted_on": TODAY + timedelta(days=1)}, "not_yet"),
        ("TST-001", {"approvers": ("bea@example.org",)}, "short_of_approvals"),
        ("TST-001", {"approvers": ("bea@example.org",) * 2}, "short_of_approvals"),
        ("TST-001", {"approvers": ("ann@example.org", "bea@example.org")}, "approved_by_requester"),
        ("TST-001", {"rule_version": 2}, "other_version"),
        ("TST-001", {"expires_on": TODAY + timedelta(days=80)}, "in_use"),
        ("TST-001", {"expires_on": TODAY + timedelta(days=81)}, "too_long"),
        ("TST-001", {"evidence": {}}, "evidence_not_said"),
        ("TST-001", {"evidence": dict.fromkeys(evidence_of(REPORT, "TST-001"), "")}, "evidence_not_said"),
        ("TST-001", {"evidence": {"0" * 64: "0" * 64}}, "evidence_changed"),
        ("TST-002", {}, "not_allowed"),
        ("TST-003", {"approvers": ("bea@example.org",)}, "in_use"),
        ("TST-009", {}, "no_rule"),
    ],
)
def test_a_waiver_says_how_it_stands_and_counts_only_in_use(rule_id, changes, status):
    after = applied(waiver(rule_id, **changes))
    (use,) = after.waivers
    assert use.status == status
    assert use.why
    waived = [one.rule_id for one in after.findings if one.disposition == "waived"]
    assert waived == ([rule_id] if status == "in_use" else [])


def test_a_waiver_of_what_is_mended_or_not_asked_is_unused():
    mended = report_on(PACKS, RECORD | {"rag_enabled": True})
    assert applied(waiver(), report=mended).waivers[0].status == "unused"
    asked_elsewhere = replace(REPORT, outcomes={"TST-003": "fail"})
    assert applied(waiver(), report=asked_elsewhere).waivers[0].status == "unused"


def test_a_rule_that_broke_cannot_be_waived():
    broken = report_on(PACKS, {"rag_enabled": "perhaps"})
    assert finding(broken).outcome == "error"
    after = applied(waiver(report=broken), report=broken)
    assert (after.waivers[0].status, finding(after).disposition) == ("unused", "open")


def test_what_the_team_changes_afterwards_ends_the_waiver_and_keeps_the_fingerprint():
    granted = waiver(report=report_on(PACKS, {}))
    after = applied(granted)
    assert finding(after).fingerprint in granted.evidence
    assert (after.waivers[0].status, finding(after).disposition) == ("evidence_changed", "open")


def test_a_value_too_long_to_be_shown_still_counts_as_evidence():
    packs = packs_of(rule_of(require=[check_of({"title": "a"})]))
    first, second = (report_on(packs, {"title": "t" * 300 + end}) for end in "xy")
    assert finding(first).pointers == finding(second).pointers
    assert finding(first).evidence_digest != finding(second).evidence_digest


def test_of_two_waivers_the_finding_names_the_longer():
    after = applied(waiver(), waiver(id="2", expires_on=TODAY + timedelta(days=5)))
    assert finding(after).waiver.id == "1"
    assert [use.status for use in after.waivers] == ["in_use", "in_use"]


def test_waivers_of_other_records_are_left_out():
    assert applied(waiver(key="y"), waiver(kind="tool")).waivers == ()


def test_a_report_of_other_packs_is_refused():
    with pytest.raises(PolicyError, match="not the packs"):
        applied(packs=packs_of())


def test_a_waiver_comes_back_from_json_as_it_was():
    assert Waiver.from_json(waiver().to_json()) == waiver()


PEOPLE = st.sampled_from(["ann@example.org", "bea@example.org", "cem@example.org", "dov@example.org"])
DAYS = st.integers(-120, 120).map(lambda days: TODAY + timedelta(days=days))
EVIDENCE = st.sampled_from(
    [evidence_of(REPORT, f"TST-00{number}") for number in (1, 2, 3)]
    + [dict.fromkeys(evidence_of(REPORT, "TST-001"), "0" * 64), {}]
)
WAIVERS = st.lists(
    st.builds(
        waiver,
        st.sampled_from(["TST-001", "TST-002", "TST-003", "TST-009"]),
        rule_version=st.integers(1, 2),
        key=st.sampled_from(["x", "y"]),
        requester=PEOPLE,
        approvers=st.lists(PEOPLE, max_size=3).map(tuple),
        granted_on=DAYS,
        expires_on=DAYS,
        evidence=EVIDENCE,
    ),
    max_size=4,
).map(lambda made: [replace(one, id=str(index)) for index, one in enumerate(made)])
RECORDS = st.sampled_from([{}, RECORD, RECORD | {"title": "a"}, {"title": "a", "rag_enabled": True}])


def waived(report):
    return {one.fingerprint for one in report.findings if one.disposition == "waived"}


@given(RECORDS, WAIVERS, DAYS)
def test_applying_never_makes_a_pass_and_changes_no_outcome(record, waivers, day):
    before = report_on(PACKS, record)
    after = applied(*waivers, report=before, as_of=day)
    assert (after.outcomes, after.counts) == (before.outcomes, before.counts)
    assert {(one.fingerprint, one.outcome) for one in after.findings} == {
        (one.fingerprint, one.outcome) for one in before.findings
    }
    assert (after.verdict == "pass") == (before.verdict == "pass" and not waived(after))
    assert not waived(after) or after.verdict != "pass"


@given(RECORDS, WAIVERS, DAYS, st.integers(0, 60))
def test_a_waiver_that_ended_never_comes_back(record, waivers, day, later):
    report = report_on(PACKS, record)
    started = [one for one in waivers if one.granted_on <= day]
    now, then = (applied(*started, report=report, as_of=when) for when in (day, day + timedelta(days=later)))
    assert waived(then) <= waived(now)


@given(RECORDS, WAIVERS.flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))), DAYS)
def test_the_order_of_waivers_changes_nothing(record, orders, day):
    report = report_on(PACKS, record)
    first, second = (applied(*order, report=report, as_of=day) for order in orders)
    assert first.to_json() == second.to_json()


def test_a_day_in_the_far_past_is_no_error():
    assert applied(waiver(), as_of=date.min).waivers[0].status == "not_yet"
