"""A reader who is not shown a value is told what is waived, and no more."""

import pytest

from policies import apply_waivers
from policies.waivers import as_seen
from tests.policies.waivers.test_apply import evidence_of, waiver
from tests.policies.writing import TODAY, check_of, packs_of, report_on, rule_of

CHECKS = [check_of({"rag_enabled": True}), check_of({"title": "a"}, id="title")]
PACKS = packs_of(rule_of(when={"acts_on_customers": True}, require=CHECKS, waiver={"allowed": True}))
WHOLE = report_on(PACKS, {"acts_on_customers": True, "rag_enabled": False, "title": "b"})
PRINTS = {one.check_id: one.fingerprint for one in WHOLE.findings}


def under(*parts, report=WHOLE):
    """``WHOLE`` under waivers, each of the findings of these checks, the first ending first."""
    evidence = evidence_of(report, "TST-001")
    waivers = [
        waiver(id=str(number), evidence={PRINTS[one]: evidence[PRINTS[one]] for one in checks})
        for number, checks in enumerate(parts, start=1)
    ]
    return apply_waivers(report, waivers, PACKS, as_of=TODAY)


def seen(whole, **record):
    return as_seen(report_on(PACKS, {"title": "b"} | record), whole)


def test_a_check_that_can_only_be_unknown_is_waived_where_it_fails_under_a_waiver():
    found = seen(under(["only"]), acts_on_customers=True)
    by_check = {one.check_id: one for one in found.findings}
    assert (by_check["only"].outcome, by_check["only"].disposition) == ("unknown", "waived")
    assert (by_check["title"].outcome, by_check["title"].disposition) == ("fail", "open")
    assert found.waivers[0].findings == (by_check["only"].fingerprint,)
    assert found.verdict == "fail"


@pytest.mark.parametrize(
    ("parts", "disposition", "used"),
    [
        ([["only"]], "open", [0]),
        ([["only", "title"]], "waived", [1]),
        ([["only"], ["title"]], "waived", [0, 0]),
    ],
)
def test_a_rule_that_can_not_be_told_to_apply_is_waived_where_all_that_it_finds_is(parts, disposition, used):
    found = seen(under(*parts))
    (unclear,) = found.findings
    assert (unclear.check_id, unclear.disposition) == ("when", disposition)
    assert [len(use.findings) for use in found.waivers] == used
    assert [use.status for use in found.waivers] == ["in_use"] * len(parts)


def test_what_is_unknown_in_place_of_a_pass_is_not_waived():
    fine = report_on(PACKS, {"acts_on_customers": True, "rag_enabled": True, "title": "b"})
    found = seen(under(["title"], report=fine), acts_on_customers=True)
    assert {one.check_id: one.disposition for one in found.findings} == {"only": "open", "title": "waived"}
