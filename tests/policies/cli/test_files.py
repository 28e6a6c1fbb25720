"""Which manifests ``muster check`` finds, and what it says of those it can't use."""

import json
import shutil
from io import BytesIO, TextIOWrapper

import pytest

DAY = ("--as-of", "2026-06-01")
TOOL = "muster: 1\nkind: tool\nkey: mailer\ntitle: Mail service\nowner_team: crm\n"


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
    assert len(found["entries"]) == 5


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


def test_a_manifest_may_come_from_standard_input(muster, monkeypatch):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO((TOOL + "statos: shadow\n").encode())))
    ran = muster("check", "-", *DAY)
    assert ran.code == 2
    assert ran.err.startswith("muster: <standard input>:6:1: /statos: there is no field statos")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(TOOL.encode())))
    assert "<standard input>: tool mailer" in muster("check", "-", *DAY).out


def test_broken_json_is_called_json_and_told_where(muster, tmp_path):
    broken = tmp_path / "tool.json"
    broken.write_text('{"muster": 1, "kind": "tool", "key": mailer')
    ran = muster("check", broken)
    assert ran.code == 2
    assert ran.err.startswith(f"muster: {broken.as_posix()}:1:38: This is not JSON: expecting value")
