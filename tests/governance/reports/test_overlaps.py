"""Pairs that look alike, as far as one reader may see both."""

import pytest

from governance.reports.overlaps import find_overlaps_of, find_pairs
from tests.personas import change_entry, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


@pytest.fixture
def twins():
    ours = make_entry("tool", title="Tallis Voice Insights", **SAME)
    return ours, make_entry("tool", title="Voice Insights Enterprise", owner_team="service", **SAME)


def test_a_pair_is_found_once_with_its_reasons(leader, twins):
    (pair,) = find_pairs(leader)
    assert {pair.first.title, pair.second.title} == {entry.title for entry in twins}
    assert pair.level == "duplicate"
    assert pair.reasons


def test_what_is_like_an_entry_never_names_the_entry_itself(leader, twins):
    (pair,) = find_overlaps_of(leader, twins[0])
    assert (pair.first.title, pair.second.title) == (twins[0].title, twins[1].title)


def test_a_reader_of_one_side_learns_nothing_of_the_other(campaign_manager, leader, twins):
    assert find_pairs(leader)
    assert not find_pairs(campaign_manager)
    assert not find_overlaps_of(campaign_manager, twins[0])


def test_pairs_are_compared_again_once_one_side_changes(leader, twins):
    assert find_pairs(leader)
    change_entry(twins[1], title="Stock planner", vendor="Other", product="Stock planner")
    assert not find_pairs(leader)


def test_kinds_that_are_not_compared_have_no_look_alikes(leader):
    assert not find_overlaps_of(leader, make_entry("ai_model", title="Oriolect"))
