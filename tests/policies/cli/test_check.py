"""``muster check``: what a build sees for a good, a bad and a broken manifest."""

import json
import os
import pty
import shutil
import subprocess
import sys

import pytest

DAY = ("--as-of", "2026-06-01")
TOOL = "muster: 1\nkind: tool\nkey: mailer\ntitle: Mail service\nowner_team: crm\n"


def test_a_consent_gap_fails_and_says_rule_field_line_and_fix(muster, gap):
    ran = muster("check", gap, *DAY)
    lines = (gap / "spring-offers.yaml").read_text().splitlines()
    line = lines.index("    data_uses: [train_ai_system]") + 1
    assert ran.code == 1
    assert "CON-002 (blocker) People agreed to this use and to these kinds of data" in ran.out
    assert f"spring-offers.yaml:{line}:5  /data_links/1/data_uses" in ran.out
    assert "What to change: Ask people for this use as well, or stop using the data for it." in ran.out


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
    found = json.loads(muster("check", gap, *DAY, "--format", "json").out)
    rules = {finding["rule_id"] for entry in found["entries"] for finding in entry["findings"]}
    assert rules == {"CON-002", "CON-003"}


def test_the_repaired_manifest_passes(muster, repaired):
    ran = muster("check", repaired, *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "4 manifests checked as of 2026-06-01: 4 pass."


def test_a_manifest_alone_is_a_gap_where_its_links_are_not_described(muster, repaired):
    ran = muster("check", repaired / "spring-offers.yaml", *DAY)
    assert ran.code == 1
    assert "not enough was said to tell" in ran.out


def test_broken_yaml_is_told_with_line_and_column(muster, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("muster: 1\nkind: tool\nkey: [mailer\ntitle: x\n")
    ran = muster("check", broken)
    assert ran.code == 2
    assert f"{broken.as_posix()}:4:" in ran.err or f"{broken.as_posix()}:3:" in ran.err
    assert "Traceback" not in ran.err


def test_a_wrong_field_is_told_with_its_place_and_the_nearest_word(muster, tmp_path):
    manifest = tmp_path / "tool.yaml"
    manifest.write_text(TOOL + "statos: shadow\n")
    ran = muster("check", manifest)
    assert ran.code == 2
    assert ran.err.startswith(f"muster: {manifest.as_posix()}:6:1: /statos: there is no field statos")
    assert "status" in ran.err


def test_all_files_are_checked_and_the_worst_code_wins(muster, gap, tmp_path):
    shutil.copytree(gap, tmp_path / "all")
    (tmp_path / "all" / "broken.yaml").write_text("muster: 1\nkind: [tool\n")
    ran = muster("check", tmp_path / "all", *DAY)
    assert ran.code == 2
    assert "CON-002" in ran.out
    assert "broken.yaml" in ran.err


def test_a_folder_is_searched_for_manifests_and_nothing_else(muster, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "tool.yml").write_text(TOOL + "status: retired\n")
    (tmp_path / "tool.json").write_text(
        '{"kind":"tool","key":"chat","title":"Chat","owner_team":"crm","status":"retired","muster":1}'
    )
    (tmp_path / "compose.yaml").write_text("services: &all\n  web: *all\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "tool.yaml").write_text("muster: [\n")
    (tmp_path / "pack.yaml").write_text("muster: pack/1\n")
    found = json.loads(muster("check", tmp_path, "--format", "json").out)
    assert {entry["key"] for entry in found["entries"]} == {"mailer", "chat"}
    assert found["problems"] == []


def test_a_file_named_twice_is_checked_once(muster, gap):
    found = json.loads(muster("check", gap, gap / "mailer.yaml", *DAY, "--format", "json").out)
    assert len(found["entries"]) == 4


def test_one_thing_described_twice_is_refused(muster, gap, repaired):
    ran = muster("check", gap / "mailer.yaml", repaired / "mailer.yaml", *DAY)
    assert ran.code == 2
    assert "the tool mailer is already described in" in ran.err


def test_an_empty_folder_is_not_a_pass(muster, tmp_path):
    ran = muster("check", tmp_path)
    assert (ran.code, ran.err) == (2, f"muster: no manifest was found in {tmp_path}\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.yaml", "No such file or directory"),
        ("x" * 300, "File name too long"),
        ("/proc/self/mem", "Input/output error"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(muster, tmp_path, name, told):
    ran = muster("check", tmp_path / name)
    assert ran.code == 2
    assert f"this can't be read: {told}" in ran.err


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
    assert muster("check", tmp_path / "all", *DAY, "--fail-level", level).code == code


def test_a_gate_asks_only_its_own_rules(muster, gap):
    assert muster("check", gap, *DAY, "--gate", "schedule").code == 0
    assert muster("check", gap, *DAY, "--gate", "ci").code == 1


def test_what_no_rule_is_about_is_told_and_is_no_pass(muster, repaired, tmp_path):
    model = tmp_path / "model.yaml"
    model.write_text("muster: 1\nkind: ai_model\nkey: churn\ntitle: Churn model\nowner_team: data\n")
    alone = muster("check", model)
    assert alone.code == 2
    assert "the ai model churn was not checked, as no rule is about it" in alone.err
    beside = muster("check", model, repaired, *DAY)
    assert beside.code == 0
    assert "the ai model churn was not checked" in beside.out
    assert beside.out.splitlines()[-1] == "4 manifests checked as of 2026-06-01: 4 pass."


def test_the_report_goes_to_a_file_where_one_is_named(muster, repaired, tmp_path):
    ran = muster("check", repaired, *DAY, "--format", "json", "--output", tmp_path / "report.json")
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


@pytest.mark.parametrize("problem", [RuntimeError("the disk is made of cheese"), KeyboardInterrupt()])
def test_nobody_sees_a_stack_trace(muster, gap, monkeypatch, problem):
    def break_down(*_, **__):
        raise problem

    monkeypatch.setattr("policies.cli.check.read_manifests", break_down)
    ran = muster("check", gap)
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert str(problem) in ran.err


def test_a_terminal_that_lacks_letters_is_no_reason_to_stop(gap):
    command = [sys.executable, "-m", "policies.cli", "check", str(gap), *DAY]
    poor = os.environ | {"PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=poor)
    assert (ran.returncode, ran.stderr) == (1, "")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a person would see: the command writes to a terminal of its own."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "policies.cli", *arguments]
    subprocess.run(command, stdout=slave, check=False, timeout=60, env=os.environ | environment)
    os.close(slave)
    seen = b""
    while True:
        try:
            seen += os.read(master, 65536)
        except OSError:
            os.close(master)
            return seen.decode()


def test_verdicts_are_coloured_on_a_terminal_and_only_there(muster, tmp_path):
    (tmp_path / "tool.yaml").write_text(TOOL)
    path = str(tmp_path / "tool.yaml")
    assert "\033[33mgap\033[0m" in on_a_terminal("check", path, *DAY, NO_COLOR="")
    assert "\033[" not in on_a_terminal("check", path, *DAY, NO_COLOR="1")
    assert "\033[" not in muster("check", path, *DAY).out


def test_a_reader_who_stops_early_is_no_mistake(gap):
    command = f"{sys.executable} -m policies.cli check {gap} | head -c 0"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert ran.stderr == ""


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
