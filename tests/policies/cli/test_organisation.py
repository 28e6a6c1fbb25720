"""``muster check --org``: rules that depend on the organisation are decided without a server."""

import shutil

import pytest

DAY = ("--as-of", "2026-06-01")


@pytest.fixture
def organisation(tmp_path):
    def write(text: str):
        path = tmp_path / "org.yaml"
        path.write_text(text)
        return path

    return write


def test_rules_of_places_where_the_organisation_does_not_work_are_not_asked(muster, gap, organisation):
    path = organisation("legal_name: Acme\njurisdictions: [US-CA]\n")
    assert "CON-002" in muster("check", gap, *DAY).out
    assert "CON-002" not in muster("check", gap, *DAY, "--org", path).out


def test_what_is_used_there_is_asked_wherever_the_organisation_works(muster, gap, organisation, tmp_path):
    path = organisation("legal_name: Acme\njurisdictions: [US-CA]\n")
    used = tmp_path / "used"
    shutil.copytree(gap, used)
    (used / "spring-offers.yaml").write_text(
        f"{(used / 'spring-offers.yaml').read_text()}member_states: [DE, FR]\n"
    )
    assert "CON-002" in muster("check", used, *DAY, "--org", path).out
    told = muster("explain", "CON-002", used, *DAY, "--org", path).out
    assert "The organisation works in US-CA. It is used in Germany and France." in " ".join(told.split())


def test_where_it_works_there_the_reason_no_longer_says_in_case(muster, gap, organisation):
    ran = muster("check", gap, *DAY, "--org", organisation("jurisdictions: [EU]\n"))
    assert "CON-002" in ran.out
    assert "know exactly where" not in " ".join(ran.out.split())


def test_every_mistake_in_it_is_told_with_its_place(muster, gap, organisation):
    path = organisation("legal_name: Acme\njurisdictions: [EUU]\nheadcout: 3\n")
    ran = muster("check", gap, *DAY, "--org", path)
    assert (ran.code, ran.out) == (2, "")
    first, second = sorted(ran.err.splitlines())
    assert first.startswith(f"muster: {path}:2:17: /jurisdictions/0: 'EUU' is not a value of this field")
    assert second.startswith(
        f"muster: {path}:3:1: /headcout: there is no field headcout. Did you mean headcount?"
    )


def test_a_file_that_is_not_there_or_no_mapping_is_refused(muster, gap, organisation, tmp_path):
    assert "can't be read" in muster("check", gap, "--org", tmp_path / "none.yaml").err
    ran = muster("check", gap, "--org", organisation("- a\n"))
    assert ran.code == 2
    assert "is not a mapping" in ran.err


def test_the_organisation_itself_is_checked_at_the_lines_of_its_file(muster, gap, organisation):
    path = organisation("legal_name: Acme\nai_policy_reviewed_on: 2020-01-31\n")
    ran = muster("check", gap, *DAY, "--gate", "schedule", "--org", path)
    assert f"{path}: portfolio organisation: conditional" in ran.out
    assert f"{path}:2:1  /ai_policy_reviewed_on" in ran.out


def test_a_gate_that_asks_nothing_of_it_leaves_it_out(muster, gap, organisation):
    ran = muster("check", gap, *DAY, "--gate", "ci", "--org", organisation("legal_name: Acme\n"))
    assert "portfolio organisation" not in ran.out
