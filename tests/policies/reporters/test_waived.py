"""A finding under a waiver, in every form of the report."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from policies import Waiver, apply_waivers
from policies.reporters.sarif import to_sarif
from policies.reporters.text import to_text
from tests.policies.reporters.test_sarif import errors


@pytest.fixture
def waived(run):
    """The run with the worst rule of its worst entry waived, and a waiver that ended."""
    one = next(checked for checked in run.checked if checked.report.verdict == "fail")
    worst = one.report.findings[0]
    same = [found for found in one.report.findings if found.rule_id == worst.rule_id]
    waiver = Waiver(
        id="7",
        rule_id=worst.rule_id,
        rule_version=worst.rule_version,
        kind=one.report.kind,
        key=one.report.key,
        reason="Until the new consent is out.",
        compensating_control="Training is stopped.",
        requester="ann@example.org",
        approvers=("bea@example.org", "cem@example.org"),
        granted_on=run.as_of,
        expires_on=run.as_of + timedelta(days=20),
        evidence={found.fingerprint: found.evidence_digest for found in same},
    )
    ended = replace(waiver, id="6", expires_on=run.as_of - timedelta(days=1), granted_on=run.as_of)
    report = apply_waivers(one.report, [waiver, ended], run.packs, as_of=run.as_of)
    return replace(run, checked=(replace(one, report=report),), problems=())


def test_sarif_suppresses_it_with_its_reason(waived):
    log = json.loads(to_sarif(waived))
    assert not errors(log)
    found = [result for result in log["runs"][0]["results"] if result.get("suppressions")]
    assert found
    (suppression,) = found[0]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert (
        suppression["justification"] == "Until the new consent is out. In place of it: Training is stopped."
    )
    assert suppression["properties"]["expiresOn"] == "2026-06-21"
    assert found[0]["kind"] == "fail"


def test_the_terminal_says_until_when_and_how_each_waiver_stands(waived):
    text = to_text(waived)
    assert "waived until 2026-06-21" in text
    assert "in use. Accepted up to and including 2026-06-21." in text
    assert "expired. Its last day was 2026-05-31." in text
    assert "In place of it: Training is stopped." in text
