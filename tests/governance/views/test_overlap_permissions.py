"""What the council decided on two entries that look alike, teams do not decide anew."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.models import OverlapDecision
from governance.services.overlaps import decide_overlap, withdraw_overlap_decision
from governance.services.seats import give_seat
from registry import clock
from registry.models import AuditEvent
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
SAME = {"vendor": "Tallis", "product": "Voice Insights"}


def refused() -> list[str]:
    found = AuditEvent.objects.filter(action__endswith="_refused").order_by("pk")
    return list(found.values_list("action", flat=True))


@pytest.fixture
def pair(marketing):
    return make_entry("tool", title="Voice", **SAME), make_entry("tool", title="Insights", **SAME)


def test_a_team_neither_replaces_nor_withdraws_what_the_council_decided(campaign_manager, it_lead, pair):
    decision = decide_overlap(*pair, by=it_lead, outcome="join", reason="One contract only.")
    with pytest.raises(PermissionDenied, match="decided for the council"):
        decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")
    with pytest.raises(PermissionDenied, match="decided for the council"):
        withdraw_overlap_decision(decision, by=campaign_manager)
    assert OverlapDecision.objects.standing().get() == decision
    assert refused() == ["overlap.decision_refused", "overlap.withdrawal_refused"]


def test_a_refusal_in_a_form_is_kept_though_nothing_of_the_form_is(browse, campaign_manager, it_lead, pair):
    decision = decide_overlap(*pair, by=it_lead, outcome="join")
    form = {"title": pair[0].title, "owner_team": "marketing", "seen": pair[0].manifest_digest, **SAME}
    form |= {f"overlap:outcome:{pair[1].key}": "extend", f"overlap:seen:{pair[1].key}": decision.subject}
    answer = browse(campaign_manager).post(url_of(pair[0], "edit_entry"), form)
    assert "decided for the council" in answer.text
    assert refused() == ["overlap.decision_refused"]


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


def test_another_title_for_a_moment_does_not_free_a_team_of_the_word_of_the_council(
    campaign_manager, it_lead, pair
):
    decide_overlap(*pair, by=it_lead, outcome="join")
    change_entry(pair[0], title="Voice of the customer")
    with pytest.raises(PermissionDenied):
        decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")


def test_what_somebody_with_a_seat_decided_for_their_own_team_their_team_may_change(
    campaign_manager, colleague, pair
):
    give_seat(colleague, "marketing", by=None)
    decide_overlap(*pair, by=colleague, outcome="join")
    assert decide_overlap(*pair, by=campaign_manager, outcome="extend").decided_by == campaign_manager


def test_who_may_not_is_told_on_the_page_of_the_two(browse, campaign_manager, it_lead, pair):
    decide_overlap(*pair, by=it_lead, outcome="join")
    address = reverse("overlap", args=["tool", pair[0].key, pair[1].key])
    page = browse(campaign_manager).get(address).text
    assert "decided for the council" in page and "Withdraw the decision" not in page
    other = make_person("Sia Security", seat="security")
    assert "Withdraw the decision" in browse(other).get(address).text
