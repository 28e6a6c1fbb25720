"""What is kept of sources and consents that records share never tells of another."""

from copy import deepcopy
from datetime import date

import pytest

from policies.engine import parts
from policies.engine.parts import OfParts
from policies.lineage.consent import consent_index
from policies.lineage.readiness import ReadinessIndex
from policies.record.resolve import Resolver
from tests.manifests import random_manifests

TODAY = date(2026, 11, 22)


def shared_records():
    said = random_manifests(3, 120, {"team": ["t"], "kpi": ["k"]})
    named = {(one["kind"], one["key"]): one for one in said}
    resolver = Resolver(lambda kind, key: named.get((kind, key)))
    return [resolver.record(one) for one in said]


RECORDS = shared_records()
ASKED = [record for record in RECORDS if record["kind"] == "use_case"]
INDEXES = [lambda: consent_index(RECORDS, TODAY), lambda: ReadinessIndex(TODAY)]


@pytest.mark.parametrize("index", INDEXES)
def test_parts_that_are_gone_are_never_taken_for_those_that_came_after(index):
    """Copies are forgotten at once, and what is read next stands where they were."""
    one_by_one = [index().of(deepcopy(record)) for record in ASKED]
    kept = index()
    assert [kept.of(deepcopy(record)) for record in ASKED] == one_by_one
    assert [kept.of(record) for record in ASKED] == one_by_one
    assert any(fact["items"] for fact in one_by_one)


@pytest.mark.parametrize("index", INDEXES)
def test_with_little_room_the_same_is_said(index, monkeypatch):
    meant = [index().of(record) for record in ASKED]
    monkeypatch.setattr(parts, "_MOST", 2)
    little = index()
    assert [little.of(record) for record in ASKED] == meant


def test_a_part_is_read_once_and_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(parts, "_MOST", 2)
    read = []
    of_parts = OfParts(read.append)
    for part in ({"key": "a"}, one := {"key": "b"}, one, {"key": "c"}):
        of_parts.of(part)
    assert [part["key"] for part in read] == ["a", "b", "c"]
    assert len(of_parts._made) == 1
