"""Near duplicates on pages while entries still wait to be made comparable."""

import pytest
from django.urls import reverse

from registry.models import OverlapSignature
from tests.governance.views.conftest import url_of
from tests.governance.views.test_overlaps import SAME, page_of
from tests.personas import make_entry


@pytest.mark.django_db
def test_the_panel_and_the_page_of_an_entry_say_where_more_may_be_found_later(
    browse, campaign_manager, marketing, monkeypatch
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
    monkeypatch.setattr("registry.services.signing._MOST_WAITED_FOR", 0)
    OverlapSignature.objects.filter(entry=twins[1]).update(signed_by="an older release")
    assert told() == [True, True]
