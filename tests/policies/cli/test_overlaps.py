"""``muster overlaps``: who already has this, for a person and for a program."""

import json

import pytest

from policies.overlap.decided import ground_of

MAILER = {
    "muster": 1,
    "kind": "tool",
    "key": "mailer",
    "title": "Lumora",
    "owner_team": "crm",
    "vendor": "Lumo",
}
POST = MAILER | {"key": "post", "title": "Lumora Enterprise", "product": "Lumora"}


@pytest.fixture
def registry(tmp_path):
    """Writes a registry export that holds ``POST``."""
    empty = ("teams", "people", "purposes", "vendors", "kpis", "assessments", "decisions", "waivers")

    def write(**sections):
        settings = {"packs": [], "packs_digest": "", "charter_digest": "", "settings": {}}
        said = {"muster": "registry/1", "as_of": "2026-12-01", "whole": True, "organisation": {}}
        said |= dict.fromkeys(empty, []) | {"manifests": [POST], "settings": settings} | sections
        path = tmp_path / "registry.json"
        path.write_text(json.dumps(said))
        return path

    return write


@pytest.fixture
def mailer(tmp_path):
    path = tmp_path / "mailer.json"
    path.write_text(json.dumps(MAILER))
    return path


def decided(outcome: str):
    grounds = {"ground": list(ground_of(MAILER)), "other_ground": list(ground_of(POST))}
    return [{"kind": "tool", "key": "mailer", "other": "post", "outcome": outcome} | grounds]


def test_it_lists_what_the_registry_holds_and_says_why(muster, mailer, registry):
    ran = muster("overlaps", mailer, "--registry", registry())
    assert (ran.code, ran.err) == (1, "")
    assert "probably the same" in ran.out and "post" in ran.out and "(not decided)" in ran.out
    assert "same product" in ran.out


@pytest.mark.parametrize("outcome", ["join", "extend", "justify"])
def test_what_is_decided_is_no_failure(muster, mailer, registry, outcome):
    path = registry(overlap_decisions=decided(outcome))
    ran = muster("overlaps", mailer, "--registry", path, "--format", "json")
    assert ran.code == 0
    (entry,) = json.loads(ran.out)["entries"]
    assert [item["outcome"] for item in entry["items"]] == [outcome]


def test_what_was_told_apart_is_not_listed(muster, mailer, registry):
    ran = muster("overlaps", mailer, "--registry", registry(overlap_decisions=decided("not_the_same")))
    assert (ran.code, "Nothing looks like it." in ran.out) == (0, True)


def test_names_that_mean_the_same_there_count(muster, mailer, registry):
    other = POST | {"title": "Candle", "product": "Candle", "vendor": "Wax"}
    alias = {"of": "product", "vendor": "Lumo", "name": "Lumora", "also": "Wax Candle"}
    assert muster("overlaps", mailer, "--registry", registry(manifests=[other])).code == 0
    assert muster("overlaps", mailer, "--registry", registry(manifests=[other], aliases=[alias])).code == 1


def test_the_level_that_fails_can_be_chosen(muster, mailer, registry):
    assert muster("overlaps", mailer, "--registry", registry(), "--fail-level", "none").code == 0


def test_what_is_not_compared_is_said(muster, tmp_path):
    path = tmp_path / "scope.json"
    path.write_text(
        json.dumps({"muster": 1, "kind": "consent_scope", "key": "a", "title": "A", "owner_team": "crm"})
    )
    ran = muster("overlaps", path)
    assert ran.code == 2


def test_manifests_are_compared_with_each_other(muster, tmp_path):
    path = tmp_path / "both.json"
    path.write_text(json.dumps({"manifests": [MAILER, POST]}))
    ran = muster("overlaps", path, "--format", "json")
    assert [entry["items"][0]["key"] for entry in json.loads(ran.out)["entries"]] == ["post", "mailer"]
    (only,) = json.loads(muster("overlaps", path, "--key", "post", "--format", "json").out)["entries"]
    assert only["key"] == "post"
