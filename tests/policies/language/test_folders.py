"""A pack may be a folder: one digest over the whole, and each mistake in its own file."""

import json

import pytest

from policies import PackError, YamlError, load_packs
from policies.language.packs import read_pack
from policies.limits import LIMITS
from tests.policies.writing import pack_text, rule_of

FIRST, SECOND, THIRD = (rule_of(id=f"TST-00{number}") for number in (1, 2, 3))


@pytest.fixture
def folder(tmp_path):
    """A pack of three rules in three files."""
    at = tmp_path / "house"
    at.mkdir()
    (at / "pack.yaml").write_text(pack_text(FIRST))
    (at / "b.yaml").write_text(rules_text(THIRD))
    (at / "a.yaml").write_text(rules_text(SECOND))
    (at / "b.test.yaml").write_text("not: a pack")
    return at


def rules_text(*rules) -> str:
    return json.dumps({"rules": rules}, indent=1)


def test_the_rules_of_all_files_make_one_pack(folder):
    [pack] = load_packs([folder]).packs
    assert [rule.id for rule in pack.rules] == ["TST-001", "TST-002", "TST-003"]
    assert [rule.source for rule in pack.rules] == [
        str(folder / f"{name}.yaml") for name in ("pack", "a", "b")
    ]
    assert pack.digest == read_pack(pack_text(FIRST, SECOND, THIRD), source="one.yaml").digest


def test_what_is_kept_of_it_reads_back_as_the_same_pack(folder):
    [pack] = load_packs([folder]).packs
    assert read_pack(pack.text, source="kept").digest == pack.digest


def test_the_head_need_not_hold_rules_and_a_folder_of_packs_may_hold_folders(folder):
    head = json.loads(pack_text())
    del head["rules"]
    (folder / "pack.yaml").write_text(json.dumps(head))
    (folder.parent / "other.yaml").write_text(pack_text(rule_of(id="TST-009"), id="other"))
    assert [len(pack.rules) for pack in load_packs([folder.parent]).packs] == [1, 2]


def test_the_digest_is_over_all_files(folder):
    before = load_packs([folder]).digest
    (folder / "b.yaml").write_text(rules_text(THIRD | {"title": "Another"}))
    assert load_packs([folder]).digest != before


@pytest.mark.parametrize(
    ("file", "said", "message", "line"),
    [
        ("b.yaml", rules_text(THIRD | {"severity": "hgh"}), "'hgh' is not allowed here", 7),
        ("b.yaml", rules_text(THIRD | {"when": {"titel": "a"}}), "'titel' is not a field of use case", 40),
        ("b.yaml", pack_text(THIRD), "'muster' is not known here", 2),
        ("b.yaml", "rules: []", "This is empty", 1),
        ("b.yaml", "[]", "[] stands where a mapping is expected", 1),
        ("b.yaml", rules_text(SECOND), "The rule id TST-002 is already taken", 4),
        ("pack.yaml", pack_text(FIRST, titel="x"), "'titel' is not known here", 0),
    ],
)
def test_a_mistake_is_told_in_the_file_that_it_stands_in(folder, file, said, message, line):
    (folder / file).write_text(said)
    with pytest.raises(PackError) as refused:
        load_packs([folder])
    assert refused.value.message.startswith(message)
    assert refused.value.source == str(folder / file)
    assert refused.value.line == line or not line


def test_one_broken_file_breaks_the_pack_and_no_rule_of_it_is_used(folder):
    (folder / "a.yaml").write_text("rules: [")
    with pytest.raises(YamlError) as refused:
        load_packs([folder])
    assert refused.value.source == str(folder / "a.yaml")


def test_the_limit_of_a_file_holds_for_the_whole(folder):
    long = "x" * (LIMITS.text_bytes // 2)
    for name, rule in (("a", SECOND), ("b", THIRD)):
        (folder / f"{name}.yaml").write_text(rules_text(rule | {"why": long}))
    with pytest.raises(YamlError, match="limit of 256 kB"):
        load_packs([folder])


@pytest.mark.parametrize("name", ["more.yml", "MORE.YAML"])
def test_files_with_another_spelling_of_yaml_are_read_too(folder, name):
    (folder / name).write_text(rules_text(rule_of(id="TST-004")))
    assert "TST-004" in {rule.id for rule in load_packs([folder]).rules}
    (folder.parent / name).write_text(pack_text(rule_of(id="TST-009"), id="other"))
    assert "TST-009" in {rule.id for rule in load_packs([folder.parent]).rules}


def test_what_looks_like_a_part_and_would_not_be_read_is_refused(folder):
    (folder / "more.json").write_text(rules_text(rule_of(id="TST-004")))
    with pytest.raises(PackError, match="more.json: This file is not read"):
        load_packs([folder])
    with pytest.raises(PackError, match="more.json: This file is not read"):
        load_packs([folder.parent])


def test_a_folder_of_rules_without_a_head_is_refused(folder):
    (folder.parent / "lost").mkdir()
    (folder.parent / "lost" / "a.yaml").write_text(rules_text(FIRST))
    with pytest.raises(PackError, match="lost: The files in this folder are not read"):
        load_packs([folder.parent])
