"""SARIF: what code hosts show beside a change. Judged by the published schema."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policies import PolicyError
from policies.language.packs import read_packs
from policies.release import DOCUMENTATION
from policies.reporters.run import Run
from policies.reporters.sarif import MOST_RESULTS, kind_and_level, to_sarif
from policies.reporters.sarif_places import file_uri
from tests.policies.writing import packs_of
from tools.markdown import anchor

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCHEMA = json.loads((Path(__file__).parent / "schema" / "sarif-2.1.0.json").read_text())


@pytest.fixture(scope="module")
def log(run):
    return json.loads(to_sarif(run))


@pytest.fixture(scope="module")
def results(log):
    return log["runs"][0]["results"]


def some(run: Run, outcome: str):
    return next(finding for _, finding in run.findings() if finding.outcome == outcome)


def errors(log) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(log)]


def test_the_log_is_valid_by_the_published_schema(log):
    assert not errors(log)


def test_the_log_names_what_it_follows_from(log, run):
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["semanticVersion"] == run.engine.version
    digests = {"packsDigest": run.packs.digest, "dataDigest": run.engine.data_digest}
    assert driver["properties"] == digests


def test_the_schema_would_tell(log):
    broken = json.loads(json.dumps(log))
    broken["runs"][0]["results"][0]["kind"] = "dreadful"
    assert errors(broken)


def test_every_result_points_at_its_own_rule(log, results):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert results
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)


def test_every_rule_that_was_asked_is_described(log, run):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in run.packs.rules]
    assert all(rule["fullDescription"]["text"] and rule["help"]["text"] for rule in rules)


def test_every_rule_that_ships_leads_to_its_section_of_the_documentation(log, run):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) == len(run.packs.rules)
    for rule in rules:
        assert rule["helpUri"].startswith(f"{DOCUMENTATION}/")
        page, _, section = rule["helpUri"].removeprefix(DOCUMENTATION).partition("#")
        headings = (DOCS / page.lstrip("/")).read_text().splitlines()
        assert f"## {rule['id']}" in headings and section == anchor(rule["id"])


def test_a_rule_of_ones_own_leads_to_the_server_that_shows_it_or_nowhere(run):
    own = replace(run, packs=packs_of(), checked=(), problems=())
    for rules_at, address in (("", None), ("https://muster.acme.example/rules/", "TST-001/")):
        log = json.loads(to_sarif(replace(own, rules_at=rules_at)))
        (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
        assert not errors(log)
        assert rule.get("helpUri") == (address and rules_at + address)


def test_a_changed_copy_of_a_pack_that_ships_is_not_what_the_documentation_shows(run):
    (pack, *_) = run.packs.packs
    changed = read_packs([(f"{pack.id}.yaml", pack.text.replace("severity: blocker", "severity: high"))])
    log = json.loads(to_sarif(replace(run, packs=changed, checked=(), problems=())))
    assert not any("helpUri" in rule for rule in log["runs"][0]["tool"]["driver"]["rules"])


def test_a_result_names_file_line_and_field(results):
    gap = next(result for result in results if result["ruleId"] == "CON-002")
    place = gap["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"].endswith("consent-gap/spring-offers.yaml")
    assert place["physicalLocation"]["region"]["startLine"] > 40
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith(
        "use_case/spring-offers#/data_links/1/"
    )


def test_fingerprints_tell_findings_apart(results):
    found = [result["partialFingerprints"]["musterFinding/v1"] for result in results]
    assert len(set(found)) == len(found)


def test_the_worst_comes_first(results):
    order = {"error": 0, "warning": 1, "note": 2, "none": 3}
    levels = [order[result["level"]] for result in results]
    assert levels[0] == 0
    assert levels == sorted(levels)


@pytest.mark.parametrize(
    ("severity", "level"),
    [("blocker", "error"), ("high", "error"), ("medium", "warning"), ("low", "note"), ("info", "note")],
)
def test_the_level_follows_from_the_severity(run, severity, level):
    failed = replace(some(run, "fail"), severity=severity)
    assert kind_and_level(failed) == ("fail", level)
    assert kind_and_level(replace(failed, disposition="preview")) == ("fail", "note")


def test_an_unknown_is_an_error_only_where_it_blocks(run):
    unknown = some(run, "unknown")
    assert kind_and_level(replace(unknown, blocks=True)) == ("fail", "error")
    assert kind_and_level(replace(unknown, blocks=False)) == ("open", "none")


def test_an_unknown_says_that_it_is_one(results):
    quiet = [result for result in results if "tool/quiet" in str(result["locations"])]
    assert quiet
    assert all(result["properties"]["unknown"] for result in quiet)


def test_a_file_that_cannot_be_read_makes_the_run_a_failed_one(log):
    invocation = log["runs"][0]["invocations"][0]
    told = invocation["toolConfigurationNotifications"]
    assert invocation["executionSuccessful"] is False
    assert told[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("broken.yaml")


def test_a_problem_with_no_file_and_a_manifest_nobody_asks_about_are_notices(run):
    told = replace(
        run, problems=(PolicyError("no manifest"),), unasked=(PolicyError("no rule", source="a.yaml"),)
    )
    log = json.loads(to_sarif(told))
    first, second = log["runs"][0]["invocations"][0]["toolConfigurationNotifications"]
    assert not errors(log)
    assert first == {"level": "error", "message": {"text": "no manifest."}}
    assert second["level"] == "note"
    assert second["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.yaml"}}}]


def test_a_rule_that_broke_is_a_notice_and_no_result(run):
    one = next(checked for checked in run.checked if checked.report.findings)
    broken = replace(one.report.findings[0], outcome="error")
    report = replace(one.report, findings=(broken,))
    log = json.loads(to_sarif(replace(run, checked=(replace(one, report=report),), problems=())))
    assert not errors(log)
    assert log["runs"][0]["results"] == []
    notice = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]
    assert notice["associatedRule"]["id"] == broken.rule_id
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_beyond_the_limit_the_worst_are_kept_and_the_rest_counted(run):
    one = next(checked for checked in run.checked if checked.report.findings)
    mild = replace(one.report.findings[0], outcome="fail", severity="low", blocks=False)
    bad = replace(mild, severity="blocker", blocks=True)
    report = replace(one.report, findings=(*[mild] * MOST_RESULTS, bad))
    log = json.loads(to_sarif(replace(run, checked=(replace(one, report=report),))))
    assert len(log["runs"][0]["results"]) == MOST_RESULTS
    assert log["runs"][0]["results"][0]["level"] == "error"
    assert log["runs"][0]["properties"]["resultsLeftOut"] == 1


def test_a_manifest_from_no_file_has_the_field_alone(run):
    one = next(checked for checked in run.checked if checked.report.findings)
    log = json.loads(to_sarif(replace(run, checked=(replace(one, source=""),), problems=())))
    assert not errors(log)
    assert all(
        "physicalLocation" not in place
        for result in log["runs"][0]["results"]
        for place in result["locations"]
    )


def test_odd_file_names_are_encoded():
    assert file_uri("my tools/crm #1.yaml") == "my%20tools/crm%20%231.yaml"
    assert file_uri("/srv/ä.yaml") == "file:///srv/%C3%A4.yaml"


def test_the_same_run_gives_the_same_bytes(run):
    assert to_sarif(run) == to_sarif(replace(run, checked=tuple(reversed(run.checked))))
