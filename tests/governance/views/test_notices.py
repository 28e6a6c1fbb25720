"""The bell, the list of notices, and what people choose to be told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Mute, Notice, NoticeKind, NoticeSettings, Submission
from governance.services.activations import Draft, propose_rules
from governance.services.charters import propose_charter
from governance.services.notices import mark_seen
from governance.services.overlaps import ask_council, decide_overlap
from policies import Settings
from registry.services.people import revoke_role
from tests.personas import ONE_SEAT, make_entry, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(campaign_manager, privacy_officer) -> Submission:
    """Waits for the privacy officer, who was told."""
    return make_submission(make_entry(title="Churn rescue"), by=campaign_manager)


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_the_bell_tells_how_many_are_new_until_they_are_seen(browse, privacy_officer, submission):
    council = browse(privacy_officer)
    assert "Notices: 1 new" in page(council, "home")
    listed = page(council, "notices")
    assert "Churn rescue waits for a decision of the Privacy seat" in listed
    assert f'href="/submissions/{submission.pk}/"' in listed
    assert "1 new" not in page(council, "submission", submission.pk)
    assert "1 new" not in page(council, "home")


def test_all_are_marked_as_seen_at_once_by_a_post_alone(browse, privacy_officer, submission):
    council = browse(privacy_officer)
    assert council.get(reverse("notices_seen")).status_code == 405
    assert "New ·" in page(council, "notices")
    council.post(reverse("notices_seen"))
    assert "New ·" not in page(council, "notices")


def test_everybody_reads_their_own_and_where_there_are_none_the_page_says_so(browse, colleague, submission):
    reader = browse(colleague)
    assert "Nothing yet" in page(reader, "notices")
    assert "new" not in page(reader, "home").split("Notices")[1][:10]


def test_notices_of_what_is_out_of_sight_by_now_are_gone(browse, campaign_manager, marketing, submission):
    Notice.objects.update(recipient=campaign_manager)
    member = browse(campaign_manager)
    assert "Notices: 1 new" in page(member, "notices")
    revoke_role(campaign_manager, marketing, by=None)
    gone = page(member, "notices")
    assert "Churn rescue" not in gone and "1 new" not in gone


def test_choices_are_kept_and_shown(browse, privacy_officer):
    council, address = browse(privacy_officer), reverse("notice_settings")
    assert council.get(address).context["form"]["email"].value() == "at_once"
    council.post(address, {"email": "daily", "told": ["review"]})
    kept = NoticeSettings.objects.get(person=privacy_officer)
    assert kept.email == "daily" and set(kept.muted) == set(NoticeKind) - {"review"}
    form = council.get(address).context["form"]
    assert (form["email"].value(), form["told"].value()) == ("daily", ["review"])
    assert "Error: " in council.post(address, {"email": "hourly"}).content.decode()


def test_a_submission_is_muted_and_unmuted_on_its_page(browse, privacy_officer, service_agent, submission):
    council, address = browse(privacy_officer), reverse("mute_submission", args=[submission.pk])
    assert "Tell me nothing of this" in page(council, "submission", submission.pk)
    council.post(address, {"mute": "1"})
    assert Mute.objects.get().subject == submission.subject
    assert "Muted: tell me again" in page(council, "submission", submission.pk)
    council.post(address, {"mute": "0"})
    assert not Mute.objects.exists()
    assert browse(service_agent).post(address, {"mute": "1"}).status_code == 404


def test_the_bell_costs_one_query_and_the_list_the_same_however_long(browse, privacy_officer, submission):
    def queries(name):
        with CaptureQueriesContext(connection) as seen:
            council.get(reverse(name))
        return [one["sql"] for one in seen if "governance_notice" in one["sql"]], len(seen)

    council = browse(privacy_officer)
    assert len(queries("rules")[0]) == 1
    _, few = queries("notices")
    for number in range(5):
        make_submission(make_entry(description="AI", owner_team=f"team-{number}"))
    assert queries("notices")[1] == few
    mark_seen(privacy_officer)
    assert len(queries("rules")[0]) == 1


@pytest.mark.usefixtures("one_rule")
def test_changes_of_rules_and_charter_are_listed_and_seen_on_their_pages(browse, operator, privacy_officer):
    draft = Draft(settings=Settings(modes={"TST-001": "warn"}))
    rules = propose_rules(draft, by=operator, reason="So.")
    text = ONE_SEAT.read_text().replace("days: 10", "days: 12", 1)
    charter = propose_charter(text, by=operator, reason="So.")
    council = browse(privacy_officer)
    listed = page(council, "notices")
    assert "Notices: 2 new" in listed
    assert "A change of the rules is proposed" in listed and "Another charter is proposed" in listed
    page(council, "rules_change", rules.pk)
    assert "Notices: 1 new" in page(council, "home")
    page(council, "charter_change", charter.pk)
    assert "new" not in page(council, "home").split("Notices")[1][:10]


def test_an_answer_of_the_council_is_seen_on_the_page_of_the_entry(browse, campaign_manager, it_lead):
    same = {"vendor": "Tallis", "product": "Letter box"}
    pair = make_entry("tool", title="Letters", **same), make_entry("tool", owner_team="service", **same)
    ask_council(pair[0], by=campaign_manager)
    decide_overlap(*pair, by=it_lead, outcome="join")
    member = browse(campaign_manager)
    assert "The council answered what you asked about Letters" in page(member, "notices")
    page(member, "entry", "tool", pair[0].key)
    assert not Notice.objects.filter(recipient=campaign_manager).unseen().exists()
