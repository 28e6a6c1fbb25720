"""Shares of combinations of consents, as a data source says them."""

import pytest

from policies.record import validate_manifest
from policies.record.consent_mix import scopes_in_mix

GOOD = [{"scopes": ["newsletter", "profiling"], "share": 40}, {"scopes": [], "share": 59.5}]


def problems(mix, kind="data_source"):
    said = {"muster": 1, "kind": kind, "key": "x", "title": "X", "owner_team": "t", "consent_mix": mix}
    return [(problem.pointer, problem.message) for problem in validate_manifest(said)]


@pytest.mark.parametrize("mix", [GOOD, [], None, {"$unknown": "asked marketing"}])
def test_a_mix_that_makes_sense_is_taken(mix):
    assert problems(mix) == []


@pytest.mark.parametrize(
    ("mix", "pointer", "message"),
    [
        ({"newsletter": 40}, "", "this is not a list of shares"),
        ([["newsletter", 40]], "/0", "each row has scopes and share, and nothing else"),
        ([GOOD[0], {"scopes": []}], "/1", "each row has scopes and share, and nothing else"),
        ([GOOD[0] | {"of": 1}], "/0", "each row has scopes and share, and nothing else"),
        ([{"scopes": "newsletter", "share": 1}], "/0/scopes", "this is not a list of keys of consents"),
        ([{"scopes": [3], "share": 1}], "/0/scopes", "this is not a list of keys of consents"),
        ([{"scopes": [], "share": 101}], "/0/share", "this is not a share from 0 to 100"),
        ([{"scopes": [], "share": -1}], "/0/share", "this is not a share from 0 to 100"),
        ([{"scopes": [], "share": True}], "/0/share", "this is not a share from 0 to 100"),
        ([{"scopes": [], "share": "40"}], "/0/share", "this is not a share from 0 to 100"),
        ([GOOD[0], {"scopes": [], "share": 60.1}], "", "the shares add up to 100.1 %"),
        (
            [GOOD[0], {"scopes": ["profiling", "newsletter"], "share": 1}],
            "/1/scopes",
            "this combination stands here twice",
        ),
    ],
)
def test_what_makes_no_sense_is_told_at_its_place(mix, pointer, message):
    assert problems(mix) == [(f"/consent_mix{pointer}", message)]


def test_the_consents_it_names_are_found_with_their_places():
    assert list(scopes_in_mix(GOOD, "/consent_mix")) == [
        ("/consent_mix/0/scopes/0", "newsletter"),
        ("/consent_mix/0/scopes/1", "profiling"),
    ]
    assert list(scopes_in_mix("nonsense")) == [] == list(scopes_in_mix([{"share": 1}]))
