"""The exit code, for what the manifests of a test can't bring about."""

from dataclasses import replace
from datetime import date

import pytest

from policies import load_packs
from policies.cli.check import check_all
from policies.cli.exits import Exit, exit_of
from policies.cli.files import read_manifests


@pytest.fixture
def run(gap):
    return check_all(read_manifests([str(gap)]), load_packs(), as_of=date(2026, 6, 1), gate=None)


def with_first_finding(run, **changed):
    one = run.checked[-1]
    finding = replace(one.report.findings[0], **changed)
    return replace(run, checked=(replace(one, report=replace(one.report, findings=(finding,))),))


def test_a_rule_that_broke_is_worse_than_a_file_that_cannot_be_used(run):
    broken = with_first_finding(run, outcome="error")
    assert exit_of(broken, fail_level="high") is Exit.BROKEN
    assert exit_of(replace(broken, problems=(ValueError(),)), fail_level="high") is Exit.BROKEN


def test_a_rule_that_is_not_in_force_yet_stops_nobody(run):
    assert exit_of(with_first_finding(run), fail_level="high") is Exit.FINDINGS
    assert exit_of(with_first_finding(run, disposition="preview"), fail_level="info") is Exit.PASS


@pytest.mark.parametrize(("blocks", "code"), [(True, Exit.FINDINGS), (False, Exit.PASS)])
def test_an_unknown_counts_where_it_blocks_whatever_its_severity(run, blocks, code):
    unknown = with_first_finding(run, outcome="unknown", severity="low", blocks=blocks)
    assert exit_of(unknown, fail_level="high") is code
