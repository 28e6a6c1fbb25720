"""From rules to a verdict: outcomes, what blocks, previews, gates, and nothing asked is no pass."""

from datetime import date

import pytest

from policies import PolicyError, check, load_packs
from tests.policies.writing import TODAY, check_of, packs_of, report_on, rule_of

WHEN = {"processes_personal_data": True}
YES, NO = {"rag_enabled": True}, {"rag_enabled": False}
ONE = {"examples": {"passes": [{}], "fails": [{}], "unknown": [{}]}}


def outcome(record, **changes):
    return report_on(packs_of(rule_of(**changes)), record).outcomes["TST-001"]


@pytest.mark.parametrize(
    ("when", "then", "expected"),
    [
        (True, YES, "pass"),
        (True, NO, "fail"),
        (True, {}, "unknown"),
        (False, NO, "not_applicable"),
        (None, YES, "pass"),
        (None, NO, "unknown"),
        (None, {}, "unknown"),
        (True, {"rag_enabled": 1}, "error"),
        (False, {"rag_enabled": 1}, "not_applicable"),
        (None, {"rag_enabled": 1}, "error"),
        ("yes", YES, "error"),
    ],
)
def test_a_rule_is_the_implication_from_when_to_its_checks(when, then, expected):
    assert outcome({"processes_personal_data": when} | then, when=WHEN) == expected


@pytest.mark.parametrize(
    ("severity", "unknown_as", "record", "verdict", "blocks"),
    [
        ("blocker", "block", NO, "fail", True),
        ("high", "block", NO, "fail", True),
        ("medium", "block", NO, "conditional", False),
        ("low", "block", NO, "pass", False),
        ("info", "block", NO, "pass", False),
        ("low", "block", {}, "gap", True),
        ("blocker", "warn", {}, "pass", False),
        ("blocker", "ignore", {}, "pass", False),
        ("low", "warn", {"rag_enabled": 1}, "gap", True),
    ],
)
def test_the_verdict_follows_from_what_blocks(severity, unknown_as, record, verdict, blocks):
    report = report_on(packs_of(rule_of(severity=severity, unknown_as=unknown_as)), record)
    assert report.verdict == verdict
    assert [finding.blocks for finding in report.findings] == [blocks]


def test_a_failure_outranks_a_gap_and_a_pass_leaves_no_finding():
    packs = packs_of(rule_of(), rule_of(id="TST-002", require=[check_of({"explanation_available": True})]))
    assert report_on(packs, NO).verdict == "fail"
    assert report_on(packs, YES).verdict == "gap"
    clean = report_on(packs, YES | {"explanation_available": True})
    assert (clean.verdict, clean.findings) == ("pass", ())
    assert clean.counts == {"pass": 2, "fail": 0, "unknown": 0, "not_applicable": 0, "error": 0}


def test_an_error_is_one_of_that_rule_alone():
    packs = packs_of(rule_of(), rule_of(id="TST-002", require=[check_of({"title": "a"})]))
    report = report_on(packs, {"rag_enabled": [], "title": "b"})
    assert dict(report.outcomes) == {"TST-001": "error", "TST-002": "fail"}
    error = next(finding for finding in report.findings if finding.outcome == "error")
    assert error.message == "This rule can't be evaluated: at /rag_enabled, true or false was expected."
    assert (error.pointers[0].pointer, error.pointers[0].actual) == ("/rag_enabled", [])


def test_each_check_that_does_not_hold_is_a_finding_of_its_own():
    checks = [check_of({"rag_enabled": True}, id="a"), check_of({"title": "x"}, id="b")]
    report = report_on(packs_of(rule_of(require=checks)), NO)
    assert [(finding.check_id, finding.outcome) for finding in report.findings] == [
        ("a", "fail"),
        ("b", "unknown"),
    ]
    assert report.outcomes["TST-001"] == "fail"


