"""Groups of what looks alike, read while a comparison writes."""

import pytest
from django.urls import reverse

from governance.reports.overlap_clusters import MOST_SHOWN, Chosen, clusters_of, show_clusters
from registry.models import OverlapPair
from registry.services.comparing import compare_everything
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def test_a_pair_that_is_alike_no_more_while_the_list_is_made_is_left_out(leader):
    for _ in range(3):
        make_entry("tool", vendor="Tallis", product="Voice Insights")
    compare_everything()
    groups = clusters_of(leader, Chosen())
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
