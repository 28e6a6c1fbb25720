"""``--registry``: the rules asked are those that the registry is judged by, or nothing is asked."""

import json

import pytest

from policies import load_packs, read_settings, tune
from policies.export.rules import rules_said
from policies.release import Release, this_release
from tests.policies.writing import pack_text, packs_of, rule_of

USE = {
    "muster": 1,
    "kind": "use_case",
    "key": "offers",
    "title": "Offers",
    "owner_team": "us",
    "rag_enabled": False,
}
OBSERVED = b"{muster: settings/1, modes: {TST-001: observe}}"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "use.json").write_text(json.dumps(USE))
    (tmp_path / "test.yaml").write_text(pack_text(rule_of()))
    (tmp_path / "settings.yaml").write_bytes(OBSERVED)
    return tmp_path


@pytest.fixture
def exported(files):
    """Writes an export of a server with these packs, and returns its path and its rules."""

    def write(rules_there, **changes):
        sections = [
            "manifests",
            "teams",
            "people",
            "purposes",
            "vendors",
            "kpis",
            "assessments",
            "decisions",
            "waivers",
        ]
        rules = rules_said(rules_there) | {"charter_digest": "0" * 64} | changes
        said = {"muster": "registry/1", "as_of": "2026-11-22", "whole": True, "organisation": {}}
        path = files / "registry.json"
        path.write_text(json.dumps(said | dict.fromkeys(sections, []) | {"settings": rules}))
        return path, rules

    return write


def observed():
    return tune(packs_of(), read_settings(OBSERVED, source="settings"))


@pytest.mark.parametrize("command", [["check"], ["explain", "TST-001"]])
def test_own_packs_and_settings_of_the_server_are_used_with_no_word_said(muster, files, exported, command):
    path, _ = exported(packs_of())
    ran = muster(*command, files / "use.json", "--registry", path)
    assert (ran.code, ran.err) == (1 if command == ["check"] else 0, "")
    assert "TST-001" in ran.out


def test_what_the_server_only_observes_does_not_fail_here(muster, files, exported):
    path, rules = exported(observed())
    ran = muster("check", files / "use.json", "--registry", path, "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["packs_digest"] == rules["packs_digest"]


@pytest.mark.parametrize("command", [["check"], ["explain", "TST-001"]])
def test_other_rules_than_those_of_the_registry_are_not_asked(muster, files, exported, command):
    path, rules = exported(observed())
    given = ["--pack", files / "test.yaml"]
    ran = muster(*command, files / "use.json", "--registry", path, *given)
    assert (ran.code, ran.out) == (2, "")
    assert rules["packs_digest"] in ran.err
    assert packs_of().digest in ran.err
    assert (
        muster(
            *command, files / "use.json", "--registry", path, *given, "--settings", files / "settings.yaml"
        ).err
        == ""
    )


def test_a_change_of_the_rules_of_the_server_is_tried_on_all_that_it_holds(muster, files, exported):
    path, _ = exported(packs_of())
    said = json.loads(path.read_text())
    path.write_text(json.dumps(said | {"manifests": [USE]}))
    observe = ("--new-settings", files / "settings.yaml")
    ran = muster("diff", "registry", "registry", *observe, "--registry", path, "--as-of", "2026-12-01")
    assert (ran.code, ran.err) == (0, "")
    assert "use case offers: fail → pass" in ran.out


def test_that_another_release_exported_it_is_said_and_stops_nothing(muster, files, exported):
    path, _ = exported(packs_of())
    said = json.loads(path.read_text())
    for engine, remark in ((this_release(), ""), (Release("9.0.0", "a" * 64), "differ: aaaaaaaaaaaa then")):
        path.write_text(json.dumps(said | {"engine": engine.to_json()}))
        ran = muster("check", files / "use.json", "--registry", path)
        assert ran.code == 1
        assert remark in ran.err
        assert bool(ran.err) is bool(remark)


def test_rules_lead_to_the_server_that_shows_them(muster, files, exported):
    path, _ = exported(packs_of())
    said = json.loads(path.read_text())
    asked = ("check", files / "use.json", "--registry", path, "--format", "sarif")
    path.write_text(json.dumps(said | {"rules_at": "https://muster.example.org/rules/"}))
    (rule,) = json.loads(muster(*asked).out)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["helpUri"] == "https://muster.example.org/rules/TST-001/"
    path.write_text(json.dumps(said | {"rules_at": "javascript:alert(1)/"}))
    assert "/rules_at" in muster(*asked).err


def test_packs_that_ship_are_named_and_not_repeated():
    assert not any("text" in one for one in rules_said(load_packs())["packs"])


def test_rules_that_this_release_cannot_make_are_refused_with_both_digests(muster, files, exported):
    digest = "0" * 64
    path, _ = exported(packs_of(), packs_digest=digest)
    ran = muster("check", files / "use.json", "--registry", path)
    assert ran.code == 2
    assert digest in ran.err
    assert packs_of().digest in ran.err


def test_a_pack_of_another_release_is_asked_for(muster, files, exported):
    one = {"id": "consent", "version": "9.0.0", "digest": "0" * 64}
    path, _ = exported(packs_of(), packs=[one])
    ran = muster("check", files / "use.json", "--registry", path)
    assert ran.code == 2
    assert "no pack consent 9.0.0" in ran.err
