"""JUnit: what build servers draw as test results. Judged by the schema of the Jenkins plugin."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from policies import check, load_packs
from policies.cli.exits import Exit, exit_of
from policies.reporters.junit import to_junit
from policies.reporters.run import Checked, Run

SCHEMA = Path(__file__).parent / "schema" / "junit-10.xsd"
AS_OF = date(2026, 6, 1)


@pytest.fixture(scope="module")
def schema():
    return xmlschema.XMLSchema10(str(SCHEMA))


@pytest.fixture(scope="module")
def document(run):
    return ET.fromstring(to_junit(run))


def cases(document: ET.Element, result: str) -> list[ET.Element]:
    return [case for case in document.iter("testcase") if case.find(result) is not None]


def test_the_document_is_valid_by_the_schema(schema, run):
    schema.validate(to_junit(run))


def test_every_suite_of_a_pack_names_what_it_follows_from(document, run):
    suites = [suite for suite in document if suite.get("name") != "manifests"]
    assert suites
    for suite in suites:
        told = {one.get("name"): one.get("value") for one in suite.iter("property")}
        assert told["packs.digest"] == run.packs.digest
        assert (told["engine.version"], told["data.digest"]) == (run.engine.version, run.engine.data_digest)


def test_the_schema_would_tell(schema, run):
    assert not schema.is_valid(to_junit(run).replace("<skipped />", "<left-out />", 1))


def test_ant_wants_no_attributes_on_the_root_and_every_child_in_order(document):
    assert not document.attrib
    for number, suite in enumerate(document):
        assert suite.get("id") == str(number)
        names = [child.tag for child in suite if child.tag != "testcase"]
        assert names == ["properties", "system-out", "system-err"]


def test_every_rule_that_was_asked_is_one_case_and_every_file_that_is_unreadable_another(document, run):
    asked = sum(len(one.report.outcomes) for one in run.checked)
    assert len(list(document.iter("testcase"))) == asked + len(run.problems)
    assert len(document.findall("testsuite[@name='manifests']/testcase/error")) == len(run.problems) == 1


def test_the_counts_of_a_suite_are_those_of_its_cases(document):
    for suite in document:
        for result, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(count)) == len(cases(suite, result))
        assert int(suite.get("tests")) == len(suite.findall("testcase"))


def test_a_failure_names_place_and_remedy(document):
    failure = next(case for case in cases(document, "failure") if case.get("name").startswith("CON-002 "))
    assert failure.get("classname") == "use_case.spring-offers"
    message = failure.find("failure").get("message")
    assert "spring-offers.yaml:66: " in message and "Stop this use" in message


def test_a_build_that_passes_has_no_failure_and_one_that_fails_has_one(run):
    packs = load_packs()
    for severity_from in ("blocker", "high", "medium", "info"):
        for checked in run.checked:
            alone = replace(run, checked=(checked,), problems=(), packs=packs)
            document = ET.fromstring(to_junit(alone, fail_level=severity_from))
            told = cases(document, "failure") + cases(document, "error")
            assert bool(told) == (exit_of(alone, fail_level=severity_from) == Exit.FINDINGS)


def test_text_that_xml_has_no_way_to_write_is_replaced(schema):
    record = {"kind": "tool", "key": "a\x00b\ud800", "status": "shadow"}
    packs = load_packs()
    checked = Checked(replace(check(record | {"key": "a"}, packs, as_of=AS_OF), key=record["key"]))
    text = to_junit(Run(AS_OF, packs, (checked,)))
    schema.validate(text)
    assert {case.get("classname") for case in ET.fromstring(text).iter("testcase")} == {"tool.a�b�"}
