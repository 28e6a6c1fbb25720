"""``muster diff``: what a change of rules does, for a person, a program and a pull request."""

import json

import pytest

from tests.policies.writing import check_of, pack_text, rule_of

DAY = ("--as-of", "2026-12-01")


def manifest(key, **said):
    usual = {"muster": 1, "kind": "use_case", "key": key, "title": key.title(), "owner_team": "us"}
    return usual | said


@pytest.fixture
def files(tmp_path):
    (tmp_path / "old.yaml").write_text(pack_text(rule_of(severity="medium")))
    (tmp_path / "new.yaml").write_text(
        pack_text(rule_of(id="TST-002", severity="high"), rule_of(severity="low"))
    )
    said = {"manifests": [manifest("a", rag_enabled=True), manifest("b", rag_enabled=False), manifest("c")]}
    (tmp_path / "records.json").write_text(json.dumps(said))
    return tmp_path


@pytest.fixture
def asked(files):
    return ("diff", files / "old.yaml", files / "new.yaml", "--records", files / "records.json", *DAY)


def test_it_tells_who_moves_and_by_which_rule_and_ends_with_1_where_a_result_gets_worse(muster, asked):
    ran = muster(*asked)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "Something changes for 2 of 3 entries as of 2026-12-01: "
        "1 newly fails, 1 newly open, 1 with a worse result.",
        "  TST-002 (added) A title: 1 newly fails, 1 newly open",
        "  No rule turns for anybody in: TST-001",
        "Team:",
        "  us: 1 newly fails, 1 newly open, 1 with a worse result of 3",
        "Tier of the AI Act:",
        "  not said: 1 newly fails, 1 newly open, 1 with a worse result of 3",
        "use case b: conditional → fail",
        "  newly fails: TST-002",
        "use case c: gap, as before",
        "  newly open: TST-002",
    ]


def test_the_other_way_round_nobody_gets_a_worse_result(muster, files):
    ran = muster("diff", files / "new.yaml", files / "old.yaml", "--records", files / "records.json", *DAY)
    assert ran.code == 0
    assert "no longer asked: TST-002" in ran.out


def test_programs_get_every_number(muster, asked):
    said = json.loads(muster(*asked, "--format", "json").out)
    assert said["muster"] == "diff/1"
    assert (said["total"]["asked"], said["total"]["fails"], said["total"]["opens"]) == (3, 1, 1)
    assert said["verdicts"] == [{"before": "conditional", "after": "fail", "count": 1}]
    first = said["entries"][0]
    assert first["rules"] == [{"id": "TST-002", "before": None, "after": "fail"}]


def test_a_comment_shows_what_packs_say_and_mentions_nobody(muster, files):
    title = "See [this](https://example.org) | @everybody <b> #1 `x` now"
    (files / "new.yaml").write_text(pack_text(rule_of(id="TST-002", title=title)))
    ran = muster(
        "diff", files / "old.yaml", files / "new.yaml", "--records", files / "records.json", *DAY,
        "--format", "markdown",
    )  # fmt: skip
    row = next(line for line in ran.out.splitlines() if line.startswith("| TST-002"))
    shown = r"See \[this\](https\://example.org) \| &#64;everybody &lt;b> \#1 \`x\` now"
    assert row == f"| TST-002 {shown} | added | 1 newly fails, 1 newly open |"


def test_settings_are_tried_on_either_side(muster, files):
    (files / "settings.yaml").write_text("{muster: settings/1, modes: {TST-001: observe}}")
    ran = muster(
        "diff", files / "old.yaml", files / "old.yaml", "--new-settings", files / "settings.yaml",
        "--records", files / "records.json", *DAY,
    )  # fmt: skip
    assert ran.code == 0
    assert "use case b: conditional → pass" in ran.out
    assert "use case c: gap → pass" in ran.out


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("old.yaml", "new.yaml"), "No records are named. Name them with --records, --registry or both."),
        (("registry", "new.yaml", "--records", "records.json"), "Name an export with --registry."),
        (("old.yaml", "missing.yaml", "--records", "records.json"), "missing.yaml: This file can't be read"),
        (("old.yaml", "new.yaml", "--records", "nowhere"), "this can't be read"),
    ],
)
def test_what_can_not_be_used_is_named(muster, files, monkeypatch, words, problem):
    monkeypatch.chdir(files)
    ran = muster("diff", *words, *DAY)
    assert ran.code == 2
    assert problem in ran.err


def test_a_rule_that_can_not_be_checked_any_more_is_told_by_the_exit_code(muster, files):
    pairs = {"some": {"in": "$.assessments", "where": {"type": "lia"}}}
    long = rule_of(require=[check_of({"every": {"in": "assessments", "satisfies": pairs}})])
    (files / "new.yaml").write_text(pack_text(long))
    many = manifest("a", rag_enabled=True, assessments=[{"type": "dpia"}] * 160)
    (files / "records.json").write_text(json.dumps(many))
    ran = muster("diff", files / "old.yaml", files / "new.yaml", "--records", files / "records.json", *DAY)
    assert ran.code == 3
    assert "can't be checked any more: TST-001" in ran.out
