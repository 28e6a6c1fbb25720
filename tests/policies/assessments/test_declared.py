"""What a manifest claims of its own assessments counts only where somebody can follow it."""

import pytest

from policies import check, load_packs
from policies.assessments.declared import CLAIMS, doubt
from policies.assessments.held import with_assessments
from policies.record import resolve
from policies.record.fields import vocabulary
from tests.policies.writing import TODAY

WIM, ANN, LEA = "wim@example.org", "ann@example.org", "lea@example.org"
KNOWN = {("person", name): {"email": name} for name in (WIM, ANN, LEA)} | {("team", "us"): {"lead": LEA}}
ELSEWHERE = {"assessments_kept": "elsewhere"}
FOLLOWED = {
    "type": "dpia",
    "status": "approved",
    "assessor": WIM,
    "approver": ANN,
    "document_url": "https://example.org/dpia",
    "document_digest": "d" * 64,
}


def manifest(**facts):
    return {"muster": 1, "kind": "use_case", "key": "offers", "title": "Offers", "owner_team": "us"} | facts


def lookup(kind, key):
    return KNOWN.get((kind, key))


def doubt_of(row, said=None, org=ELSEWHERE):
    return doubt(row, said or manifest(), org, lookup)


def test_a_claim_that_can_be_followed_counts_where_assessments_are_kept_elsewhere_as_well():
    assert doubt_of(FOLLOWED) == ""


@pytest.mark.parametrize("org", [{}, {"assessments_kept": "here"}])
def test_nothing_declared_counts_where_assessments_are_kept_in_muster(org):
    assert "approves assessments of this type in Muster" in doubt_of(FOLLOWED, org=org)


def test_a_type_without_an_outline_can_only_be_kept_elsewhere():
    row = FOLLOWED | {"type": "conformity_assessment"}
    assert doubt_of(row, org={}) == ""
    assert doubt_of({"type": "conformity_assessment", "status": "approved"}, org={}) != ""


@pytest.mark.parametrize("status", sorted(vocabulary("assessment_status")))
def test_what_lets_somebody_go_on_is_a_claim_and_nothing_else_is(status):
    row = {"type": "dpia", "status": status}
    assert bool(doubt_of(row)) is (status in CLAIMS) is (status in {"approved", "not_required", "waived"})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("assessor", "no assessor"),
        ("approver", "no approver"),
        ("document_url", "no document."),
        ("document_digest", "no SHA-256 digest"),
    ],
)
@pytest.mark.parametrize("said", [None, "", {"$unknown": "asked"}])
def test_what_a_claim_does_not_name_is_told(name, words, said):
    assert words in doubt_of(FOLLOWED | {name: said})


@pytest.mark.parametrize("short", ["sha256", "d" * 63, "d" * 65])
def test_a_digest_that_is_none_is_no_proof(short):
    assert "no SHA-256 digest" in doubt_of(FOLLOWED | {"document_digest": short})


@pytest.mark.parametrize(
    ("row", "said", "words"),
    [
        ({"approver": WIM}, {}, "its approver assessed it"),
        ({"approver": WIM.upper()}, {}, "its approver assessed it"),
        ({"approver": {"email": WIM}}, {}, "its approver assessed it"),
        ({}, {"accountable_person": ANN}, "is accountable for the entry"),
        ({}, {"accountable_person": {"email": ANN}}, "is accountable for the entry"),
        ({}, {"business_owner": ANN}, "is its business owner"),
        ({}, {"technical_owner": ANN}, "is its technical owner"),
        ({"approver": LEA}, {}, "leads the team"),
        ({"approver": ANN}, {"owner_team": {"key": "us", "lead": ANN}}, "leads the team"),
        ({"approver": "nobody@example.org"}, {}, "nobody here knows its approver"),
    ],
)
def test_who_had_a_part_or_is_not_known_is_no_approver(row, said, words):
    assert words in doubt_of(FOLLOWED | row, manifest(**said))


@pytest.mark.parametrize(("org", "outcome"), [(ELSEWHERE, "pass"), ({}, "unknown")])
def test_a_rule_reads_a_claim_that_does_not_count_as_not_known(org, outcome):
    row = FOLLOWED | {"valid_until": "2099-01-31", "dpo_consulted": True, "residual_risk": "low"}
    said = manifest(systematic_monitoring=True, assessments=[row])
    record = resolve(with_assessments(said, {}, org=org, lookup=lookup), lookup, org=org)
    report = check(record, load_packs(), as_of=TODAY)
    assert report.outcomes["PRV-010"] == outcome
    told = [place.actual for one in report.findings if one.rule_id == "PRV-010" for place in one.pointers]
    assert [str(one).count("Declared, not verified") for one in told] == ([] if outcome == "pass" else [1])


def test_others_keep_the_place_that_they_have_in_the_manifest():
    lia = {"type": "lia", "status": "complete"}
    said = manifest(assessments=[FOLLOWED, lia])
    first, second = with_assessments(said, {}, org=None, lookup=lookup)["assessments"]
    assert "$unknown" in first["status"]
    assert second == lia
