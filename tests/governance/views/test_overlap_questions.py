"""What teams ask about what they can't see, on pages: asked, answered in words, and asked in vain."""

import pytest
from django.urls import reverse

from governance.models import OverlapQuestion
from governance.services.overlaps import ask_council, decide_overlap
from registry.models import Entry
from registry.services.comparing import compare_waiting
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db
SAME = {"vendor": "Tallis", "product": "Voice Insights"}
ASKED = "/portfolio/overlaps/?state=asked"


@pytest.fixture
def mine(marketing, service_team):
    make_entry("tool", title="Hushbox Zanzibar", owner_team=service_team, **SAME)
    return make_entry("tool", title="Voice Insights", **SAME)


@pytest.fixture
def hidden(mine):
    return Entry.objects.get(title="Hushbox Zanzibar")


@pytest.fixture
def client(browse, campaign_manager):
    return browse(campaign_manager)


def page_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_once_it_is_decided_the_page_says_what_and_offers_no_question(client, it_lead, mine, hidden):
    assert "Ask the council</button>" in page_of(client.get(url_of(mine)))
    decide_overlap(mine, hidden, by=it_lead, outcome="justify", reason="Hushbox hears Finnish.")
    form = {"title": mine.title, "owner_team": "marketing", "key": mine.key, **SAME}
    panel = page_of(client.post(reverse("check_unsaved", args=["tool"]), form))
    for page in (page_of(client.get(url_of(mine))), panel):
        assert "It was decided: both are kept." in page
        assert "Ask the council" not in page and "Hushbox" not in page


def test_where_there_is_nothing_to_ask_about_nobody_is_asked(client, mine):
    alone = make_entry("tool", title="Stock planner", vendor="Other", product="Stock")
    page = page_of(client.post(url_of(alone, "ask_council"), follow=True))
    assert "nobody was asked" in page and not OverlapQuestion.objects.exists()
    form = {"title": "Letter box", "owner_team": "marketing", "overlap:ask": "1"}
    page = page_of(client.post(reverse("register_kind", args=["tool"]), form))
    assert "nobody was asked" in page and 'value="Letter box"' in page
    assert not Entry.objects.filter(title="Letter box").exists()


def test_the_council_closes_a_question_that_no_pair_answers(browse, client, campaign_manager, it_lead, mine):
    asked = ask_council(mine, by=campaign_manager)
    change_entry(mine, title="Stock planner", vendor="Other", product="Stock")
    compare_waiting()
    council = browse(it_lead)
    page = page_of(council.get(ASKED))
    close = reverse("close_overlap_question", args=[asked.pk])
    assert "Stock planner" in page and close in page and "No overlap matches" not in page
    assert "Say why" in page_of(council.post(close, {"reason": " "}, follow=True))
    page = page_of(council.post(close, {"reason": "Yours does something else now."}, follow=True))
    assert "Closed." in page and "No overlap matches" in page
    assert "Yours does something else now." in page_of(client.get(url_of(mine)))


def test_a_team_sees_its_question_on_the_list_and_cant_close_it(
    client, campaign_manager, browse, it_lead, mine
):
    asked = ask_council(mine, by=campaign_manager)
    close = reverse("close_overlap_question", args=[asked.pk])
    page = page_of(client.get(ASKED))
    assert "What teams ask about" in page and close not in page
    assert client.post(close, {"reason": "So."}).status_code == 403
    for narrower in ("kind=use_case", "team=service"):
        assert "What teams ask about" not in page_of(browse(it_lead).get(f"{ASKED}&{narrower}"))


def test_questions_of_others_are_out_of_sight_like_their_entries(
    browse, service_agent, campaign_manager, mine
):
    asked = ask_council(mine, by=campaign_manager)
    client = browse(service_agent)
    assert "What teams ask about" not in page_of(client.get(ASKED))
    assert (
        client.post(reverse("close_overlap_question", args=[asked.pk]), {"reason": "So."}).status_code == 404
    )
