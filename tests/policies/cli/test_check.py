"""``muster check``: what a build sees for a good and a bad manifest."""

import json
import shutil
from importlib.resources import files

import pytest

DAY = ("--as-of", "2026-06-01")
# What a build asks: it can't know who is still with the company, or what a KPI measures.
BUILD = (*DAY, "--gate", "ci")
TOOL = "muster: 1\nkind: tool\nkey: mailer\ntitle: Mail service\nowner_team: crm\n"


def test_a_consent_gap_fails_and_says_rule_field_line_and_fix(muster, gap):
    ran = muster("check", gap, *DAY)
    lines = (gap / "spring-offers.yaml").read_text().splitlines()
    line = lines.index("    data_uses: [train_ai_system]") + 1
    assert ran.code == 1
    assert "CON-002 (blocker) People must have agreed to this use and to these kinds of data" in ran.out
    assert f"spring-offers.yaml:{line}:5  /data_links/1/data_uses" in ran.out
    assert "What to do: Stop this use, or ask people for it as well." in ran.out


def test_the_finding_points_at_the_line_of_the_field(muster, gap):
    found = json.loads(muster("check", gap, *DAY, "--format", "json").out)
    lines = (gap / "spring-offers.yaml").read_text().splitlines()
    findings = [one for entry in found["entries"] for one in entry["findings"] if one["rule_id"] == "CON-002"]
    places = [place for finding in findings for place in finding["pointers"]]
    assert places
    for place in places:
        field = place["pointer"].split("/")[3]
        assert lines[place["line"] - 1].strip().removeprefix("- ").startswith(field)
        assert place["line"] > lines.index("    usage: training") - 2


def test_the_gap_is_the_only_thing_wrong_with_the_example(muster, gap):
    found = json.loads(muster("check", gap, *BUILD, "--format", "json").out)
    rules = {finding["rule_id"] for entry in found["entries"] for finding in entry["findings"]}
    assert rules == {"CON-002", "CON-003", "CON-017"}


def test_the_repaired_manifest_passes(muster, repaired):
    ran = muster("check", repaired, *BUILD)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].endswith("manifests checked as of 2026-06-01: 4 pass.")


def test_a_manifest_alone_is_a_gap_where_its_links_are_not_described(muster, repaired):
    ran = muster("check", repaired / "spring-offers.yaml", *DAY)
    assert ran.code == 1
    assert "not enough was said to tell" in ran.out


def test_other_manifests_make_up_the_portfolio_that_facts_come_from(muster, tmp_path):
    for key in ("mailer", "sender"):
        text = TOOL.replace("mailer", key).replace("Mail service", f"Acme Mail Pro {key[0]}")
        (tmp_path / f"{key}.yaml").write_text(
            text + "product: Mail Pro\nvendor: Acme\nstatus: sanctioned\nrationalisation: undecided\n"
        )
    ran = muster("check", tmp_path, *DAY)
    assert ran.code == 1
    assert "DUP-001" in ran.out


@pytest.mark.parametrize(("level", "code"), [("high", 0), ("medium", 1), ("blocker", 0), ("low", 1)])
def test_the_fail_level_decides_which_severity_counts(muster, repaired, tmp_path, level, code):
    shutil.copytree(repaired, tmp_path / "all")
    manifest = tmp_path / "all" / "spring-offers.yaml"
    said = manifest.read_text()
    manifest.write_text(said.replace("privacy_officer_reviewed: true", "privacy_officer_reviewed: false"))
    pack = files("policies") / "packs" / "privacy.yaml"
    assert muster("check", tmp_path / "all", *DAY, "--pack", pack, "--fail-level", level).code == code


def test_a_gate_asks_only_its_own_rules(muster, gap):
    assert "CON-002" not in muster("check", gap, *DAY, "--gate", "schedule").out
    assert "CON-002" in muster("check", gap, *DAY, "--gate", "ci").out


def test_what_no_rule_is_about_is_told_and_is_no_pass(muster, repaired, tmp_path):
    model = tmp_path / "model.yaml"
    model.write_text("muster: 1\nkind: ai_model\nkey: churn\ntitle: Churn model\nowner_team: data\n")
    pack = tmp_path / "own.yaml"
    pack.write_text(OWN_PACK)
    alone = muster("check", model, "--pack", pack)
    assert alone.code == 2
    assert "the ai model churn was not checked, as no rule is about it" in alone.err
    beside = muster("check", model, repaired, *DAY, "--pack", pack)
    assert beside.code == 0
    assert "the ai model churn was not checked" in beside.out
    assert beside.out.splitlines()[-1] == "1 manifest checked as of 2026-06-01: 1 pass."


