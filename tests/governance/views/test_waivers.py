"""Asking for a waiver and deciding on it at a browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Waiver
from governance.services.portfolio import check_portfolio
from governance.services.seats import end_seat, give_seat
from registry import clock
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_person, make_waiver

pytestmark = pytest.mark.django_db
WORDS = {"reason": "In spring.", "compensating_control": "A person.", "proof": "Minutes."}


@pytest.fixture
def entry(marketing):
    made = make_entry(description="AI")
    check_portfolio()
    return made


def ask_url(entry, rule="TST-001"):
    return reverse("ask_for_waiver", args=[entry.kind, entry.key, rule])


def page_of(waiver, name="waiver"):
    return reverse(name, args=[waiver.pk])


def test_the_team_is_offered_a_waiver_beside_the_finding_and_others_are_not(
    entry, browse, campaign_manager, viewer
):
    assert ask_url(entry) in browse(campaign_manager).get(url_of(entry)).content.decode()
    assert ask_url(entry) not in browse(viewer).get(url_of(entry)).content.decode()


def test_a_request_leads_to_its_page_and_the_entry_says_that_it_waits(entry, browse, campaign_manager):
    browser = browse(campaign_manager)
    until = clock.today() + timedelta(days=30)
    answer = browser.post(ask_url(entry), WORDS | {"expires_on": until.isoformat()}, follow=True)
    waiver = Waiver.objects.get()
    assert answer.redirect_chain[-1][0] == page_of(waiver)
    assert "A waiver is asked for" in browser.get(url_of(entry)).content.decode()
    assert browser.get(ask_url(entry), follow=True).redirect_chain[-1][0] == page_of(waiver)


def test_the_page_does_not_say_that_nothing_is_found_where_nobody_looked(entry, browse, campaign_manager):
    waiver = make_waiver(entry)
    change_entry(entry, description="Other AI")
    assert "Not known: the entry is not checked" in browse(campaign_manager).get(page_of(waiver)).text
    change_entry(entry, description="Calls customers who are about to leave.")
    check_portfolio()
    assert "Nothing any more." in browse(campaign_manager).get(page_of(waiver)).text


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(entry, browse, campaign_manager):
    late = clock.today() + timedelta(days=400)
    said = {"reason": "In spring.", "proof": "", "compensating_control": "A person."}
    browser = browse(campaign_manager)
    page = browser.post(ask_url(entry), said | {"expires_on": late.isoformat()}).content.decode()
    assert "Say what shows that it works." in page and "In spring." in page
    page = browser.post(ask_url(entry), WORDS | {"expires_on": late.isoformat()}).content.decode()
    assert 'id="id_expires_on_error"' in page and "180 days at most" in page
    assert not Waiver.objects.exists()


def test_a_rule_that_found_nothing_has_no_form(entry, browse, campaign_manager):
    assert browse(campaign_manager).get(ask_url(entry, "TST-009")).status_code == 404


def test_only_the_team_gets_the_form(entry, browse, viewer, service_agent):
    assert browse(viewer).get(ask_url(entry)).status_code == 403
    assert browse(service_agent).get(ask_url(entry)).status_code == 404


def test_what_waits_for_me_is_on_my_first_page_and_in_the_list(entry, browse, privacy_officer):
    waiver = make_waiver(entry)
    browser = browse(privacy_officer)
    assert "waits for you to approve a waiver" in browser.get(reverse("home")).content.decode()
    page = browser.get(reverse("waivers"), {"waiting": "me"}).content.decode()
    assert page_of(waiver) in page
    assert page_of(waiver) not in browser.get(reverse("waivers"), {"state": "granted"}).content.decode()


def test_who_cannot_see_the_entry_sees_no_waiver_of_it(entry, browse, service_agent):
    waiver = make_waiver(entry)
    browser = browse(service_agent)
    assert browser.get(page_of(waiver)).status_code == 404
    assert browser.post(page_of(waiver, "decide_waiver")).status_code == 404
    assert page_of(waiver) not in browser.get(reverse("waivers")).content.decode()


def test_an_approval_is_recorded_and_the_entry_shows_until_when(entry, browse, privacy_officer):
    waiver = make_waiver(entry)
    browser = browse(privacy_officer)
    said = {"decision": "approve", "reason": "For a month."}
    page = browser.post(page_of(waiver, "decide_waiver"), said, follow=True).content.decode()
    assert "Your decision is recorded." in page and "In force" in page
    check_portfolio()
    page = browser.get(url_of(entry)).content.decode()
    assert "Waived until" in page and "Blocks approval" not in page


def test_a_decision_without_a_reason_is_asked_for_again(entry, browse, privacy_officer):
    waiver = make_waiver(entry)
    page = browse(privacy_officer).post(page_of(waiver, "decide_waiver"), {"decision": "approve"})
    assert "Say why: auditors will read it." in page.content.decode()
    waiver.refresh_from_db()
    assert waiver.status == "asked"


def test_what_stands_against_a_decision_is_said_on_the_page(entry, browse, campaign_manager):
    waiver = make_waiver(entry)
    said = {"decision": "approve", "reason": "Mine."}
    page = browse(campaign_manager).post(page_of(waiver, "decide_waiver"), said).content.decode()
    assert "Only holders of these seats" in page
    assert Waiver.objects.get().status == "asked"


def test_the_team_gives_up_what_was_granted(entry, browse, campaign_manager, privacy_officer):
    waiver = make_waiver(entry, approver=privacy_officer)
    page = browse(campaign_manager).post(page_of(waiver, "withdraw_waiver"), follow=True).content.decode()
    assert "Withdrawn. You can ask for it again" in page
    page = browse(campaign_manager).post(page_of(waiver, "withdraw_waiver"), follow=True).content.decode()
    assert "It has ended already." in page


def test_a_waiver_that_does_not_count_says_why(entry, browse, campaign_manager, privacy_officer):
    from tests.personas import change_entry

    waiver = make_waiver(entry, approver=privacy_officer)
    change_entry(entry, description="ML")
    check_portfolio()
    page = browse(campaign_manager).get(page_of(waiver)).content.decode()
    assert "does not count at the moment" in page


def test_the_list_costs_as_many_queries_however_long_it_is(
    entry, browse, privacy_officer, django_assert_max_num_queries
):
    make_waiver(entry)
    browser = browse(privacy_officer)
    with django_assert_max_num_queries(16):
        browser.get(reverse("waivers"))
    for _ in range(3):
        make_waiver(make_entry(description="AI"))
    with django_assert_max_num_queries(16):
        browser.get(reverse("waivers"))


def test_an_alternate_is_named_as_who_can_decide_only_while_no_holder_can(
    entry, browse, viewer, privacy_officer
):
    give_seat(make_person("Alva Alternate"), "privacy", by=None, is_alternate=True)
    page = page_of(make_waiver(entry))
    assert "Alva Alternate" not in browse(viewer).get(page).text
    assert privacy_officer.name in browse(viewer).get(page).text
    end_seat(privacy_officer.seats.get(), by=None, last_day=clock.today())
    with clock.at(clock.now() + timedelta(days=1)):
        assert "Alva Alternate" in browse(viewer).get(page).text
        assert privacy_officer.name not in browse(viewer).get(page).text
