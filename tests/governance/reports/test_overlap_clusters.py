"""Groups of what looks alike, read while a comparison writes."""

import pytest
from django.urls import reverse

from governance.reports import overlap_clusters
from governance.reports.overlap_clusters import MOST_SHOWN, clusters_of, show_clusters
from governance.reports.overlap_pairs import Chosen, counting_decisions, pairs_of
from governance.services.overlaps import decide_overlap
from registry.models import OverlapPair
from registry.services.comparing import compare_everything
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def test_a_pair_that_is_alike_no_more_while_the_list_is_made_is_left_out(leader):
    for _ in range(3):
        make_entry("tool", vendor="Tallis", product="Voice Insights")
    compare_everything()
    groups = clusters_of(pairs_of(leader, Chosen(), {}))
    OverlapPair.objects.filter(pk=groups[0][0].pk).delete()
    (cluster,) = show_clusters(groups)
    assert len(cluster.pairs) == 2
    OverlapPair.objects.all().delete()
    assert not show_clusters(groups)


def test_a_page_lists_so_many_pairs_of_a_group_and_says_how_many_more_there_are(client, leader):
    for _ in range(11):
        make_entry("tool", vendor="Tallis", product="Voice Insights")
    compare_everything()
    client.force_login(leader)
    page = client.get(reverse("overlaps")).content.decode()
    assert page.count("Compare and decide") == MOST_SHOWN
    assert "5 more pairs of this group" in page


def test_only_so_many_pairs_are_put_in_groups_the_most_alike_first_and_the_csv_has_all(
    client, leader, monkeypatch
):
    for number in range(4):
        make_entry("tool", vendor="Tallis", product="Voice Insights", description="Listens " * number)
    compare_everything()
    best = OverlapPair.objects.order_by("-score", "left", "right").values_list("pk", flat=True)
    assert [one.pk for one in pairs_of(leader, Chosen(), {}, most=2)] == list(best[:2])

    monkeypatch.setattr("governance.views.overlaps.MOST_GROUPED", 2)
    monkeypatch.setattr(overlap_clusters, "_AT_ONCE", 2)
    client.force_login(leader)
    page = client.get(reverse("overlaps")).content.decode()
    assert page.count("Compare and decide") == 2
    assert "These are the 2 most alike pairs." in page
    lines = b"".join(client.get(reverse("overlaps_csv")).streaming_content).decode().splitlines()
    assert len(lines) == 1 + 6


def test_bars_tell_how_much_looks_alike_by_kind_and_lead_to_just_that(client, leader, privacy_officer):
    first, second, _ = (make_entry("tool", vendor="Tallis", product="Voice Insights") for _ in range(3))
    compare_everything()
    decide_overlap(first, second, by=privacy_officer, outcome="not_the_same")
    client.force_login(leader)
    answer = client.get(reverse("overlaps"))
    (bar,) = answer.context["bars"]
    assert (bar.kind, bar.total, sum(part.count for part in bar.parts)) == ("tool", 2, 2)
    assert "How much looks alike" in answer.text and f'aria-label="Tools: {bar.summary}"' in answer.text
    for part in bar.parts:
        listed = client.get(part.url).context
        assert (listed["pair_count"], listed["bars"]) == (part.count, [])


def test_of_what_was_told_apart_none_is_lost_behind_pairs_that_are_more_alike(leader, it_lead):
    """Pairs between entries of which others were told apart are looked through as well."""
    same = [make_entry("tool", vendor="Tallis", product="Voice Insights") for _ in range(6)]
    less = make_entry("tool", vendor="Tallis", product="Voice Insigth")
    compare_everything()
    for one in same[1:]:
        decide_overlap(same[0], one, by=it_lead, outcome="join")
    decide_overlap(same[1], less, by=it_lead, outcome="not_the_same")
    decided = counting_decisions(leader)
    (pair,) = pairs_of(leader, Chosen(state="told_apart"), decided, most=1)
    assert {pair.left, pair.right} == {same[1].pk, less.pk}
