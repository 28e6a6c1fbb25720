"""``POST /policy-checks/``: what a build server sends and gets."""

import json
from dataclasses import replace
from datetime import date

import pytest
import yaml

from governance.models import CheckRun, Trigger
from governance.services.engine import Checker
from governance.services.rule_sets import packs_in_force
from policies.canonical import canonical_bytes
from policies.record import load_manifests
from policies.reporters.junit import to_junit
from policies.reporters.report_json import to_json
from policies.reporters.run import Checked, Run
from policies.reporters.sarif import to_sarif
from registry import clock
from registry.models import Entry, Revision
from tests.governance.api.conftest import Program, manifest
from tests.personas import change_entry, make_entry, make_submission

CHECKS = "policy-checks/"


def reports(answer) -> list[dict]:
    assert answer.status_code == 200, answer.content
    return answer.json()["entries"]


def expected(text: str, day: date, path: str = "") -> Run:
    """The engine's own answer to the manifests in ``text``."""
    manifests = load_manifests(text, source=path)
    checker = Checker([one.document for one in manifests], as_of=day)
    found = [Checked(checker.under_check(one.document).report(), path, one.position) for one in manifests]
    return Run(day, checker.packs, tuple(found))


def test_yaml_and_json_of_one_manifest_get_one_answer(member):
    said = manifest(status="shadow")
    bodies = [
        (yaml.safe_dump(said), "application/yaml"),
        (yaml.safe_dump(said), "application/x-yaml"),
        (yaml.safe_dump(said), "text/yaml; charset=utf-8"),
        (json.dumps(said), "application/json"),
    ]
    found = [reports(member.post(CHECKS, body, kind))[0] for body, kind in bodies]
    assert len({one["record_digest"] for one in found}) == 1
    assert len({tuple(finding["fingerprint"] for finding in one["findings"]) for one in found}) == 1


def test_the_answer_is_byte_for_byte_the_engines(member):
    make_entry("tool", product="Mailer", title="Mailer")
    text = yaml.safe_dump({"manifests": [manifest(product="Mailer"), manifest("use_case", "offers")]})
    answer = member.post(f"{CHECKS}?as_of=2026-06-30&path=muster.yaml", text).json()
    own = json.loads(to_json(expected(text, date(2026, 6, 30), "muster.yaml")))
    assert canonical_bytes({name: answer[name] for name in own}) == canonical_bytes(own)
    assert own["entries"][0]["findings"] and set(answer) - set(own) == {"verdict", "registrations"}


def test_sarif_is_what_the_reporter_writes(member):
    text = yaml.safe_dump(manifest(status="shadow"))
    path = f"{CHECKS}?as_of=2026-06-30&path=ci/muster.yaml"
    answer = member.post(path, text, Accept="application/sarif+json")
    assert answer["Content-Type"] == "application/sarif+json"
    own = replace(expected(text, date(2026, 6, 30), "ci/muster.yaml"), rules_at="http://testserver/rules/")
    assert answer.content.decode() == to_sarif(own)
    place = answer.json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "ci/muster.yaml"


def test_each_rule_of_a_sarif_log_leads_to_its_page_here(member, client, campaign_manager):
    text = yaml.safe_dump(manifest(status="shadow"))
    log = member.post(CHECKS, text, Accept="application/sarif+json").json()
    client.force_login(campaign_manager, backend="django.contrib.auth.backends.ModelBackend")
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) == len(packs_in_force().rules)
    assert client.get(rules[0]["helpUri"]).context["rule"].id == rules[0]["id"]
    assert len({rule["helpUri"] for rule in rules}) == len(rules)


def test_junit_is_what_the_reporter_writes(member):
    text = yaml.safe_dump(manifest(status="shadow"))
    answer = member.post(f"{CHECKS}?as_of=2026-06-30", text, Accept="application/xml")
    assert answer["Content-Type"] == "application/xml"
    assert answer.content.decode() == to_junit(expected(text, date(2026, 6, 30), ""))


