"""``muster ways``: what would make a manifest pass, for a person and for a program."""

import json

DAY = ("--as-of", "2026-12-01")


def test_it_lists_changes_with_what_they_take_and_who_acts(muster, gap):
    asked = ("ways", gap, *DAY, "--key", "spring-offers", "--gate", "ci")
    (entry,) = json.loads(muster(*asked, "--format", "json").out)["entries"]
    text = muster(*asked).out
    assert entry["verdict"] != "pass" and entry["ways"]
    for way in entry["ways"]:
        for change in way["changes"]:
            assert f"[{change['pointer']}]" in text
            assert f"({change['effort']}" in text


def test_what_stays_stuck_is_named(muster, gap):
    ran = muster("ways", gap, *DAY, "--key", "spring-offers", "--gate", "approve")
    assert (ran.code, ran.err) == (0, "")
    assert "No change was found for" in ran.out


def test_what_passes_is_said_to(muster, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("muster: 1\nkind: use_case\nkey: a\ntitle: A\nowner_team: t\nlifecycle_stage: idea\n")
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        "muster: pack/1\nid: own\nversion: 1.0.0\ntitle: Ours\nrules:\n"
        "  - {id: OWN-001, version: 1, title: Ideas, severity: high, applies_to: [use_case], gates: [ci],\n"
        "     refs: [GDPR Art 5(1)(a)], unknown_as: block,\n"
        "     require: [{id: a, that: {lifecycle_stage: idea}, message: No., fix: Do.}],\n"
        "     examples: {passes: [{}], fails: [{}], unknown: [{}]}}\n"
    )
    assert "It passes." in muster("ways", path, "--pack", pack, *DAY).out
