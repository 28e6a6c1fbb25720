"""``muster classify`` and ``muster law``, as they are called."""

import json

import pytest

from policies.cli.main import main
from tests.policies.export.test_reading import export

CREDIT = """muster: 1
kind: use_case
key: credit
title: Credit score
owner_team: sales
ai_technique: classical_ml
art5_practices: []
annex_i_product: false
annex_iii_points: [5-b]
art50_triggers: []
eu_ai_role: AIDeployer
"""


@pytest.fixture
def credit(tmp_path):
    path = tmp_path / "credit.yaml"
    path.write_text(CREDIT)
    return path


def test_classify_tells_the_tier_the_reasons_and_the_days(credit, capsys):
    assert main(["classify", str(credit), "--as-of", "2026-11-26"]) == 0
    said = capsys.readouterr().out
    assert "use case credit: High risk by area of use (Annex III)" in said
    assert "It judges whether people are good for credit. (AI Act Annex III(5)(b))" in said
    assert "2027-12-02 (in 371 days)" in said
    assert "rests on secondary sources" in said


def test_classify_judges_by_the_law_of_the_day_it_is_given(credit, capsys):
    assert main(["classify", str(credit), "--as-of", "2026-01-10", "--format", "json"]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert (found["key"], found["tier"], found["deadline"]) == ("credit", "high_risk_annex_iii", "2026-08-02")
    assert (found["law"]["id"], found["rests_on_secondary"]) == ("adopted", False)


def test_a_prohibited_practice_fails_the_build(credit, capsys):
    credit.write_text(CREDIT.replace("art5_practices: []", "art5_practices: [A5-1-c]"))
    assert main(["classify", str(credit), "--as-of", "2026-11-26"]) == 1
    assert "Stop. This may not be offered or used at all" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("day", "code", "words"),
    [
        ("2026-12-01", 0, "It will be forbidden from 2 December 2026 on"),
        ("2026-12-01", 0, "Forbidden: 2026-12-02 (in 1 day)"),
        ("2026-12-02", 1, "Stop. This may not be offered or used at all"),
        ("2026-12-02", 1, "Forbidden: since 2026-12-02"),
    ],
)
def test_a_practice_fails_the_build_from_the_day_on_which_it_is_forbidden(credit, capsys, day, code, words):
    credit.write_text(CREDIT.replace("art5_practices: []", "art5_practices: [A5-1-ba]"))
    assert main(["classify", str(credit), "--as-of", day]) == code
    said = capsys.readouterr().out
    assert words in said
    assert ("Stop." in said.replace("Stop. Take it off the market", "")) is bool(code)


def test_a_practice_is_no_stop_where_the_act_is_no_law(credit, tmp_path, capsys):
    org = tmp_path / "org.yaml"
    org.write_text("jurisdictions: [US-CA]\n")
    practised = CREDIT.replace("art5_practices: []", "art5_practices: [A5-1-c]")
    credit.write_text(practised)
    assert main(["classify", str(credit), "--as-of", "2026-11-26", "--org", str(org)]) == 0
    said = capsys.readouterr().out
    assert "use case credit: Not reached by the EU AI Act" in said
    assert "Stop." not in said and "Likely" not in said
    credit.write_text(f"{practised}member_states: [DE, FR]\n")
    assert main(["classify", str(credit), "--as-of", "2026-11-26", "--org", str(org)]) == 1


def test_classify_lists_what_is_still_to_be_answered(credit, capsys):
    credit.write_text(CREDIT.replace("art5_practices: []\n", ""))
    assert main(["classify", str(credit), "--as-of", "2026-11-26"]) == 0
    said = capsys.readouterr().out
    assert "Not classified yet" in said
    assert "/art5_practices  Prohibited practices found" in said


def test_classify_needs_a_use_case(tmp_path, capsys):
    path = tmp_path / "tool.yaml"
    path.write_text("muster: 1\nkind: tool\nkey: mailer\ntitle: Mailer\nowner_team: sales\n")
    assert main(["classify", str(path)]) == 2
    assert "none was found" in capsys.readouterr().err


def test_law_tells_what_moved_and_whose_deadline_moves_with_it(credit, capsys):
    assert main(["law", "--from", "2026-07-01", "--to", "2026-11-26", str(credit)]) == 0
    said = capsys.readouterr().out
    assert "2026-08-02 -> 2027-12-02 *  High-risk systems by area of use (Annex III)" in said
    assert "1 use case whose tier or deadline moves:" in said
    tier = "High risk by area of use (Annex III)"
    assert f"credit: {tier}, 2026-08-02 -> {tier}, 2027-12-02" in said


