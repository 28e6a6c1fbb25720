"""The registry export: the command line with it says what the server says."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command

from governance.reports.registry import export_registry, registry_document
from governance.services.assessments import start_assessment
from governance.services.records import JudgedRegister
from policies.canonical import canonical_bytes, digest
from policies.cli.main import main
from policies.export.reading import read_export
from policies.release import this_release
from registry import clock
from registry.models import AuditEvent
from tests.assessing import approve, submit
from tests.governance.api.conftest import Program
from tests.personas import make_entry, make_waiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio(marketing, service_team, campaign_manager):
    """A use case with all that it stands on, and one that nothing is linked to."""
    scope = make_entry("consent_scope", valid_months=12)
    source = make_entry("data_source", owner_team=service_team, consent_scopes=[scope.key])
    tool = make_entry("tool", vendor="Acme", status="sanctioned", capabilities=["email_sending"])
    twin = make_entry("tool", vendor="Acme", status="sanctioned", capabilities=["email_sending"])
    links = [{"data_source": source.key, "consent_scope": scope.key, "lawful_basis": "A6-1-a"}]
    person = campaign_manager.email
    case = make_entry(
        description="AI", data_links=links, tools=[tool.key, twin.key], accountable_person=person
    )
    return [case, tool]


def content(report):
    """A report without the places of its fields in a file, which only a file has."""
    places = {"line", "column"}
    findings = [
        one | {"pointers": [{k: v for k, v in at.items() if k not in places} for at in one["pointers"]]}
        for one in report["findings"]
    ]
    return canonical_bytes({k: v for k, v in report.items() if k != "source"} | {"findings": findings})


def both(administrator, entries, tmp_path, capsys):
    """What the API and the command line say of the same manifests on the same day."""
    folder = tmp_path / "manifests"
    folder.mkdir()
    for entry in entries:
        (folder / f"{entry.key}.json").write_text(json.dumps(entry.document))
    export = tmp_path / "registry.json"
    call_command("export_registry", output=str(export))
    answer = (
        Program(administrator)
        .post("policy-checks/", {"manifests": [entry.document for entry in entries]})
        .json()
    )
    code = main(["check", str(folder), "--registry", str(export), "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    ours = {report["key"]: content(report) for report in answer["entries"]}
    return ours, {report["key"]: content(report) for report in said["entries"]}, code


def test_the_command_line_says_byte_for_byte_what_the_api_says(portfolio, administrator, tmp_path, capsys):
    ours, theirs, _ = both(administrator, portfolio, tmp_path, capsys)
    assert len(ours) == 2
    assert ours == theirs


def test_the_command_line_classifies_what_was_exported_as_the_api_does(
    portfolio, administrator, tmp_path, capsys
):
    case, export = portfolio[0], tmp_path / "registry.json"
    call_command("export_registry", output=str(export))
    assert main(["classify", "--registry", str(export), "--format", "json"]) == 0
    (ours,) = json.loads(capsys.readouterr().out)
    theirs = Program(administrator).get(f"entries/use_case/{case.key}/ai-act/").json()
    compared = ("tier", "possible", "deadline", "articles", "questions", "duties")
    assert ours["key"] == case.key
    assert {name: ours[name] for name in compared} == {name: theirs[name] for name in compared}


@pytest.mark.usefixtures("one_rule")
def test_a_waiver_counts_on_the_command_line_too_and_until_its_last_day(
    administrator, privacy_officer, marketing, tmp_path, capsys
):
    entry = make_entry(description="AI")
    waiver = make_waiver(entry, approver=privacy_officer, days=5)
    ours, theirs, code = both(administrator, [entry], tmp_path, capsys)
    assert ours == theirs
    assert b'"disposition":"waived"' in theirs[entry.key]
    assert code == 0
    last = waiver.expires_on
    paths = [str(tmp_path / "manifests"), "--registry", str(tmp_path / "registry.json")]
    assert main(["check", *paths, "--as-of", last.isoformat()]) == 0
    assert f"waived until {last}" in capsys.readouterr().out
    assert main(["check", *paths, "--as-of", (last + timedelta(days=1)).isoformat()]) == 1
    assert f"expired. Its last day was {last}" in capsys.readouterr().out
    with clock.at(datetime.combine(last + timedelta(days=9), time(12), UTC)):
        call_command("export_registry", output=str(tmp_path / "registry.json"))
    assert main(["check", *paths, "--as-of", last.isoformat()]) == 0


def test_the_same_registry_gives_the_same_bytes_and_they_can_be_read(portfolio):
    made = export_registry()
    assert made == export_registry()
    read = read_export(made, source="registry.json")
    assert len(read.manifests) == 5
    assert set(read.supporting["vendor"]) == {"Acme"}
    assert read.engine == this_release()
    assert set(read.supporting["team"]) == {"marketing", "service"}


def test_it_says_where_its_rules_are_shown_if_it_has_a_public_name(portfolio, settings):
    assert "rules_at" not in registry_document()
    settings.HOSTS = [".acme.example", "muster.acme.example"]
    assert read_export(export_registry(), source="r").rules_at == "https://muster.acme.example/rules/"


def test_who_sees_less_is_given_less(portfolio, service_agent, campaign_manager):
    said = registry_document(visible_to=service_agent)
    assert [(one["kind"], one["owner_team"]) for one in said["manifests"]] == [("data_source", "service")]
    assert said["people"] == []
    assert said["vendors"] == []
    assert said["whole"] is False
    assert registry_document(visible_to=campaign_manager)["people"][0]["email"] == campaign_manager.email


def test_the_export_costs_as_many_queries_however_much_there_is(portfolio, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        export_registry()
    make_entry("tool", vendor="Other")
    with django_assert_max_num_queries(32):
        assert clock.today().isoformat().encode() in export_registry()


def test_what_is_assessed_here_is_exported_with_the_people_it_names(campaign_manager, privacy_officer):
    waiting = submit(start_assessment(make_entry(), "lia", by=campaign_manager), campaign_manager)
    entry = approve(waiting, privacy_officer).entry
    exported = read_export(export_registry(), source="registry.json").records([])
    ours = JudgedRegister(as_of=clock.today()).record(entry.document)
    assert exported["use_case", entry.key]["assessments"] == ours["assessments"]
    assert ours["assessments"][1]["approver"]["name"] == "Pia Privacy"


def test_taking_it_away_is_part_of_the_record(portfolio, campaign_manager, tmp_path):
    assert Program(campaign_manager).get("registry-export/").status_code == 200
    call_command("export_registry", output=str(tmp_path / "registry.json"))
    events = AuditEvent.objects.filter(action="registry.exported").order_by("pk")
    taken = [(one.actor, one.body["whole"]) for one in events]
    assert taken == [(str(campaign_manager.uid), False), ("system", True)]
    exported = json.loads((tmp_path / "registry.json").read_bytes())
    assert events[1].body["digest"] == digest(exported)


def test_a_registry_where_nothing_was_activated_or_checked_is_read_by_the_command_line(
    marketing, tmp_path, capsys
):
    entry = make_entry("tool", vendor="Acme")
    assert not entry.checks.filter(report_digest__gt="").exists()
    export, file = tmp_path / "registry.json", tmp_path / "tool.json"
    call_command("export_registry", output=str(export))
    file.write_text(json.dumps(entry.document))
    assert main(["check", str(file), "--registry", str(export)]) in (0, 1)
    assert "1 manifest checked" in capsys.readouterr().out


@pytest.mark.usefixtures("one_rule")
def test_a_waiver_from_before_evidence_had_a_digest_costs_the_export_nothing(
    privacy_officer, marketing, administrator, tmp_path, capsys
):
    entry = make_entry(description="AI")
    waiver = make_waiver(entry, approver=privacy_officer)
    waiver.evidence = dict.fromkeys(waiver.evidence, "")
    waiver.save()
    ours, theirs, code = both(administrator, [entry], tmp_path, capsys)
    assert (code, ours) == (1, theirs)
    assert b'"status":"evidence_not_said"' in theirs[entry.key]


@pytest.mark.usefixtures("one_rule")
def test_digests_of_what_may_be_hidden_stay_here(marketing, campaign_manager, privacy_officer, settings):
    waiver = make_waiver(make_entry(description="AI"), approver=privacy_officer)
    settings.MUSTER_PACKS = []
    (ours,), (all_of_it,) = (registry_document(visible_to=who)["waivers"] for who in (campaign_manager, None))
    assert (ours["evidence"], all_of_it["evidence"]) == ({}, waiver.evidence)
