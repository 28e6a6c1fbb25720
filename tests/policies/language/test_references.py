"""References of rules exist: articles with their paragraphs and points, controls, identifiers."""

import pytest

from policies import load_packs
from policies.language.lints import lint_packs
from policies.language.references import legal_sources, wrong_reference
from tests.policies.writing import packs_of, rule_of


@pytest.mark.parametrize(
    "text",
    [
        "GDPR Art 6(1)(a)",
        "GDPR Art 4(11)",
        "GDPR Art 16",
        "GDPR Art 99(2)",
        "UK GDPR Art 22A",
        "ePrivacy Art 5(3)",
        "AI Act Art 26(7)",
        "AI Act Art 5(1)(ba)",
        "AI Act Annex III(4)",
        "AI Act Annex III(5)(b)",
        "AI Act Annex VIII Section B",
        "NIST AI RMF GOVERN 1.6",
        "ISO 42001 A.6.2.4",
        "ISO 42001 clause 6.1.3",
        "ISO 27001:2022 A.8.24",
        "OWASP LLM01:2026",
        "OWASP ASI10:2026",
        "MITRE ATLAS AML.T0051",
        "CCPA 1798.100(a)(3)",
        "11 CCR 7150(b)",
        "UK PECR reg 22",
        "SR 26-2",
        "SR 26-2 (inventory)",
        "NIST AI 600-1 MS-2.10-001",
        "Good practice: no pilot without an end",
    ],
)
def test_what_exists_is_right(text):
    assert wrong_reference(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("GDPR Art 100", "GDPR Art 10"),
        ("GDPR Art 7(5)", "GDPR Art 7"),
        ("GDPR Art 6(1)(g)", "GDPR Art 6(1)"),
        ("GDPR Art 6(1)(a)-(c)", "GDPR Art 6(1)(a)"),
        ("GDPR Art 13-14", "GDPR Art 1"),
        ("GDPR Article 6", "GDPR Art 6"),
        ("UK GDPR Art 22A-22D", "UK GDPR Art 22"),
        ("AI Act Annex XIV", "AI Act Annex X"),
        ("AI Act Annex III(9)", "AI Act Annex III"),
        ("NIST AI RMF GOVERN 1.8", "NIST AI RMF GOVERN 1."),
        ("ISO 42001 A.2.5", "ISO 42001 A."),
        ("OWASP LLM11:2025", "OWASP LLM"),
        ("CCPA 1798.101", "CCPA 1798.1"),
        ("GPDR Art 6(1)", "GDPR"),
        ("AI-Act Art 5", "AI Act"),
    ],
)
def test_what_does_not_exist_is_told_with_the_nearest(text, hint):
    wrong = wrong_reference(text)
    assert wrong is not None
    assert f"Did you mean {hint}" in wrong.hint


def test_a_law_that_nobody_knows_here_is_told_apart():
    assert "names no law or standard of the table" in wrong_reference("Art 6(1)").message


def test_the_table_has_as_many_articles_and_controls_as_the_texts():
    rows = {name: one.row for name, one in legal_sources().items()}
    assert len(rows["GDPR"]["articles"]) == 99
    assert len(rows["AI Act"]["articles"]) == 113
    for name, number in (("NIST AI RMF", 72), ("ISO 27001:2022", 93)):
        assert sum(last - first + 1 for first, last in rows[name]["ranges"].values()) == number
    assert len(rows["ISO 42001"]["labels"]) == 38
    assert all(wrong_reference(f"ISO 42001 {control}") is None for control in rows["ISO 42001"]["labels"])


def test_lint_tells_line_and_column_of_a_wrong_reference():
    packs = packs_of(rule_of(refs=["GDPR Art 6(1)(a)", "GDPR Art 7(5)"]))
    (remark,) = [one for one in lint_packs(packs) if "Art" in one.message]
    assert (remark.rule_id, remark.message.split(":")[0]) == ("TST-001", "'GDPR Art 7(5)' does not exist")
    assert (remark.line, remark.column) == (20, 5)


def test_every_reference_that_ships_exists():
    wrong = [(rule.id, ref) for rule in load_packs().rules for ref in rule.refs if wrong_reference(ref)]
    assert not wrong
