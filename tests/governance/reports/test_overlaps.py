"""Pairs that look alike, as far as one reader may see both."""

import pytest

from governance.reports.overlaps import count_pairs, find_overlaps_of, find_pairs
from registry.services.comparing import compare_everything
from tests.personas import change_entry, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


@pytest.fixture
def twins():
    ours = make_entry("tool", title="Tallis Voice Insights", **SAME)
    theirs = make_entry("tool", title="Voice Insights Enterprise", owner_team="service", **SAME)
    compare_everything()
    return ours, theirs


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
    compare_everything()
    assert not find_pairs(leader)


def test_the_most_alike_come_first_and_no_more_than_were_asked_for(leader, twins):
    make_entry("tool", title="Voice Insights", **SAME)
    compare_everything()
    assert count_pairs(leader) == 3
    (first,) = find_pairs(leader, limit=1)
    assert first.score == max(pair.score for pair in find_pairs(leader))


def test_pairs_are_read_in_one_query(leader, twins, django_assert_num_queries):
    leader.has_perm("registry.view_entry")
    with django_assert_num_queries(1):
        assert find_pairs(leader)
