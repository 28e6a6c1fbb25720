"""Derived facts follow from others, and are unknown while those are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.record.derive import add_months, derive, is_special_category


def test_lawful_bases_are_those_of_the_links():
    links = [{"lawful_basis": "A6-1-f"}, {"lawful_basis": "A6-1-a"}, {"lawful_basis": "A6-1-f"}]
    assert derive("use_case", {"data_links": links}) == {"lawful_bases": ["A6-1-a", "A6-1-f"]}


@pytest.mark.parametrize(
    "links", [None, [{}], [{"lawful_basis": "A6-1-a"}, {"lawful_basis": {"$unknown": "asked"}}]]
)
def test_lawful_bases_are_unknown_while_a_link_leaves_its_own_unsaid(links):
    assert derive("use_case", {"data_links": links}) == {}


def test_a_category_below_a_special_one_is_special():
    assert is_special_category("user.health_and_medical.record")
    assert not is_special_category("user.health_and_medical_insurance")


@pytest.mark.parametrize(
    ("categories", "special"),
    [([], False), (["user.contact"], False), (["user.contact", "user.biometric"], True)],
)
def test_a_source_is_special_when_one_of_its_categories_is(categories, special):
    assert derive("data_source", {"data_categories": categories}) == {"special_categories": special}


def test_whether_a_source_is_special_is_unknown_while_its_categories_are():
    assert derive("data_source", {}) == {}


def test_consent_counts_from_when_it_was_refreshed():
    scope = {"collected_from": "2020-01-01", "refreshed_on": "2025-08-31", "valid_months": 6}
    assert derive("consent_scope", scope) == {"expires_on": "2026-02-28"}


def test_utilisation_of_no_licences_is_unknown_and_not_zero():
    assert derive("tool", {"licences_paid": 0, "licences_used": 0}) == {}
    assert derive("tool", {"licences_paid": 8, "licences_used": 1}) == {"utilisation_pct": 12.5}


@given(st.dates(), st.integers(0, 200_000))
def test_adding_months_never_skips_a_month(start, months):
    end = add_months(start, months)
    if end != date.max:
        assert (end.year - start.year) * 12 + end.month - start.month == months
        assert end.day == start.day or (end.day < start.day and add_months(end, 0).day >= 28)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("consent_scope", {"refreshed_on": "some day", "valid_months": 3}),
        ("consent_scope", {"refreshed_on": ["2026-01-01"], "valid_months": 3}),
        ("incident", {"aware_on": "2026-01-01", "breach_notified_on": "soon"}),
        ("use_case", {"data_links": "none"}),
    ],
)
def test_nothing_follows_from_what_is_of_another_kind(kind, record):
    assert derive(kind, record) == {}


def test_what_is_no_category_makes_a_source_neither_special_nor_unknown():
    odd = [1, None, ["user.biometric"], {"key": "user.biometric"}]
    assert derive("data_source", {"data_categories": odd}) == {"special_categories": False}