def test_a_problem_is_a_problem_also_where_sarif_was_asked_for(member):
    answer = member.post(CHECKS, "kind: [", Accept="application/sarif+json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:muster:problem:malformed"


def test_a_failing_verdict_is_an_answer_and_nothing_is_stored(member):
    answer = member.post(CHECKS, manifest("use_case", "offers", lifecycle_stage="production"))
    assert answer.json()["verdict"] in {"fail", "gap"}
    assert not Entry.objects.exists() and not CheckRun.objects.exists() and not Revision.objects.exists()


def test_all_manifests_are_checked_and_point_at_each_other(member):
    link = {"data_source": "readers", "usage": "training"}
    case = manifest("use_case", "offers", data_links=[link])
    alone = reports(member.post(CHECKS, case))[0]
    source = manifest("data_source", "readers", data_categories=["user.contact"])
    both = reports(member.post(CHECKS, {"manifests": [case, source]}))
    assert [one["key"] for one in both] == ["offers", "readers"]
    assert both[0]["record_digest"] != alone["record_digest"]
    turned = reports(member.post(CHECKS, {"manifests": [source, case]}))
    assert [one["record_digest"] for one in turned] == [one["record_digest"] for one in reversed(both)]


def test_a_link_to_a_registered_entry_is_followed(member):
    link = {"data_source": "readers"}
    before = reports(member.post(CHECKS, manifest("use_case", "offers", data_links=[link])))[0]
    source = make_entry("data_source", data_categories=["user.contact"])
    link = {"data_source": source.key}
    after = reports(member.post(CHECKS, manifest("use_case", "offers", data_links=[link])))[0]
    assert before["record_digest"] != after["record_digest"]


def test_a_gate_asks_only_its_rules(member):
    every = reports(member.post(CHECKS, manifest()))[0]
    some = reports(member.post(f"{CHECKS}?gate=ci", manifest()))[0]
    assert some["gate"] == "ci"
    assert sum(some["counts"].values()) <= sum(every["counts"].values())
    assert all("ci" in finding["gates"] for finding in some["findings"])


@pytest.mark.parametrize(
    "wrong", ["gate=merge", "as_of=2026-13-01", "as_of=today", "path=../x", "path=/etc/x"]
)
def test_a_wrong_parameter_is_refused_by_name(member, wrong):
    answer = member.post(f"{CHECKS}?{wrong}", manifest())
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == wrong.partition("=")[0]


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "9999-12-31"])
def test_any_day_can_be_taken_as_today(member, day):
    said = [
        manifest(renewal_on="2026-01-01", status="shadow"),
        manifest("consent_scope", "c", valid_months=1),
    ]
    assert reports(member.post(f"{CHECKS}?as_of={day}", {"manifests": said}))[0]["as_of"] == day


def test_registration_tells_what_is_known_of_the_manifest(member, campaign_manager):
    assert member.post(CHECKS, manifest()).json()["registrations"][0]["registered"] is False
    submission = make_submission(make_entry("tool"), by=campaign_manager)
    entry = submission.entry
    same = member.post(CHECKS, entry.document).json()["registrations"][0]
    assert same["manifest_digest"] == entry.manifest_digest
    assert same["matches_registered"] is True and same["matches_approved"] is False
    assert same["open_submission"]["id"] == submission.pk and same["revision"] == 1
    other = member.post(CHECKS, entry.document | {"title": "Another"}).json()["registrations"][0]
    assert other["matches_registered"] is False


def test_an_approved_manifest_is_recognised_until_its_approval_ends(member, campaign_manager, it_lead):
    submission = make_submission(make_entry("tool"), by=campaign_manager)
    approved = submission.entry.document
    decided = {"decided_by": it_lead, "decided_at": clock.now(), "reason": "Fine."}
    type(submission).objects.update(status="approved", valid_until="2999-01-01", **decided)
    told = member.post(CHECKS, approved).json()["registrations"][0]
    assert told["matches_approved"] is True and told["approval"]["standing"] == "approved"
    changed = change_entry(submission.entry, title="Another").document
    assert member.post(CHECKS, changed).json()["registrations"][0]["matches_approved"] is True
    other = changed | {"description": "Sends something else to somebody else."}
    assert member.post(CHECKS, other).json()["registrations"][0]["matches_approved"] is False
    told = member.post(CHECKS, approved).json()["registrations"][0]
    assert told["matches_approved"] is True and told["approval"]["standing"] == "approved"
    type(submission).objects.update(valid_until="2000-01-01")
    change_entry(submission.entry, title=approved["title"])
    told = member.post(CHECKS, approved).json()["registrations"][0]
    assert told["matches_approved"] is False and told["approval"]["standing"] == "expired"


def test_what_is_registered_can_be_checked_and_the_check_kept(member):
    entry = make_entry("tool")
    answer = member.post(f"{CHECKS}?store=true", entry.document)
    assert answer.status_code == 200
    run = CheckRun.objects.get(entry=entry, is_current=True)
    assert run.trigger == Trigger.API and run.revision == 1
    assert answer.json()["registrations"][0]["check"]["id"] == run.pk
    assert run.verdict == answer.json()["verdict"]


def test_what_is_not_registered_as_it_is_cannot_be_kept(member):
    entry = make_entry("tool")
    said = [entry.document | {"title": "Another"}, manifest(key="nowhere")]
    answer = member.post(f"{CHECKS}?store=true", {"manifests": said})
    assert answer.status_code == 409
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/manifests/0/key", "/manifests/1/key"]
    assert not CheckRun.objects.filter(trigger=Trigger.API).exists()


@pytest.mark.parametrize("more", ["gate=ci", "as_of=2026-06-30"])
def test_part_of_a_check_is_never_kept(member, more):
    entry = make_entry("tool")
    assert member.post(f"{CHECKS}?store=true&{more}", entry.document).status_code == 400
    assert not CheckRun.objects.filter(trigger=Trigger.API).exists()


def test_the_check_of_somebody_elses_entry_cannot_be_kept(service_agent):
    entry = make_entry("tool")
    answer = Program(service_agent).post(f"{CHECKS}?store=true", entry.document)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["detail"] == "this is not registered"


def test_a_day_beside_the_manifests_is_refused_since_it_would_be_ignored(member):
    answer = member.post(CHECKS, {"manifests": [manifest()], "as_of": "2026-01-01"})
    assert answer.status_code == 422
    assert "'as_of' can't stand beside manifests" in answer.text and "in the address" in answer.text
