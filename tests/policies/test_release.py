"""A report names the release that made it, and the digest changes with all that rules read in it."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from policies.release import VERSION, Release, data_digest, this_release
from tests.policies.writing import packs_of, report_on

POLICIES = Path(__file__).resolve().parents[2] / "policies"
THEN = Release("0.0.9", "a" * 64)


@pytest.fixture
def data(tmp_path):
    for folder in ("law", "overlap", "record", "taxonomies"):
        shutil.copytree(POLICIES / folder, tmp_path / folder)
    shutil.copy(POLICIES / "tables.json", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("law/calendar.yaml", "on: 2026-12-02", "on: 2027-12-02"),
        ("law/provisions.yaml", "prohibited", "discouraged"),
        ("law/tree.yaml", "question:", "question: And"),
        ("taxonomies/enumerations.yaml", "[low, medium, high, critical]", "[medium, low, high, critical]"),
        ("taxonomies/data_category.yaml", "user.biometric", "biometric"),
        ("taxonomies/references.yaml", "GDPR", "GDPRs"),
        ("record/use_case.yaml", "sensitive: true", "sensitive: false"),
        ("overlap/aliases.yaml", "Facebook", "Face book"),
        ("law/shipped.json", "2026", "2036"),
        ("tables.json", "idea", "ideal"),
    ],
)
def test_the_digest_changes_with_what_a_report_follows_from(data, file, before, after):
    text = (data / file).read_text()
    assert before in text
    (data / file).write_text(text.replace(before, after, 1))
    assert data_digest(data) != data_digest(POLICIES)


def test_the_digest_changes_with_how_rare_words_are_taken_to_be(data):
    (data / "overlap/rarity.bin").write_bytes(b"")
    assert data_digest(data) != data_digest(POLICIES)


def test_every_file_of_data_is_part_of_it_or_named_by_another_digest_or_read_by_no_rule(data):
    read = {path.relative_to(data).as_posix() for path in data.rglob("*.yaml")}
    others = {"assessments", "charters", "language", "material", "packs"}
    every = {path.relative_to(POLICIES) for path in POLICIES.rglob("*.yaml")}
    assert {path.as_posix() for path in every if path.parts[0] not in others} == read


def test_worked_cases_and_code_are_not_part_of_it(data):
    (data / "law/cases.yaml").unlink()
    (data / "record/fields.py").unlink()
    assert data_digest(data) == data_digest(POLICIES)


def test_it_is_worked_out_once_in_a_process():
    assert this_release() is this_release()
    assert this_release() == Release(VERSION, data_digest(POLICIES))


def test_a_report_names_it_and_one_from_before_has_the_form_that_it_had():
    report = report_on(packs_of(), {"kind": "use_case", "key": "offers"})
    assert report.to_json()["engine"] == this_release().to_json()
    old = replace(report, engine=None)
    assert "engine" not in old.to_json()
    assert old.digest != report.digest


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (THEN, ""),
        (Release("0.1.0", THEN.data_digest), "by Muster 0.0.9, and this is 0.1.0, with the same law"),
        (Release("0.0.9", "b" * 64), "aaaaaaaaaaaa then and bbbbbbbbbbbb now (Muster 0.0.9)."),
        (Release("0.1.0", "b" * 64), "aaaaaaaaaaaa then and bbbbbbbbbbbb now (Muster 0.0.9 and 0.1.0)"),
    ],
)
def test_what_differs_between_two_releases_is_said(now, said):
    assert re.search(re.escape(said), now.apart_from(THEN))
    assert bool(now.apart_from(THEN)) is bool(said)


def test_that_a_release_was_not_kept_is_said():
    assert "was not kept" in THEN.apart_from(None)
