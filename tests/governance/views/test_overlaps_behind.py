"""Near duplicates on pages while entries still wait to be made comparable."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from registry import clock
from registry.models import Alias, OverlapPass, OverlapSignature
from registry.models.overlaps import STALE_AFTER
from tests.governance.views.conftest import url_of
from tests.governance.views.test_overlaps import SAME, page_of
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


def test_the_panel_and_the_page_of_an_entry_say_where_more_may_be_found_later(
    browse, campaign_manager, marketing
):
    client = browse(campaign_manager)
    twins = [make_entry("tool", title=title, **SAME) for title in ("Voice Insights", "Voice two")]

    def told() -> list[bool]:
        answers = (
            client.post(
                reverse("check_unsaved", args=["tool"]),
                SAME | {"title": "Voice Insights again", "owner_team": "marketing"},
            ),
            client.get(url_of(twins[0])),
        )
        return ["Not everything has been compared since it changed." in page_of(one) for one in answers]

    assert told() == [False, False]
    OverlapSignature.objects.filter(entry=twins[1]).update(signed_by="an older release")
    assert told() == [True, True]


def test_who_reads_signs_nothing_since_whoever_compares_does_and_says_that_it_is_behind(
    browse, campaign_manager, marketing
):
    twins = [make_entry("tool", title=title, **SAME) for title in ("Voice Insights", "Voice two")]
    before = list(OverlapSignature.objects.order_by("pk").values())
    Alias.objects.create(of="product", vendor="Tallis", name="Voice Insights", also="Kestrel")
    page = page_of(browse(campaign_manager).get(url_of(twins[0])))
    assert "Not everything has been compared since it changed." in page
    assert list(OverlapSignature.objects.order_by("pk").values()) == before


def test_who_sees_everything_is_told_how_far_comparing_is_and_others_that_it_goes_on(
    browse, campaign_manager, leader
):
    OverlapPass.objects.create(claim=uuid4(), total=4000, entries=1000)
    make_entry("tool")
    reader, client = browse(leader), browse(campaign_manager)
    assert "Comparing: 1,000 of 4,000" in reader.get(reverse("overlaps")).text
    part = reader.get(reverse("overlaps"), headers={"HX-Request": "true"})
    assert "Comparing: 1,000 of 4,000" in part.text and "<html" not in part.text
    page = client.get(reverse("overlaps")).text
    assert "4,000" not in page and "More pairs may be found" in page
    with clock.at(clock.now() + STALE_AFTER + timedelta(seconds=1)):
        assert "Comparing" not in reader.get(reverse("overlaps")).text
    OverlapPass.objects.update(is_running=False)
    assert "has ended" in reader.get(reverse("overlaps"), headers={"HX-Request": "true"}).text