def test_the_report_goes_to_a_file_where_one_is_named(muster, repaired, tmp_path):
    ran = muster("check", repaired, *BUILD, "--format", "json", "--output", tmp_path / "report.json")
    assert (ran.code, ran.out) == (0, "")
    assert len(json.loads((tmp_path / "report.json").read_text())["entries"]) == 4


def test_a_report_that_cannot_be_written_is_told(muster, repaired, tmp_path):
    ran = muster("check", repaired, *DAY, "--output", tmp_path / "none" / "report.txt")
    assert ran.code == 2
    assert "can't be written" in ran.err


@pytest.mark.parametrize(
    "options", [("--as-of", "yesterday"), ("--format", "xml"), ("--gate", "lunch"), ("--fail-level", "bad")]
)
def test_a_wrong_option_is_a_mistake_of_use(muster, repaired, options):
    assert muster("check", repaired, *options).code == 2


def test_a_pack_of_ones_own_takes_the_place_of_those_that_ship(muster, gap, tmp_path):
    pack = tmp_path / "own.yaml"
    pack.write_text(OWN_PACK)
    found = json.loads(muster("check", gap, *DAY, "--pack", pack, "--format", "json").out)
    rules = {finding["rule_id"] for entry in found["entries"] for finding in entry["findings"]}
    assert rules == {"OWN-001"}


def test_the_same_question_gives_the_same_bytes(muster, gap):
    for form in ("text", "json", "sarif"):
        first = muster("check", gap, *DAY, "--format", form)
        assert first.out
        assert muster("check", gap, *DAY, "--format", form) == first


OWN_PACK = """\
muster: pack/1
id: own
version: 1.0.0
title: Our own rules
rules:
  - id: OWN-001
    version: 1
    title: A use case is written up
    severity: low
    applies_to: [use_case]
    gates: [ci]
    refs: [House rule 7]
    require:
      - {id: goal, that: {customer_goal: {min_length: 3}}, message: No goal is set., fix: Set one.}
    unknown_as: warn
    examples: {passes: [{customer_goal: Save time}], fails: [{customer_goal: x}], unknown: [{tags: []}]}
"""


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_that_no_rule_can_count_from_is_refused_as_an_option(muster, gap, day):
    ran = muster("check", gap, "--as-of", day)
    assert (ran.code, ran.out) == (2, "")
    assert f"{day} lies outside the years 1900 to 2199" in ran.err


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_days_far_away_are_counted_from(muster, gap, day):
    assert muster("check", gap, "--as-of", day).code == 1


def test_settings_let_a_rule_only_warn_and_name_what_they_get_wrong(muster, gap, tmp_path):
    said = tmp_path / "settings.yaml"
    said.write_text("muster: settings/1\nmodes: {CON-002: warn, CON-003: observe}\n")
    ran = muster("check", gap, *BUILD, "--settings", said)
    assert ran.code == 1  # for CON-017, which can't be made milder
    assert "does not meet the rule (warns only, blocks nothing)" in ran.out
    assert "only observed here, blocks nothing" in ran.out

    said.write_text("muster: settings/1\nparams: {consent: {max_withdrawal_hours: 999}}\n")
    ran = muster("check", gap, *BUILD, "--settings", said)
    assert ran.code == 2
    assert "settings.yaml:2:20: consent.max_withdrawal_hours can't be 999" in ran.err
    assert "It takes a number from 0 to 720." in ran.err


def test_a_report_names_packs_and_settings_by_one_digest(muster, gap, tmp_path):
    said = tmp_path / "settings.yaml"
    said.write_text("muster: settings/1\nmodes: {CON-002: warn}\n")
    plain = json.loads(muster("check", gap, *BUILD, "--format", "json").out)
    tuned = json.loads(muster("check", gap, *BUILD, "--format", "json", "--settings", said).out)
    assert tuned["packs_digest"] != plain["packs_digest"]
    assert {entry["packs_digest"] for entry in tuned["entries"]} == {tuned["packs_digest"]}


def test_rules_before_a_move_are_asked_in_the_stage_that_is_moved_to(muster, repaired):
    here = muster("check", repaired, *DAY, "--gate", "deploy")
    moved = muster("check", repaired, *DAY, "--gate", "deploy", "--stage", "production")
    assert "GOV-002" not in here.out
    assert "GOV-002" in moved.out
    assert muster("check", repaired, *DAY, "--stage", "prodution").code == 2
