"""Asking before a move, and asking about the organisation itself."""

import json
from datetime import date

import pytest
import yaml

from governance.services.engine import Checker
from policies.canonical import canonical_bytes
from policies.record import load_manifests
from policies.reporters.report_json import to_json
from policies.reporters.run import Checked, Run
from registry.services.organisation import set_organisation
from tests.governance.api.conftest import Program, manifest
from tests.personas import check_organisation

CHECKS = "policy-checks/"
ORGANISATION = "organisation/check/"


def test_the_answer_before_a_move_is_byte_for_byte_the_engines(member):
    day = date(2026, 6, 30)
    text = yaml.safe_dump(manifest("use_case", "offers", lifecycle_stage="assessment"))
    answer = member.post(f"{CHECKS}?as_of={day}&gate=deploy&stage=production", text).json()
    manifests = load_manifests(text, source="")
    checker = Checker([one.document for one in manifests], as_of=day)
    found = [
        Checked(checker.under_check(one.document).report(gate="deploy", stage="production"), "", one.position)
        for one in manifests
    ]
    own = json.loads(to_json(Run(day, checker.packs, tuple(found))))
    assert canonical_bytes({name: answer[name] for name in own}) == canonical_bytes(own)
    (report,) = answer["entries"]
    assert report["stage"] == "production"
    assert "GOV-002" in {finding["rule_id"] for finding in report["findings"]}


def test_a_stage_that_does_not_exist_is_refused_by_name(member):
    answer = member.post(f"{CHECKS}?stage=prod", yaml.safe_dump(manifest("use_case", "offers")))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "stage"


def test_a_check_that_is_kept_is_of_the_stage_as_it_is(member):
    answer = member.post(f"{CHECKS}?stage=pilot&store=true", yaml.safe_dump(manifest("use_case", "offers")))
    assert answer.status_code == 400
    assert "leave out gate, stage and as_of" in answer.json()["detail"]


@pytest.fixture
def checked_organisation(db):
    set_organisation(by=None, legal_name="Example Goods B.V.", ai_policy_url="https://example.org/ai")
    return check_organisation()


def test_who_sees_everything_reads_what_was_said_of_the_organisation(checked_organisation, leader):
    answer = Program(leader).get(ORGANISATION)
    assert answer.status_code == 200
    assert answer.json()["report"] == checked_organisation.report
    assert {one["rule_id"] for one in answer.json()["report"]["findings"]} == {"GOV-003"}


def test_for_others_there_is_no_check_of_it(checked_organisation, member):
    nothing = {"as_of": None, "checked_at": None, "error": "", "report": None}
    assert member.get(ORGANISATION).json() == nothing
