"""What the council decided on two entries that look alike, teams do not decide anew."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.models import OverlapDecision
from governance.services.overlaps import decide_overlap, withdraw_overlap_decision
from registry import clock
from tests.personas import change_entry, make_entry, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


@pytest.fixture
def pair(marketing):
    return make_entry("tool", title="Voice", **SAME), make_entry("tool", title="Insights", **SAME)


def test_a_team_neither_replaces_nor_withdraws_what_the_council_decided(campaign_manager, it_lead, pair):
    decision = decide_overlap(*pair, by=it_lead, outcome="join", reason="One contract only.")
    with pytest.raises(PermissionDenied, match="decided on this for the council"):
        decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")
    with pytest.raises(PermissionDenied, match="decided on this for the council"):
        withdraw_overlap_decision(decision, by=campaign_manager)
    assert OverlapDecision.objects.standing().get() == decision


def test_another_seat_decides_anew_whoever_decided(campaign_manager, it_lead, privacy_officer, pair):
    decide_overlap(*pair, by=campaign_manager, outcome="join")
    decide_overlap(*pair, by=it_lead, outcome="extend")
    withdraw_overlap_decision(OverlapDecision.objects.standing().get(), by=privacy_officer)
    assert not OverlapDecision.objects.standing().exists()


def test_the_word_of_who_held_a_seat_then_outlasts_the_term(campaign_manager, it_lead, pair):
    decide_overlap(*pair, by=it_lead, outcome="join")
    it_lead.seats.update(until=clock.today())
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(PermissionDenied):
        decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")


def test_what_counts_no_more_since_an_entry_changed_is_open_to_its_team(campaign_manager, it_lead, pair):
    decide_overlap(*pair, by=it_lead, outcome="join")
    change_entry(pair[0], title="Voice of the customer")
    assert decide_overlap(*pair, by=campaign_manager, outcome="extend").decided_by == campaign_manager


def test_who_may_not_is_told_on_the_page_of_the_two(browse, campaign_manager, it_lead, pair):
    decide_overlap(*pair, by=it_lead, outcome="join")
    address = reverse("overlap", args=["tool", pair[0].key, pair[1].key])
    page = browse(campaign_manager).get(address).text
    assert "decided on this for the council" in page and "Withdraw the decision" not in page
    other = make_person("Sia Security", seat="security")
    assert "Withdraw the decision" in browse(other).get(address).text