def test_a_rule_of_later_is_a_preview_that_blocks_nothing():
    packs = packs_of(rule_of(effective_from="2026-11-23"))
    report = report_on(packs, NO)
    assert (report.verdict, report.findings[0].disposition, report.counts["fail"]) == ("pass", "preview", 1)
    assert report_on(packs, NO, as_of=date(2026, 11, 23)).verdict == "fail"


@pytest.mark.parametrize(
    ("milestone", "as_of", "verdict"),
    [
        ("annex_iii", date(2026, 7, 26), "pass"),
        ("annex_iii", date(2026, 8, 2), "pass"),
        ("annex_iii", date(2027, 12, 1), "pass"),
        ("annex_iii", date(2027, 12, 2), "fail"),
        ("prohibitions_2026", date(2026, 7, 26), "pass"),
        ("prohibitions_2026", date(2026, 12, 2), "fail"),
    ],
)
def test_a_rule_begins_when_the_law_of_the_day_says(milestone, as_of, verdict):
    packs = packs_of(rule_of(effective_from={"milestone": milestone}))
    assert report_on(packs, NO, as_of=as_of).verdict == verdict


@pytest.mark.parametrize(
    ("record", "verdict"), [({"title": "early"}, "fail"), ({"title": "other"}, "pass"), ({}, "pass")]
)
def test_the_first_override_that_is_true_sets_the_day(record, verdict):
    overrides = [
        {"if": {"title": "early"}, "from": "2020-01-01"},
        {"if": {"title": {"starts_with": "e"}}, "from": "2099-01-01"},
    ]
    packs = packs_of(rule_of(effective_from="2027-01-01", effective_overrides=overrides))
    assert report_on(packs, NO | record).verdict == verdict


@pytest.mark.parametrize(
    ("org", "expected"),
    [
        ({"jurisdictions": ["UK", "EU"]}, "fail"),
        ({"jurisdictions": ["US"]}, "not_applicable"),
        ({}, "fail"),
        (None, "fail"),
    ],
)
def test_a_rule_is_asked_where_it_is_law_and_where_nobody_said_where(org, expected):
    report = report_on(packs_of(rule_of(jurisdictions=["EU"])), NO | {"org": org})
    assert report.outcomes["TST-001"] == expected
    unsaid = [finding for finding in report.findings if "doesn't know exactly where" in finding.why]
    assert bool(unsaid) is (not org)


@pytest.mark.parametrize(
    ("law", "place", "expected", "unsaid"),
    [
        ("US-CA", "US-CA", "fail", False),
        ("US-CA", "US", "fail", True),
        ("US", "US-CA", "fail", False),
        ("US-CA", "US-CO", "not_applicable", False),
        ("EEA", "EU", "fail", False),
        ("EU", "EEA", "fail", True),
        ("US", "UK", "not_applicable", False),
        ("CA", "US-CA", "not_applicable", False),
    ],
)
def test_naming_a_whole_or_a_part_of_it_switches_no_rule_off(law, place, expected, unsaid):
    report = report_on(packs_of(rule_of(jurisdictions=[law])), NO | {"org": {"jurisdictions": [place]}})
    assert report.outcomes["TST-001"] == expected
    said = [finding for finding in report.findings if "doesn't know exactly where" in finding.why]
    assert bool(said) is unsaid


@pytest.mark.parametrize(
    ("org", "countries", "expected"),
    [
        (["US-CA"], ["US", "DE"], "fail"),
        (["US-CA"], ["US"], "not_applicable"),
        (["US-CA"], None, "not_applicable"),
        (["EU"], ["US"], "fail"),
        (None, ["DE"], "fail"),
        (None, ["US"], "fail"),
    ],
)
def test_a_rule_is_asked_of_what_is_used_where_it_is_law_wherever_the_organisation_works(
    org, countries, expected
):
    record = NO | {"org": {"jurisdictions": org}, "member_states": countries}
    report = report_on(packs_of(rule_of(jurisdictions=["EU"])), record)
    assert report.outcomes["TST-001"] == expected
    unsaid = [finding for finding in report.findings if "doesn't know exactly where" in finding.why]
    assert bool(unsaid) is (org is None and countries == ["US"])


