"""Rules that this release can't read any more stop checks, never the pages, and can be replaced."""

import pytest
from django.urls import reverse

from governance.api.errors import problem_of
from governance.models import Activation, CheckStatus, PackVersion, RuleSet, Trigger
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.checks import complete_checks, queue_checks
from governance.services.rule_sets import UnreadableRules, default_packs, packs_in_force
from governance.templatetags.pages import entry_url
from policies import Settings
from registry import clock
from tests.personas import COUNCIL_PACK, check_organisation, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def checked():
    entry = make_entry(description="AI")
    complete_checks([run.pk for run in queue_checks([entry], trigger=Trigger.CHANGE)])
    return entry


@pytest.fixture
def unreadable(checked, privacy_officer, it_lead):
    """In force is a pack about a field that there was once."""
    text = COUNCIL_PACK.read_text().replace("description:", "once_a_field:")
    said = {"pack": "council-tests", "version": "0.9.0", "title": "Old"}
    pack = PackVersion.objects.create(digest="5" * 64, text=text, **said)
    rules = RuleSet.objects.create(digest="6" * 64, packs=[pack.digest], settings=Settings().to_json())
    Activation.objects.create(
        rule_set=rules,
        based_on=default_packs().digest,
        reason="As we did then.",
        proposed_by=privacy_officer,
        status="activated",
        number=1,
        decided_by=it_lead,
        decided_at=clock.now(),
        decided_why="Agreed.",
    )


def test_checks_wait_and_no_other_rules_take_their_place(unreadable, checked):
    (run,) = queue_checks([checked], trigger=Trigger.CHANGE)
    assert complete_checks([run.pk]) == 0
    run.refresh_from_db()
    assert run.status == CheckStatus.QUEUED
    assert check_organisation() is None
    with pytest.raises(UnreadableRules, match=r"nothing is checked.*once_a_field") as refused:
        packs_in_force()
    assert problem_of(refused.value).status_code == 503


def test_pages_open_and_say_what_is_wrong(unreadable, checked, browse, campaign_manager, privacy_officer):
    browser = browse(campaign_manager)
    assert browser.get(reverse("home")).status_code == 200
    page = browser.get(entry_url(checked))
    assert page.status_code == 200
    assert "nothing is checked" in browser.get(reverse("policies")).text
    rules = browser.get(reverse("rules"))
    assert (rules.status_code, "nothing is checked" in rules.text) == (503, True)
    assert browse(privacy_officer).get(reverse("propose_rules")).status_code == 200


def test_others_can_be_put_in_force(unreadable, privacy_officer, it_lead):
    draft = Draft(packs=[pack.digest for pack in default_packs().packs])
    change = propose_rules(draft, by=privacy_officer, reason="They can be read.")
    activate_rules(change, by=it_lead, reason="Agreed.")
    assert packs_in_force().digest == default_packs().digest
