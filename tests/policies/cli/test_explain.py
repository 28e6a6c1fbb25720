"""``muster explain``: the tree of one rule, as a person and as a program read it."""

import json

from tests.policies.writing import pack_text, rule_of

DAY = ("--as-of", "2026-12-01")


def test_it_shows_what_failed_where_and_what_held(muster, gap):
    ran = muster("explain", "CON-002", gap, *DAY)
    lines = (gap / "spring-offers.yaml").read_text().splitlines()
    line = lines.index("    data_uses: [train_ai_system]") + 1
    assert (ran.code, ran.err) == (0, "")
    assert "Does it apply? yes" in ran.out
    assert "Check uses: no" in ran.out
    assert "Check categories: yes" in ran.out
    assert f'found ["train_ai_system"]  [line {line}, /data_links/1/data_uses]' in ran.out


def test_a_rule_that_passes_or_does_not_apply_is_shown_and_is_no_failure(muster, gap, repaired):
    assert "meets the rule" in muster("explain", "CON-002", repaired, *DAY).out
    ran = muster("explain", "DUP-001", gap, *DAY)
    assert (ran.code, "the rule does not apply" in ran.out) == (0, True)


def test_as_json_each_step_has_its_line(muster, gap):
    said = json.loads(muster("explain", "CON-002", gap, *DAY, "--format", "json").out)
    (one,) = said["explanations"]
    assert (one["outcome"], one["key"]) == ("fail", "spring-offers")
    assert one["checks"][0]["that"]["line"] > 1


def test_the_day_from_which_a_rule_counts_comes_with_what_decides_it(muster, tmp_path):
    pack, path, org = (tmp_path / name for name in ("pack.yaml", "case.yaml", "org.yaml"))
    overrides = [
        {"if": {"org.is_public_body": True}, "from": {"milestone": "existing_public"}},
        {"if": {"rag_enabled": True}, "from": "2029-01-01"},
    ]
    rule = rule_of(effective_from={"milestone": "annex_iii"}, effective_overrides=overrides)
    pack.write_text(pack_text(rule))
    path.write_text("muster: 1\nkind: use_case\nkey: a\ntitle: A\nowner_team: t\nrag_enabled: true\n")
    org.write_text("is_public_body: true\n")
    asked = ("explain", "TST-001", path, *DAY, "--pack", pack, "--org", org)
    words = " ".join(muster(*asked).out.split())
    assert "In force: from 2030-08-02 (Older high-risk systems that public bodies use), so it" in words
    assert "For others from 2027-12-02 (High-risk systems by area of use (Annex III))." in words
    assert "from 2030-08-02 (Older high-risk systems that public bodies use) instead? yes, so this" in words
    assert "Does it count from 2029-01-01 instead? yes, but one above it counts already" in words
    (one,) = json.loads(muster(*asked, "--format", "json").out)["explanations"]
    assert [other["counts"] for other in one["in_force"]["overrides"]] == [True, False]
    assert one["in_force"]["overrides"][1]["if"]["line"] == 6

    org.write_text("is_public_body: false\n")
    words = " ".join(muster(*asked).out.split())
    assert "In force: from 2029-01-01, so it blocks nothing yet." in words


def test_what_cannot_be_explained_is_said(muster, gap):
    assert "Did you mean CON-002?" in muster("explain", "CON-0002", gap).err
    ran = muster("explain", "CON-002", gap / "mailer.yaml")
    assert (ran.code, "is about a use case" in ran.err) == (2, True)
    assert muster("explain", "CON-002", gap, "--key", "nobody").code == 2


def test_the_organisation_decides_whether_the_rule_is_asked(muster, gap, tmp_path):
    path = tmp_path / "org.yaml"
    path.write_text("jurisdictions: [US-CA]\n")
    ran = muster("explain", "CON-002", gap, *DAY, "--org", path)
    assert "The organisation works in US-CA." in ran.out
    assert "the rule does not apply" in ran.out


def test_a_wrong_value_of_a_sensitive_field_is_not_quoted(muster, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "muster: 1\nkind: use_case\nkey: a\ntitle: A\nowner_team: t\ncontact_email: canary at b\n"
    )
    ran = muster("check", path, *DAY)
    assert ran.code == 2
    assert "canary" not in ran.err
    assert ":6:1: /contact_email: ••• (text, 11 characters) has the wrong form" in ran.err
