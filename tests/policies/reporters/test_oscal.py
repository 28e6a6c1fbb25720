"""OSCAL: what auditors collect. Judged by the reader of the compliance-trestle project."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from policies.reporters.oscal import to_oscal

READER = "compliance-trestle==5.2.0"
READ = """
import pathlib, sys
from trestle.oscal.assessment_results import AssessmentResults
for path in sys.argv[1:]:
    AssessmentResults.oscal_read(pathlib.Path(path)) or sys.exit(f"{path} can't be read")
"""


@pytest.fixture(scope="module")
def results(run):
    return json.loads(to_oscal(run))["assessment-results"]


@pytest.fixture(scope="module")
def findings(results):
    return {finding["title"]: finding for finding in results["results"][0]["findings"]}


@pytest.mark.services
def test_another_house_reads_it_and_refuses_a_broken_copy(run, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True, timeout=120)
    python = str(tmp_path / "env" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", READER], check=True, timeout=400)
    good, broken = tmp_path / "good.json", tmp_path / "broken.json"
    good.write_text(to_oscal(run))
    broken.write_text(to_oscal(run).replace('"import-ap"', '"import-plan"'))
    assert subprocess.run([python, "-c", READ, str(good)], timeout=120).returncode == 0
    assert subprocess.run([python, "-c", READ, str(broken)], timeout=120).returncode != 0


def test_the_same_run_gives_the_same_bytes(run):
    assert to_oscal(run) == to_oscal(replace(run))


def test_the_result_names_the_release_that_it_follows_from(results, run):
    told = {one["name"]: one["value"] for one in results["results"][0]["props"]}
    assert told["engine-version"] == run.engine.version
    assert told["engine-data-digest"] == run.engine.data_digest


def test_every_identifier_stands_once_and_every_reference_leads_somewhere(results):
    result = results["results"][0]
    lists = [result[name] for name in ("observations", "risks", "findings")]
    identifiers = [one["uuid"] for found in lists for one in found]
    assert len(set(identifiers)) == len(identifiers)
    for finding in result["findings"]:
        for one in (*finding.get("related-observations", ()), *finding.get("related-risks", ())):
            assert set(one.values()) <= set(identifiers)


def test_a_failure_and_too_little_said_are_told_apart(findings):
    failed = findings["CON-002 on use_case:spring-offers"]["target"]["status"]
    assert (failed["state"], failed["reason"]) == ("not-satisfied", "fail")
    reasons = {one["target"]["status"]["reason"] for one in findings.values()}
    assert reasons == {"pass", "fail", "other"}


def test_what_passes_is_satisfied_and_what_does_not_apply_is_left_out(findings, run):
    told = {title for title, one in findings.items() if one["target"]["status"]["state"] == "satisfied"}
    passed = {
        f"{rule} on {one.report.kind}:{one.report.key}"
        for one in run.checked
        for rule, outcome in one.report.outcomes.items()
        if outcome == "pass"
    }
    assert told == passed
