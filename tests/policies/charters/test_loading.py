"""Charters are read strictly: every mistake has its place and a way out."""

from importlib.resources import files

import pytest

from policies.charters import load_charter, shipped_charter
from policies.errors import CharterError

TEXT = files("policies").joinpath("charters/standard.yaml").read_text("utf-8")


def changed(before: str, after: str) -> str:
    assert before in TEXT
    return TEXT.replace(before, after, 1)


def test_the_shipped_charter_has_terms_for_every_kind_and_tier():
    charter = shipped_charter()
    assert charter.digest == load_charter(TEXT, source="again").digest
    assert charter.terms_for("tool", "").required == ("it",)
    assert charter.terms_for("use_case", "high_risk_annex_iii").minimum_votes == 2


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    tiers: [not_reached, not_ai", "    tiers: [not_reached, unheard_of, not_ai", "This is none of"),
        ("may_waive: [privacy,", "may_waive: [finance,", "finance has no seat in this charter"),
        ("privacy: {stands_in: legal}", "privacy: {stands_in: privacy}", "privacy can't stand in for itself"),
        ("    minimum_votes: 2\n", "    minimum_votes: 9\n", "Only 7 seats are heard here"),
        ("veto: [it, security]", "veto: [it, privacy]", "privacy is not heard here"),
        ("  - kinds: [ai_model, tool]", "  - kinds: [ai_model]", "No row fits a tool"),
        ("    tiers: [not_reached, not_ai_system, minimal, transparency]\n", "", "Rows above fit everything"),
        ("muster: charter/2", "muster: charter/1", "charter/2"),
        ("urgent: {seats:", "urgency: {seats:", "'urgent' is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(before, after, said):
    with pytest.raises(CharterError, match=said) as caught:
        load_charter(changed(before, after), source="charter.yaml")
    assert caught.value.line > 0
    assert str(caught.value).startswith(f"charter.yaml:{caught.value.line}:")
