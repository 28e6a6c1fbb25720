"""``muster questions``: what to say next, for a person and for a program."""

import json

DAY = ("--as-of", "2026-12-01")


def test_it_lists_what_can_change_the_verdict_with_its_place_and_its_rules(muster, gap):
    ran = muster("questions", gap, *DAY, "--key", "spring-offers", "--gate", "approve")
    assert (ran.code, ran.err) == (0, "")
    assert "use case spring-offers" in ran.out
    assert "[/org/jurisdictions]" in ran.out
    assert "Answer: any of: EU, EEA" in ran.out


def test_as_json_each_question_names_the_rules_that_wait(muster, gap):
    said = json.loads(muster("questions", gap, *DAY, "--format", "json").out)
    assert said["muster"] == "questions/1"
    assert {one["key"] for one in said["entries"]} >= {"spring-offers", "mailer"}
    assert all(each["rules"] for one in said["entries"] for each in one["questions"])


def test_a_rule_of_your_own_alone_asks_its_own_question(muster, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("muster: 1\nkind: use_case\nkey: a\ntitle: A\nowner_team: t\nfunctions: [it]\n")
    asked = ("questions", path, "--pack", "docs/examples/own-pack/pack.yaml", *DAY)
    (entry,) = json.loads(muster(*asked, "--format", "json").out)["entries"]
    assert all("HSE-001" in one["rules"] for one in entry["questions"])


def test_what_is_settled_is_said(muster, tmp_path):
    path, pack = tmp_path / "tool.yaml", tmp_path / "pack.yaml"
    path.write_text("muster: 1\nkind: tool\nkey: a\ntitle: A\nowner_team: t\nstatus: sanctioned\n")
    pack.write_text(_PACK)
    ran = muster("questions", path, "--pack", pack, *DAY)
    assert "Nothing more that is said can change what the rules come to." in ran.out
    ran = muster("questions", path, "--pack", pack, *DAY, "--gate", "submit")
    assert (ran.code, "No rule is about any of these manifests" in ran.err) == (2, True)


_PACK = """\
muster: pack/1
id: own
version: 1.0.0
title: Ours
rules:
  - id: OWN-001
    version: 1
    title: Tools are sanctioned
    severity: high
    applies_to: [tool]
    gates: [ci]
    refs: [GDPR Art 5(1)(a)]
    require:
      - id: status
        that: {status: sanctioned}
        message: It is not.
        fix: Ask for it.
    unknown_as: block
    examples: {passes: [{}], fails: [{}], unknown: [{}]}
"""