def test_a_gate_asks_only_its_own_rules():
    packs = packs_of(rule_of(gates=["ci"]), rule_of(id="TST-002", gates=["deploy", "ci"]))
    assert list(report_on(packs, gate="deploy").outcomes) == ["TST-002"]
    assert len(report_on(packs).outcomes) == 2


@pytest.mark.parametrize(
    ("record", "options", "says"),
    [
        ({"kind": "usecase"}, {}, "'usecase' is not a kind that rules know. Did you mean use_case?"),
        ({"kind": None}, {}, "None is not a kind"),
        ({"kind": []}, {}, "is not a kind"),
        ({}, {"gate": "cid"}, "'cid' is not a gate. Did you mean ci?"),
        ({}, {"gate": "deploy"}, "No rule was asked: the packs have none for use_case at the gate deploy"),
        ({"kind": "tool"}, {}, "No rule was asked"),
        ({"title": float("nan")}, {}, "no canonical JSON"),
    ],
)
def test_nothing_asked_and_things_unheard_of_are_errors_and_not_green(record, options, says):
    with pytest.raises(PolicyError) as refused:
        report_on(packs_of(), record, **options)
    assert says in str(refused.value)


def test_what_holds_for_want_of_anything_to_look_at_is_marked():
    every = {"every": {"in": "data_links", "where": {"usage": "training"}, "satisfies": {"minimised": True}}}
    packs = packs_of(rule_of(require=[check_of(every)]))
    assert report_on(packs, {"data_links": []}).vacuous == ("TST-001",)
    assert report_on(packs, {"data_links": [{"usage": "retrieval"}]}).vacuous == ("TST-001",)
    assert report_on(packs, {"data_links": [{"usage": "training", "minimised": True}]}).vacuous == ()
    assert report_on(packs_of(), YES).vacuous == ()


def test_lists_within_lists_end_at_a_budget():
    inner = {
        "some": {"in": "$.data_links", "where": {"usage": {"eq": {"field": "^.usage"}}, "minimised": True}}
    }
    packs = packs_of(rule_of(require=[check_of({"every": {"in": "data_links", "satisfies": inner}})]))
    report = report_on(packs, {"data_links": [{"usage": "training"}] * 400})
    assert report.outcomes["TST-001"] == "error"
    assert "more entries than the limit of 10,000" in report.findings[0].message


def test_a_record_of_the_portfolio_has_the_fields_of_the_organisation():
    limit = rule_of(applies_to=["portfolio"], require=[check_of({"single_sourcing_limit": {"gte": 1}})])
    report = check(
        {"kind": "portfolio", "key": "us", "single_sourcing_limit": 0}, packs_of(limit), as_of=TODAY
    )
    assert report.outcomes["TST-001"] == "fail"


def test_a_record_is_asked_as_if_it_had_moved_and_says_so():
    record = {"kind": "use_case", "key": "offers", "lifecycle_stage": "assessment"}
    facts = {"council_decisions": {"items": []}}
    here = check(record, load_packs(), as_of=date(2026, 6, 1), facts=facts, gate="deploy")
    moved = check(record, load_packs(), as_of=date(2026, 6, 1), facts=facts, gate="deploy", stage="pilot")
    assert (here.outcomes["GOV-002"], moved.outcomes["GOV-002"]) == ("not_applicable", "fail")
    assert (here.to_json()["stage"], moved.to_json()["stage"]) == (None, "pilot")
    already = {**record, "lifecycle_stage": "pilot"}
    there = check(already, load_packs(), as_of=date(2026, 6, 1), facts=facts, gate="deploy")
    assert moved.findings == there.findings
    assert moved.record_digest == there.record_digest


def test_a_stage_that_is_none_is_refused_with_the_nearest_one():
    with pytest.raises(PolicyError, match="'pilott' is not a stage") as refused:
        check({"kind": "use_case", "key": "x"}, load_packs(), as_of=date(2026, 6, 1), stage="pilott")
    assert "pilot" in refused.value.hint
