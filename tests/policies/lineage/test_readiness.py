"""How ready data is: proofs that age into doubt, and use cases as ready as their weakest source."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.lineage.coverage import Bounds
from policies.lineage.proofs import UNKNOWN, answered, average, dated
from policies.lineage.readiness import ReadinessIndex

TODAY = date(2026, 11, 22)
READY = {
    "kind": "data_source",
    "key": "crm",
    "title": "CRM",
    "contains_personal_data": True,
    "quality_score": 95,
    "quality_checked_on": "2026-11-01",
    "freshness_hours": 1,
    "freshness_sla_hours": 4,
    "identity_method": "hybrid",
    "identity_match_rate": 90,
    "identity_checked_on": "2026-10-01",
    "legal_collection_purpose": [{"code": "mail"}],
    "consent_scopes": [{"key": "news", "expires_on": "2027-01-01"}],
    "access_model": "role_based",
    "access_reviewed_on": "2026-06-01",
    "api_available": True,
}


def readiness(record):
    return ReadinessIndex(TODAY).of(record)


def used(source, **said):
    links = [{"data_source": source, "usage": said.pop("usage", "inference_input")}]
    return readiness({"kind": "use_case", "key": "use", "data_links": links} | said)


def by_dimension(fact):
    return {item["dimension"]: (item["score"], item["score_max"], item["state"]) for item in fact["items"]}


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("age", "low", "high", "state"),
    [
        (0, 80, 80, "current"),
        (90, 80, 80, "current"),
        (135, 40, 90, "ageing"),
        (180, 0, 100, "expired"),
        (900, 0, 100, "expired"),
        (-1, 0, 100, "missing"),
    ],
)
def test_a_proof_counts_in_full_then_fades_into_doubt(age, low, high, state):
    found = dated(80, ago(age), 90, TODAY)
    assert (found.worth, found.state) == (Bounds(low, high), state)


@given(st.integers(0, 100), st.integers(0, 400), st.integers(1, 400))
def test_an_older_proof_never_says_more_and_never_rules_out_what_it_said(value, age, valid):
    younger, older = (dated(value, ago(days), valid, TODAY).worth for days in (age, age + 1))
    assert 0 <= older.low <= younger.low <= value <= younger.high <= older.high <= 100


def test_a_missing_proof_is_unknown_and_never_zero():
    assert dated(None, TODAY, 90, TODAY).worth == dated(80, None, 90, TODAY).worth == UNKNOWN
    assert average([answered(True), answered(None)]).worth == Bounds(50, 100)
    fact = readiness({"kind": "data_source", "key": "bare"})
    assert (fact["score"], fact["score_max"]) == (0, 100)
    assert {item["state"] for item in fact["items"]} == {"missing"}


def test_a_source_is_as_ready_as_its_weakest_dimension():
    fact = readiness(READY)
    assert (fact["score"], fact["score_max"], fact["dimension"]) == (90, 90, "identity")
    assert by_dimension(fact) == {
        "identity": (90, 90, "current"),
        "quality": (95, 95, "current"),
        "permission": (100, 100, "current"),
        "access": (100, 100, "current"),
    }
    assert next(one for one in fact["items"] if one["dimension"] == "quality")["proved_on"] == "2026-11-01"


def test_data_about_nobody_needs_neither_identity_nor_permission():
    assert set(by_dimension(readiness(READY | {"contains_personal_data": False}))) == {"quality", "access"}


@pytest.mark.parametrize(
    ("changes", "dimension", "low", "high"),
    [
        ({"identity_method": "none"}, "identity", 0, 0),
        ({"consent_scopes": [{"key": "news", "expires_on": "2026-11-21"}]}, "permission", 50, 50),
        ({"consent_scopes": None}, "permission", 50, 100),
        ({"legal_collection_purpose": []}, "permission", 50, 50),
        ({"source_type": "images_video", "rights_cleared": False}, "permission", 66.6, 66.7),
        ({"access_model": "open"}, "access", 66.6, 66.7),
        ({"access_reviewed_on": None}, "access", 66.6, 100),
        ({"quality_score": 130}, "quality", 0, 100),
    ],
)
def test_each_dimension_follows_from_its_proofs(changes, dimension, low, high):
    found = by_dimension(readiness(READY | changes))[dimension]
    assert found[:2] == pytest.approx((low, high), abs=0.11)


def test_a_use_case_asks_of_its_sources_what_it_does_with_them():
    stale = READY | {"identity_method": "none", "freshness_hours": 8}
    assert used(stale, processing_mode="batch", personalisation_level="segment")["score"] == 95
    assert used(stale, processing_mode="real_time", personalisation_level="segment")["score"] == 50
    assert used(stale, processing_mode="batch", personalisation_level="individual")["score_max"] == 0
    assert (
        used(stale, processing_mode="real_time", personalisation_level="individual", usage="training")[
            "score"
        ]
        == 95
    )
    assert used(stale, usage="output_store")["items"] == []


def test_the_weakest_source_is_named_and_each_source_stands_once():
    weak = READY | {"key": "lake", "title": "Lake", "quality_score": 40}
    links = [{"data_source": one, "usage": "training"} for one in (READY, weak, weak)]
    fact = readiness({"kind": "use_case", "key": "use", "data_links": links})
    assert (fact["score"], fact["source"], fact["dimension"]) == (40, "Lake", "quality")
    assert len(fact["items"]) == 6


def test_a_use_case_that_does_not_say_its_data_may_be_anything():
    unsaid = readiness({"kind": "use_case", "key": "use"})
    assert (unsaid["score"], unsaid["score_max"]) == (0, 100)
    assert readiness({"kind": "use_case", "key": "use", "data_links": []})["score"] == 100


def test_the_profile_that_is_read_counts_among_the_data():
    """Without a link of its own it is taken as input; a link says better what it is used for."""
    worn = READY | {"quality_score": 20}
    read = readiness({"kind": "use_case", "key": "use", "data_links": [], "profile": worn})
    assert by_dimension(read) == by_dimension(used(worn)) and read["score"] == 20
    assert used(worn, profile=worn, usage="retrieval") == used(worn, usage="retrieval")
