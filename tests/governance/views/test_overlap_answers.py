"""Answers on what looks alike, given while others decide on the same pair."""

import re

import pytest
from django.urls import reverse

from governance.models import OverlapDecision
from governance.services.overlaps import decide_overlap, withdraw_overlap_decision
from registry.models import Entry
from tests.governance.views.conftest import url_of
from tests.governance.views.test_overlaps import FORM, SAME, page_of
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(marketing):
    return make_entry("tool", title="Voice Insights", **SAME), make_entry("tool", title="Voice two", **SAME)


@pytest.fixture
def client(browse, campaign_manager):
    return browse(campaign_manager)


def seen_in(page: str) -> str:
    return re.search(r'name="overlap:seen:[^"]*" value="([^"]*)"', page)[1]


@pytest.mark.parametrize("outcome", ["join", "not_the_same"])
def test_an_answer_never_takes_the_place_of_what_was_decided_meanwhile(client, colleague, twins, outcome):
    """Told apart, the other one isn't listed any more; the answer on it is kept all the same."""
    form = {"title": "Voice changed", "owner_team": "marketing", "seen": twins[0].manifest_digest, **SAME}
    form |= {"key": twins[0].key}
    panel = page_of(client.post(reverse("check_unsaved", args=["tool"]), form))
    form |= {f"overlap:seen:{twins[1].key}": seen_in(panel)}
    form |= {f"overlap:outcome:{twins[1].key}": "extend", f"overlap:reason:{twins[1].key}": "Typed words."}
    meanwhile = decide_overlap(*twins, by=colleague, outcome=outcome, reason="One contract only.")
    edit = url_of(twins[0], "edit_entry")
    page = page_of(client.post(edit, form))
    problem = f"{colleague.name} decided “{meanwhile.get_outcome_display().lower()}” on this meanwhile"
    assert page.count(f"{problem}: One contract only.") == 2
    assert "Typed words." in page and "Voice changed" in page
    assert list(OverlapDecision.objects.standing()) == [meanwhile]
    assert Entry.objects.get(pk=twins[0].pk).title == "Voice Insights", "both are saved, or neither"
    form |= {f"overlap:seen:{twins[1].key}": seen_in(page)}
    assert client.post(edit, form).status_code == 302
    assert [one.outcome for one in OverlapDecision.objects.standing()] == ["extend"]


def test_an_answer_on_what_was_taken_back_meanwhile_is_given_once_more(client, campaign_manager, twins):
    stood = decide_overlap(*twins, by=campaign_manager, outcome="join")
    form = {"title": "Voice changed", "owner_team": "marketing", "seen": twins[0].manifest_digest, **SAME}
    form |= {f"overlap:seen:{twins[1].key}": stood.subject, f"overlap:outcome:{twins[1].key}": "extend"}
    withdraw_overlap_decision(stood, by=campaign_manager)
    page = page_of(client.post(url_of(twins[0], "edit_entry"), form))
    assert "was taken back meanwhile" in page and seen_in(page) == ""


def test_the_panel_shows_what_was_decided_beside_an_answer_that_was_given(client, it_lead, twins):
    decide_overlap(*twins, by=it_lead, outcome="join", reason="One contract only.")
    form = FORM | {"title": twins[0].title, "key": twins[0].key, "seen": twins[0].manifest_digest}
    page = page_of(client.post(reverse("check_unsaved", args=["tool"]), form))
    assert "One contract only." in page and "overlap:outcome" not in page
    form |= {f"overlap:outcome:{twins[1].key}": "extend"}
    page = page_of(client.post(reverse("check_unsaved", args=["tool"]), form))
    assert "One contract only." in page and '<option value="extend" selected>' in page
    assert seen_in(page) == "", "it was given before that decision"


def test_what_the_council_decided_meanwhile_is_not_offered_to_be_replaced(client, it_lead, twins):
    form = {"title": twins[0].title, "owner_team": "marketing", "seen": twins[0].manifest_digest, **SAME}
    form |= {f"overlap:outcome:{twins[1].key}": "extend"}
    council = decide_overlap(*twins, by=it_lead, outcome="join", reason="One contract only.")
    page = page_of(client.post(url_of(twins[0], "edit_entry"), form))
    assert "decided for the council" in page and "put your answer in its place" not in page
    form |= {f"overlap:seen:{twins[1].key}": council.subject}
    assert "decided for the council" in page_of(client.post(url_of(twins[0], "edit_entry"), form))
    assert list(OverlapDecision.objects.standing()) == [council]
