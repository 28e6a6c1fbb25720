"""``muster init``: a manifest from the answers that matter."""

from io import StringIO

import pytest
import yaml

from tests.policies.writing import check_of, pack_text, rule_of

PACK = """
muster: pack/1
id: own
version: 1.0.0
title: Our rules
rules:
  - id: OWN-001
    version: 1
    title: Data is used sparingly
    severity: high
    applies_to: [use_case]
    gates: [approve]
    refs: [House rule]
    when: {uses_profiling: true}
    require:
      - id: sparing
        that: {every: {in: data_links, satisfies: {minimised: true}}}
        message: Use less.
        fix: Use less.
    unknown_as: block
    examples:
      passes: [{uses_profiling: true, data_links: [{minimised: true}]}]
      fails: [{uses_profiling: true, data_links: [{minimised: false}]}]
      unknown: [{uses_profiling: true}]
"""


@pytest.fixture
def talk(muster, monkeypatch, tmp_path):
    """Answers to one sitting, line by line; gives what was said and the manifest that stands in the end."""
    (tmp_path / "pack.yaml").write_text(PACK)
    path = tmp_path / "Churn model.yaml"

    def say(*lines, kind="use_case"):
        monkeypatch.setattr("sys.stdin", StringIO("".join(f"{line}\n" for line in lines)))
        asked = ("init", path, "--pack", tmp_path / "pack.yaml", "--as-of", "2026-12-01")
        ran = muster(*asked, *(("--kind", kind) if kind else ()))
        return ran, yaml.safe_load(path.read_text()) if path.exists() else None

    return say


def test_it_asks_only_what_can_change_the_verdict_and_ends_when_nothing_can(talk):
    ran, said = talk("Churn", "crm", "yes", "newsletter", "yes")
    assert (ran.code, ran.err) == (0, "")
    assert "Nothing more can change it." in ran.out
    assert said == {
        "muster": 1,
        "kind": "use_case",
        "key": "churn-model",
        "title": "Churn",
        "owner_team": "crm",
        "uses_profiling": True,
        "data_links": [{"data_source": "newsletter", "minimised": True}],
    }


def test_an_answer_that_settles_the_rule_asks_no_further(talk):
    ran, said = talk("Churn", "crm", "no")
    assert "Data it uses" not in ran.out and "data_links" not in said


def test_what_is_no_answer_is_asked_again_with_what_would_be(talk):
    ran, said = talk("Churn", "crm", "perhaps", "yes", "none")
    assert "This can't be read: answer yes or no." in ran.err
    assert said["data_links"] == []


def test_what_was_said_is_kept_when_somebody_stops_and_the_next_sitting_goes_on(talk):
    ran, said = talk("Churn", "crm", "stop")
    assert said["title"] == "Churn" and "2 answers can still change the verdict." in ran.out
    ran, said = talk("no", kind=None)
    assert said["uses_profiling"] is False and said["title"] == "Churn"


def test_what_is_left_open_is_not_asked_twice(talk):
    ran, said = talk("Churn", "crm", "", "")
    assert "uses_profiling" not in said
    assert "can still change the verdict" in ran.out


def test_a_new_file_needs_to_know_what_it_is_about(talk):
    ran, said = talk("Churn", kind=None)
    assert (ran.code, said) == (2, None)
    assert "Say --kind to begin one." in ran.err


def test_a_file_with_something_else_is_left_alone(muster, tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text("manifests: []\n")
    ran = muster("init", path)
    assert ran.code == 2
    assert path.read_text() == "manifests: []\n"


@pytest.mark.parametrize("nothing", ["1e999999999", "Infinity", "NaN", "sNaN", "many"])
def test_a_number_that_is_none_is_asked_again(muster, monkeypatch, tmp_path, nothing):
    rule = rule_of(applies_to=["tool"], gates=["approve"], require=[check_of({"annual_cost": {"lt": 10}})])
    (tmp_path / "pack.yaml").write_text(pack_text(rule))
    monkeypatch.setattr("sys.stdin", StringIO(f"T\nus\n{nothing}\n5\n"))
    ran = muster("init", tmp_path / "t.yaml", "--kind", "tool", "--pack", tmp_path / "pack.yaml")
    assert (ran.code, "This can't be read" in ran.err) == (0, True)
    assert yaml.safe_load((tmp_path / "t.yaml").read_text())["annual_cost"] == 5


@pytest.mark.parametrize("sign", ["\0", "\udcff", "\x07"])
def test_a_text_that_no_file_can_hold_is_asked_again(talk, sign):
    ran, said = talk(f"Chu{sign}rn", "Churn", "stop")
    assert ran.code == 0 and said["title"] == "Churn"


def test_a_file_with_open_required_answers_is_gone_on_with(talk):
    assert talk("Churn")[1] == {"muster": 1, "kind": "use_case", "key": "churn-model", "title": "Churn"}
    ran, said = talk("crm", "no", kind=None)
    assert (ran.code, said["owner_team"], said["uses_profiling"]) == (0, "crm", False)


def test_a_link_is_followed_and_what_lies_beside_it_is_left_alone(talk, tmp_path):
    path, real, victim = (tmp_path / name for name in ("Churn model.yaml", "real.yaml", "victim.txt"))
    real.write_text("muster: 1\nkind: use_case\nkey: churn\ntitle: A\nowner_team: crm\n")
    real.chmod(0o600)
    path.symlink_to(real)
    victim.write_text("mine")
    (tmp_path / ".Churn model.yaml.new").symlink_to(victim)
    assert talk("no", kind=None)[1]["uses_profiling"] is False
    assert path.is_symlink() and real.stat().st_mode & 0o777 == 0o600
    assert victim.read_text() == "mine"
    assert sorted(one.name for one in tmp_path.iterdir() if "new" in one.name) == [".Churn model.yaml.new"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("a.json", "written as YAML"), ("no/a.yaml", "there is no folder"), ("a" * 300 + ".yaml", "can't be")],
)
def test_where_no_manifest_can_stand_nothing_is_asked(muster, tmp_path, name, why):
    ran = muster("init", tmp_path / name, "--kind", "tool")
    assert (ran.code, why in ran.err, ran.out) == (2, True, "")
    assert list(tmp_path.iterdir()) == []
