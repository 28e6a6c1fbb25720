"""Pairs that look alike, as far as one reader may see both."""

import pytest

from governance.reports.overlaps import count_pairs_of, find_pairs
from governance.services.overlaps import decide_overlap
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
    (pair,), _ = find_pairs(leader)
    assert {pair.left.title, pair.right.title} == {entry.title for entry in twins}
    assert pair.level == "duplicate"
    assert pair.reasons


def test_a_reader_of_one_side_learns_nothing_of_the_other(campaign_manager, leader, twins):
    assert find_pairs(leader)[0]
    assert find_pairs(campaign_manager) == ([], 0)


def test_pairs_are_compared_again_once_one_side_changes(leader, twins):
    assert find_pairs(leader)[0]
    change_entry(twins[1], title="Stock planner", vendor="Other", product="Stock planner")
    compare_everything()
    assert find_pairs(leader) == ([], 0)


def test_the_most_alike_come_first_and_no_more_than_were_asked_for(leader, twins):
    make_entry("tool", title="Voice Insights", **SAME)
    compare_everything()
    (first,), count = find_pairs(leader, limit=1)
    assert count == 3
    assert first.score == max(pair.score for pair in find_pairs(leader)[0])


def test_pairs_are_read_in_a_few_queries(leader, twins, django_assert_num_queries):
    leader.has_perm("registry.view_entry")
    with django_assert_num_queries(5):
        assert find_pairs(leader)[0]


def test_a_decision_that_counts_no_more_hides_nothing(leader, it_lead, twins):
    decide_overlap(*twins[::-1], by=it_lead, outcome="not_the_same")
    assert (find_pairs(leader)[1], count_pairs_of(leader, twins[0])) == (0, 0)
    change_entry(twins[1], product="Voice Insigths")
    compare_everything()
    assert (find_pairs(leader)[1], count_pairs_of(leader, twins[0])) == (1, 1)


def test_pairs_of_every_kind_are_told(leader):
    for team in ("marketing", "service"):
        make_entry("data_source", title="Customer records of the shop", owner_team=team)
    compare_everything()
    assert [pair.left.kind for pair in find_pairs(leader)[0]] == ["data_source"]


def test_what_was_told_apart_is_left_out(leader, it_lead, twins):
    decide_overlap(*twins[::-1], by=it_lead, outcome="not_the_same")
    assert find_pairs(leader) == ([], 0)
