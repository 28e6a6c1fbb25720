"""The pages on which rules are read, changed by one person and put in force by another."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.models import Activation, PackVersion
from governance.services.activations import Draft, propose_rules, withdraw_rules
from governance.services.impact import complete_impacts
from governance.services.rule_sets import packs_in_force
from policies import Settings
from tests.personas import COUNCIL_PACK, make_entry, make_person

pytestmark = pytest.mark.django_db
STRICTER = Path(COUNCIL_PACK).read_text().replace("id: TST-001", "id: TST-002").replace("1.0.0", "1.1.0")
REASON = {"reason": "The teams need until spring."}


def proposal():
    return {f"version-{pack.id}": pack.digest for pack in packs_in_force().packs} | REASON


def test_everybody_reads_the_rules_in_force(browse, campaign_manager):
    page = browse(campaign_manager).get(reverse("policies"))
    assert "council-tests" in page.text
    assert packs_in_force().digest in page.text
    assert "Propose a change" not in page.text


def test_a_change_is_proposed_looked_at_and_put_in_force(browse, privacy_officer, it_lead):
    entry = make_entry()
    browser = browse(privacy_officer)
    sent = browser.post(reverse("propose_rules"), proposal() | {"mode-TST-001": "observe"}, follow=True)
    assert "As the rule says → <strong>Only observe</strong>" in sent.text
    assert "somebody else has to decide" in sent.text
    assert 'hx-trigger="every 2s"' in sent.text, "it is still to be counted"
    change = Activation.objects.get()
    complete_impacts()
    page = browser.get(reverse("rules_change", args=[change.pk])).text
    assert entry.title in page
    assert "<strong>1</strong> of 1 entry something changes" in page
    assert "hx-trigger" not in page
    url = reverse("decide_rules", args=[change.pk])
    done = browse(it_lead).post(url, {"act": "activate", "reason": "Agreed."}, follow=True)
    assert "In force" in done.text
    page = browse(privacy_officer).get(reverse("policies")).text
    assert "Only observed" in page
    assert REASON["reason"] in page


def test_the_page_shows_what_a_pack_says_for_all_its_rules(browse, privacy_officer):
    text = COUNCIL_PACK.read_text()
    narrowed = text.replace("version: 1.0.0", "version: 1.1.0").replace(
        "rules:", "jurisdictions: [UK]\nrules:", 1
    )
    change = propose_rules(Draft(text=narrowed), by=privacy_officer, reason="Only there.")
    page = browse(privacy_officer).get(reverse("rules_change", args=[change.pk])).text
    assert "council-tests: jurisdictions" in page
    assert "none → <strong>UK</strong>" in page
    assert "different: jurisdictions" in page
    assert "+jurisdictions: [UK]" in page


def test_everybody_who_wrote_a_pack_of_a_change_is_named(browse, privacy_officer, it_lead):
    text = Path(COUNCIL_PACK).read_text().replace("version: 1.0.0", "version: 1.1.0")
    colleague = make_person("Leo Lawyer", seat="legal")
    second = text.replace("id: council-tests", "id: more-tests").replace("TST-", "MOR-")
    for author, written in ((it_lead, text), (colleague, second)):
        withdraw_rules(propose_rules(Draft(text=written), by=author, reason="New."), by=author)
    kept = PackVersion.objects.filter(author__isnull=False).values_list("digest", flat=True)
    change = propose_rules(Draft(packs=list(kept)), by=privacy_officer, reason="Both.")
    page = browse(it_lead).get(reverse("rules_change", args=[change.pk])).text
    assert f"packs written by {it_lead}, {colleague}" in page or f"{colleague}, {it_lead}" in page
    assert "You wrote a pack in this" in page


def test_a_preview_names_no_entry_that_the_reader_can_not_see(browse, privacy_officer, service_agent):
    entry = make_entry()
    draft = Draft(settings=Settings(modes={"TST-001": "observe"}))
    change = propose_rules(draft, by=privacy_officer, reason="A trial.")
    complete_impacts()
    page = browse(service_agent).get(reverse("rules_change", args=[change.pk]))
    assert entry.title not in page.text
    assert entry.owner_team.name not in page.text
    assert "Nothing changes for any of 0 entries" in page.text


def test_numbers_lead_to_the_entries_that_they_count(browse, privacy_officer):
    ours, theirs = make_entry(description=""), make_entry(owner_team="elsewhere")
    change = propose_rules(Draft(text=STRICTER), by=privacy_officer, reason="A trial.")
    complete_impacts()
    browser, address = browse(privacy_officer), reverse("rules_change", args=[change.pk])
    page = browser.get(address).text
    assert ours.title in page and theirs.title in page
    assert "?team=elsewhere&amp;turn=opens#entries" in page
    part = browser.get(f"{address}?team=elsewhere&turn=opens").text
    assert theirs.title in part and ours.title not in part


def test_it_is_counted_again_by_a_button_for_who_may(browse, privacy_officer, campaign_manager):
    change = propose_rules(Draft(text=STRICTER), by=privacy_officer, reason="A trial.")
    complete_impacts()
    address, button = reverse("rules_change", args=[change.pk]), reverse("count_impact", args=[change.pk])
    assert button in browse(privacy_officer).get(address).text
    assert button not in browse(campaign_manager).get(address).text
    assert browse(campaign_manager).post(button).status_code == 403
    assert "about to be asked" in browse(privacy_officer).post(button, follow=True).text
    withdraw_rules(change, by=privacy_officer)
    assert "decided on already" in browse(privacy_officer).post(button, follow=True).text


def test_a_pack_with_mistakes_is_refused_with_its_lines_and_nothing_is_lost(browse, privacy_officer):
    text = COUNCIL_PACK.read_text().replace("severity:", "severty:").replace("gates:", "gtaes:")
    upload = SimpleUploadedFile("ours.yaml", text.encode())
    page = browse(privacy_officer).post(reverse("propose_rules"), proposal() | {"file": upload})
    assert "ours.yaml:7" in page.text
    assert "Did you mean severity?" in page.text
    assert REASON["reason"] in page.text
    assert not Activation.objects.exists()


@pytest.mark.parametrize("who", ["campaign_manager", "auditor", "leader"])
def test_others_can_not_open_the_form(browse, who, request):
    person = request.getfixturevalue(who)
    assert browse(person).get(reverse("propose_rules")).status_code == 403
    assert browse(person).post(reverse("propose_rules"), REASON).status_code == 403


def test_what_stands_against_a_decision_is_said_and_the_reason_is_kept(browse, privacy_officer, auditor):
    draft = Draft(settings=Settings(modes={"TST-001": "warn"}))
    change = propose_rules(draft, by=privacy_officer, reason="A trial.")
    url = reverse("decide_rules", args=[change.pk])
    page = browse(auditor).post(url, {"act": "activate", "reason": "I would."})
    assert "Only who holds one of these seats" in page.text
    change.refresh_from_db()
    assert change.status == "proposed"


class TestWithTheShippedPacks:
    @pytest.fixture(autouse=True)
    def shipped(self, settings):
        settings.MUSTER_PACKS = []

    def test_bounds_stand_at_the_field_and_what_is_outside_is_refused_there(self, browse, privacy_officer):
        browser = browse(privacy_officer)
        assert "Takes a number from 0 to 720. The pack says 24." in browser.get(reverse("propose_rules")).text
        said = proposal() | {"param-consent-max_withdrawal_hours": "999"}
        page = browser.post(reverse("propose_rules"), said)
        assert page.context["form"].errors.keys() == {"param-consent-max_withdrawal_hours"}
        assert "It takes a number from 0 to 720." in page.text

    @pytest.mark.parametrize("number", ["nan", "1e999", "9" * 20])
    def test_what_is_no_number_that_can_be_kept_is_refused_at_its_field(
        self, browse, privacy_officer, number
    ):
        said = proposal() | {"param-consent-max_withdrawal_hours": number}
        page = browse(privacy_officer).post(reverse("propose_rules"), said)
        assert page.context["form"].errors.keys() == {"param-consent-max_withdrawal_hours"}

    def test_a_parameter_is_set_and_shown_beside_what_the_pack_says(self, browse, privacy_officer):
        said = proposal() | {"param-consent-max_withdrawal_hours": "48"}
        page = browse(privacy_officer).post(reverse("propose_rules"), said, follow=True)
        assert "consent.max_withdrawal_hours" in page.text
        assert "24 → <strong>48</strong>" in page.text
