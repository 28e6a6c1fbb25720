"""What stands on an entry out of the reader's sight is waived, or not, at every door alike."""

import json

import pytest

from governance.models import CheckRun
from governance.reports.registry import export_registry
from governance.services.portfolio import check_portfolio
from policies.cli.main import main
from registry.models import Entry
from tests.doors import panel_report
from tests.governance.api.conftest import Program
from tests.personas import change_entry, make_entry, make_waiver
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = pytest.mark.django_db
PERSONAL = {"data_source.contains_personal_data": True}
NONE = {"none": {"in": "data_links", "where": PERSONAL}}
EVERY = {"every": {"in": "data_links", "satisfies": {"data_source.contains_personal_data": False}}}
WHERE = {"every": {"in": "data_links", "where": PERSONAL, "satisfies": {"minimised": True}}}
RULES = {
    "none of them": {"require": [check_of(NONE)]},
    "every one": {"require": [check_of(EVERY)]},
    "every one of some": {"require": [check_of(WHERE)]},
    "whether it applies": {"when": {"some": {"in": "data_links", "where": PERSONAL}}},
}


@pytest.fixture(params=RULES)
def rule(request, settings, tmp_path):
    (tmp_path / "test.yaml").write_text(pack_text(rule_of(**RULES[request.param])))
    settings.MUSTER_PACKS = [str(tmp_path / "test.yaml")]


@pytest.fixture
def theirs(rule, service_team) -> Entry:
    return make_entry("data_source", owner_team=service_team, contains_personal_data=True)


@pytest.fixture
def waived(theirs, privacy_officer) -> Entry:
    """A use case of marketing whose finding rests on what the service team says, and is waived."""
    links = [{"data_source": theirs.key, "minimised": False}]
    entry = make_entry(data_links=links, rag_enabled=False)
    make_waiver(entry, approver=privacy_officer)
    return entry


def from_file(entry: Entry, reader, folder) -> list[dict]:
    """What a build finds with the registry export that its token gets."""
    for name, said in (("use", json.dumps(entry.document)), ("registry", export_registry(visible_to=reader))):
        (folder / f"{name}.json").write_bytes(said if isinstance(said, bytes) else said.encode())
    options = ["--registry", folder / "registry.json", "--format", "json", "--output", folder / "said.json"]
    main([str(one) for one in ("check", folder / "use.json", *options)])
    return json.loads((folder / "said.json").read_text())["entries"][0]["findings"]


def dispositions(entry: Entry, reader, folder) -> dict[str, list[str]]:
    """By door; each finds one thing."""
    check_portfolio()
    program, document = Program(reader), entry.document
    run = CheckRun.objects.current().get(entry=entry)
    found = {
        "stored": run.findings.values(),
        "panel": panel_report(document, reader).to_json()["findings"],
        "stored, by the API": program.get(f"entries/use_case/{entry.key}/findings/").json()["results"],
        "asked of the API": program.post("policy-checks/", document).json()["entries"][0]["findings"],
        "command line": from_file(entry, reader, folder),
    }
    return {door: [one["disposition"] for one in findings] for door, findings in found.items()}


def test_a_waiver_counts_at_every_door_until_what_it_stands_on_changes(
    waived, theirs, campaign_manager, tmp_path
):
    found = dispositions(waived, campaign_manager, tmp_path)
    assert found == dict.fromkeys(found, ["waived"])
    changed = change_entry(waived, data_links=waived.document["data_links"] * 2, rag_enabled=None)
    found = dispositions(changed, campaign_manager, tmp_path)
    assert found == dict.fromkeys(found, ["open"])


@pytest.mark.parametrize("guess", [True, False, None])
def test_who_makes_up_a_hidden_entry_learns_nothing_from_a_waiver(waived, theirs, campaign_manager, guess):
    check_portfolio()
    said = {"muster": 1, "kind": "data_source", "key": theirs.key, "title": theirs.title}
    made_up = said | {"owner_team": "service", "contains_personal_data": guess}
    answer = Program(campaign_manager).post("policy-checks/", {"manifests": [waived.document, made_up]})
    report = next(one for one in answer.json()["entries"] if one["kind"] == "use_case")
    assert not [one for one in report["findings"] if one["disposition"] == "waived"]
    assert {one["status"] for one in report["waivers"]} <= {"evidence_not_said", "unused"}


def test_what_is_waived_is_not_told_by_its_value(waived, campaign_manager, auditor):
    check_portfolio()
    for reader, digest in ((campaign_manager, set()), (auditor, {""})):
        evidence = set(waived.waivers.get().evidence.values())
        answer = Program(reader).post("policy-checks/", waived.document).json()["entries"][0]
        assert bool(evidence & {one["evidence_digest"] for one in answer["findings"]}) is bool(digest)
