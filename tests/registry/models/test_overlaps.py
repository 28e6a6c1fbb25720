"""Pairs of near duplicates: who may see them, and what they can be filtered by."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from registry.models import OverlapPair
from tests.personas import make_entry, make_team

pytestmark = pytest.mark.django_db


def pair_of(left, right, score=0.9, level="duplicate"):
    return OverlapPair.objects.create(
        kind=left.kind, left=left, right=right, score=score, level=level, signals=[]
    )


@pytest.fixture
def pairs():
    ours = [make_entry("tool") for _ in range(2)]
    theirs = [make_entry("tool", owner_team="service") for _ in range(2)]
    return {
        "ours": pair_of(*ours),
        "across": pair_of(ours[0], theirs[0], 0.7, "possible"),
        "theirs": pair_of(*theirs),
    }


def test_a_pair_is_shown_to_who_may_see_both_entries_and_to_nobody_else(pairs, campaign_manager, leader):
    assert list(OverlapPair.objects.visible_to(campaign_manager)) == [pairs["ours"]]
    assert OverlapPair.objects.visible_to(leader).count() == 3
    assert not OverlapPair.objects.visible_to(AnonymousUser())


def test_pairs_are_filtered_by_kind_team_entry_level_and_score(pairs):
    found = OverlapPair.objects.all()
    assert found.of_kind("tool").count() == 3
    assert not found.of_kind("use_case")
    assert set(found.of_team(make_team("service"))) == {pairs["across"], pairs["theirs"]}
    assert set(found.of_entry(pairs["across"].left)) == {pairs["ours"], pairs["across"]}
    assert list(found.at_level("possible")) == [pairs["across"]]
    assert pairs["across"] not in found.at_least(0.8)


def test_both_sides_and_their_teams_come_in_one_query(pairs, django_assert_num_queries):
    with django_assert_num_queries(1):
        teams = {
            (pair.left.owner_team.key, pair.right.owner_team.key) for pair in OverlapPair.objects.with_sides()
        }
    assert ("marketing", "service") in teams


def test_a_pair_stands_once_and_in_one_order(pairs):
    left, right = pairs["ours"].left, pairs["ours"].right
    for one, other in ((left, right), (right, left), (left, left)):
        with pytest.raises(IntegrityError), transaction.atomic():
            pair_of(one, other)
