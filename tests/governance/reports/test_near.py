"""What looks like an entry: nothing that only others may read is told of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.reports.near import near_entry, near_manifest
from governance.services.overlaps import decide_overlap
from policies.overlap.matching import CANDIDATES
from registry.overlaps.lookup import LIMIT
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


def test_a_name_learned_from_entries_out_of_sight_is_not_quoted(campaign_manager, privacy_officer):
    today = make_entry("tool", vendor="Nordlicht", product="Projekt Zeus", owner_team="service")
    former = make_entry("tool", vendor="Quux", product="Foobar", owner_team="service")
    decide_overlap(former, today, by=privacy_officer, outcome="join", same_product=True)
    ours, _ = (make_entry("tool", title=title, vendor="Quux", product="Foobar") for title in ("Ours", "Also"))
    (near,) = near_entry(campaign_manager, ours).near
    assert "same product" in near.reasons
    assert "Zeus" not in str(near.reasons)


def test_what_is_made_up_over_a_hidden_entry_tells_nothing_of_what_was_decided_on_it(
    campaign_manager, privacy_officer
):
    hidden = make_entry("tool", owner_team="service", **SAME)
    make_entry("tool", **SAME)
    asked = {"kind": "tool", "key": hidden.key, "title": hidden.title, **SAME}
    before = near_manifest(campaign_manager, asked)
    decide_overlap(hidden, before.near[0].entry, by=privacy_officer, outcome="join")
    assert near_manifest(campaign_manager, asked) == before
    assert near_manifest(privacy_officer, asked).near[0].counts


@pytest.mark.parametrize("number", [LIMIT, CANDIDATES + 5])
def test_however_many_are_out_of_sight_they_take_the_place_of_none_in_sight(
    campaign_manager, service_team, privacy_officer, number
):
    mine = make_entry("tool", key="mine", **SAME)
    for index in range(number):
        make_entry("tool", key=f"hidden-{index:02}", owner_team=service_team, **SAME)
    last = make_entry("tool", key="zzz", **SAME)
    found = near_entry(campaign_manager, mine)
    assert [near.entry for near in found.near] == [last]
    assert found.out_of_sight and found.out_of_sight.departments == ("Customer experience",)
    asked = {"kind": "tool", "key": "new", "title": "New", **SAME}
    assert [near.entry for near in near_manifest(campaign_manager, asked).near] == [mine, last]
    everything = near_entry(privacy_officer, mine)
    assert len(everything.near) == LIMIT and everything.out_of_sight is None


def test_the_best_ten_in_sight_are_told_beside_others_out_of_sight(campaign_manager, service_team):
    mine = make_entry("tool", **SAME)
    for _ in range(LIMIT + 1):
        make_entry("tool", **SAME)
    make_entry("tool", key="a-hidden-one", owner_team=service_team, **SAME)
    found = near_entry(campaign_manager, mine)
    assert len(found.near) == LIMIT and found.out_of_sight


def test_nobody_is_looked_for_twice_where_nothing_is_out_of_sight(
    campaign_manager, privacy_officer, service_team, django_assert_num_queries
):
    mine, _ = make_entry("tool", **SAME), make_entry("tool", **SAME)
    near_entry(campaign_manager, mine)
    with CaptureQueriesContext(connection) as alone:
        near_entry(campaign_manager, mine)
    make_entry("tool", owner_team=service_team, **SAME)
    near_entry(privacy_officer, mine)
    with django_assert_num_queries(len(alone)):
        near_entry(privacy_officer, mine)
    with CaptureQueriesContext(connection) as beside:
        near_entry(campaign_manager, mine)
    assert len(beside) <= len(alone) + 4


def test_who_is_locked_out_sees_nobody_and_is_told_of_departments_alone(campaign_manager):
    mine, _ = make_entry("tool", **SAME), make_entry("tool", **SAME)
    campaign_manager.is_active = False
    found = near_entry(campaign_manager, mine)
    assert not found.near and found.out_of_sight


@pytest.mark.parametrize(
    ("outcome", "from_here", "from_there"),
    [
        ("join", "this one gives way to it", "it gives way to this one"),
        ("extend", "this one becomes a part of it", "it becomes a part of this one"),
        ("justify", "both are kept", "both are kept"),
    ],
)
def test_what_was_decided_with_an_entry_out_of_sight_is_told_without_a_word_of_it(
    campaign_manager, privacy_officer, outcome, from_here, from_there
):
    hidden, mine = make_entry("tool", owner_team="service", **SAME), make_entry("tool", **SAME)
    for pair, said in (((mine, hidden), from_here), ((hidden, mine), from_there)):
        decide_overlap(*pair, by=privacy_officer, outcome=outcome, reason="Hushbox is better.")
        found = near_entry(campaign_manager, mine).out_of_sight
        assert found and (found.decided, found.is_open) == ((said,), False)
        assert found.sentence == f"Another team has something like this. It was decided: {said}."
    another = make_entry("tool", owner_team="service", **SAME)
    found = near_entry(campaign_manager, mine).out_of_sight
    assert found and found.is_open and found.sentence.endswith("Nobody has decided on the rest.")
    assert near_entry(privacy_officer, another).out_of_sight is None
