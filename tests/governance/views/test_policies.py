"""The pages on which rules are read, changed by one person and put in force by another."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.models import Activation, PackVersion
from governance.services.activations import Draft, propose_rules, withdraw_rules
from governance.services.rule_sets import packs_in_force
from policies import Settings
from tests.personas import COUNCIL_PACK, make_entry, make_person

pytestmark = pytest.mark.django_db
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
    assert entry.title in sent.text
    assert "<strong>1</strong> of 1 entries" in sent.text
    assert "somebody else has to decide" in sent.text
    change = Activation.objects.get()
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
    page = browse(service_agent).get(reverse("rules_change", args=[change.pk]))
    assert entry.title not in page.text
    assert "None of 0 entries" in page.text


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