SERVICES = {
    "muster": 1,
    "kind": "use_case",
    "key": "benefits",
    "title": "Benefits",
    "owner_team": "us",
    "ai_technique": "classical_ml",
    "art5_practices": [],
    "annex_i_product": False,
    "annex_iii_points": [],
    "art50_triggers": [],
    "use_case_type": "other",
    "emotions_read_of": [],
    "significant_decision_domains": ["government_services"],
}
TOOL = {"muster": 1, "kind": "tool", "key": "mailer", "title": "Mailer", "owner_team": "us"}


@pytest.fixture
def registry(tmp_path):
    """What a public body has registered: a use case, and a tool that the Act is not about."""
    path = tmp_path / "registry.json"
    said = export(organisation={"is_public_body": True}, manifests=[SERVICES, TOOL])
    path.write_text(json.dumps(said))
    return path


def classified(capsys, *arguments):
    code = main(["classify", "--as-of", "2026-11-26", "--format", "json", *map(str, arguments)])
    ran = capsys.readouterr()
    return code, {one["key"]: one["tier"] for one in json.loads(ran.out or "[]")}, ran.err


def test_classify_takes_the_organisation_and_the_use_cases_of_an_export(registry, credit, tmp_path, capsys):
    high = "high_risk_annex_iii"
    assert classified(capsys, "--registry", registry) == (0, {"benefits": high}, "")
    # With manifests named, these and no others, among what is registered.
    file = tmp_path / "benefits.json"
    file.write_text(json.dumps(SERVICES))
    assert classified(capsys, credit, "--registry", registry) == (0, {"credit": high}, "")
    assert classified(capsys, file, "--registry", registry)[1] == {"benefits": high}
    assert classified(capsys, file)[1] == {"benefits": "unclassified"}
    org = tmp_path / "org.yaml"
    org.write_text("is_public_body: false\n")
    assert classified(capsys, "--registry", registry, "--org", org)[1] == {"benefits": "minimal"}


def test_with_nothing_named_there_is_nothing_to_classify(capsys):
    code, _, said = classified(capsys)
    assert (code, "--registry" in said) == (2, True)


def test_an_export_that_is_none_is_refused(credit, capsys):
    for command in (["classify"], ["law", "--from", "2026-07-01", "--to", "2026-11-26"]):
        assert main([*command, "--registry", str(credit)]) == 2
        assert "not JSON" in capsys.readouterr().err


def test_law_tells_whose_deadline_moves_among_all_that_an_export_holds(registry, credit, capsys):
    asked = ["law", "--from", "2026-07-01", "--to", "2026-11-26", "--format", "json"]
    asked += ["--registry", str(registry)]
    moved = []
    for paths in ([], [str(credit)]):
        assert main([*asked, *paths]) == 0
        moved.append([one["key"] for one in json.loads(capsys.readouterr().out)["entries"]])
    assert moved == [["benefits"], ["credit"]]


def test_law_in_json_and_without_entries(credit, capsys):
    assert main(["law", "--from", "2026-11-01", "--to", "2026-11-26", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "from": "2026-11-01",
        "to": "2026-11-26",
        "milestones": [],
        "entries": [],
    }
    assert main(["law", "--from", "2026-07-01", "--to", "2026-11-26", "--format", "json", str(credit)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in said["entries"]] == ["credit"]
    assert {one["known"] for one in said["milestones"]} == {"secondary"}


def test_days_in_the_wrong_order_are_told(capsys):
    assert main(["law", "--from", "2026-07-02", "--to", "2026-07-01"]) == 2
    assert "`--to` comes before `--from`" in capsys.readouterr().err


def test_findings_of_the_check_follow_the_law_of_the_day(credit, capsys):
    """Duties of high risk are a preview until the day that the law of that day names."""
    arguments = ["check", str(credit), "--format", "json", "--as-of"]
    previews = []
    for day in ("2026-07-26", "2026-11-26", "2027-12-02"):
        main([*arguments, day])
        [found] = json.loads(capsys.readouterr().out)["entries"]
        previews.append({one["disposition"] for one in found["findings"] if one["rule_id"] == "AIA-008"})
    assert previews == [{"preview"}, {"preview"}, {"open"}]
