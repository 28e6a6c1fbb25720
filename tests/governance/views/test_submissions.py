"""Submitting, withdrawing and deciding on the pages."""

import pytest
from django.urls import reverse

from governance.models import Submission
from governance.services.portfolio import check_portfolio
from registry.models import AuditEvent
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_person, make_submission

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."


def page_of(client, submission) -> str:
    return client.get(reverse("submission", args=[submission.pk])).content.decode()


def decide(client, submission, verdict="approved", reason="All is in place.", seen=None):
    said = {"verdict": verdict, "reason": reason, "seen_digest": seen or submission.review_digest}
    return client.post(reverse("decide", args=[submission.pk]), said)


def withdraw(client, submission):
    return client.post(reverse("withdraw", args=[submission.pk]), follow=True)


def test_submitting_shows_first_what_will_be_frozen(browse, campaign_manager):
    make_entry("tool", key="mailer", title="The mailer")
    entry = make_entry(description="AI", tools=["mailer"])
    check_portfolio()
    page = browse(campaign_manager).get(url_of(entry, "submit_entry")).content.decode()
    for words in (entry.manifest_digest, "The mailer", "What stands in the way", "Privacy seat"):
        assert words.lower() in page.lower()
    assert not Submission.objects.exists()


def test_an_entry_is_submitted_withdrawn_and_submitted_again(
    browse, campaign_manager, django_capture_on_commit_callbacks
):
    client, entry = browse(campaign_manager), make_entry(description=GOOD)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url_of(entry, "submit_entry"), {"note": "Please."})
    first = Submission.objects.get()
    assert response.url == reverse("submission", args=[first.pk])
    assert (first.status, first.note) == ("in_review", "Please.")
    withdraw(client, first)
    client.post(url_of(entry, "submit_entry"))
    assert [one.status for one in Submission.objects.order_by("pk")] == ["withdrawn", "submitted"]


def test_what_is_before_the_council_is_not_submitted_twice(browse, campaign_manager):
    submission = make_submission(by=campaign_manager)
    response = browse(campaign_manager).post(url_of(submission.entry, "submit_entry"))
    assert response.url == reverse("submission", args=[submission.pk])
    assert Submission.objects.count() == 1


def test_nothing_is_withdrawn_before_it_is_confirmed(browse, campaign_manager):
    submission, client = make_submission(by=campaign_manager), browse(campaign_manager)
    asked = client.get(reverse("withdraw", args=[submission.pk]))
    assert "Withdraw this submission?" in asked.text
    assert Submission.objects.get().status == "in_review"
    assert "You can submit it again" in withdraw(client, submission).text
    assert Submission.objects.get().status == "withdrawn"


def test_what_is_not_before_the_council_is_not_withdrawn(browse, campaign_manager):
    submission, client = make_submission(by=campaign_manager), browse(campaign_manager)
    withdraw(client, submission)
    events = AuditEvent.objects.count()
    again = client.get(reverse("withdraw", args=[submission.pk]), follow=True)
    assert "no longer before the council" in again.text
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("service_agent", 404), ("leader", 403)])
def test_only_the_team_submits_and_withdraws(browse, request, person, status):
    submission, entry = make_submission(), make_entry()
    client = browse(request.getfixturevalue(person))
    assert client.post(url_of(entry, "submit_entry")).status_code == status
    assert client.get(reverse("withdraw", args=[submission.pk])).status_code == status
    assert withdraw(client, submission).status_code == status
    assert Submission.objects.get().status == "in_review"


def test_changes_asked_for_open_the_next_round(browse, campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager)
    decide(browse(privacy_officer), submission, "changes_requested", "Say who is called.")
    client = browse(campaign_manager)
    page = page_of(client, submission)
    assert "Say who is called." in page
    assert (
        f'<a class="button button--main" href="{url_of(submission.entry, "submit_entry")}">Resubmit</a>'
        in page
    )
    change_entry(submission.entry, by=campaign_manager, description=f"{GOOD} And says who.")
    client.post(url_of(submission.entry, "submit_entry"), {"note": "Done."})
    submission.refresh_from_db()
    assert (submission.round, submission.note) == (2, "Done.")
    page = page_of(client, submission)
    assert "Round 1, revision 1" in page
    assert "Resubmit" not in page


def test_only_the_team_is_offered_to_resubmit(browse, campaign_manager, privacy_officer):
    submission = make_submission(by=campaign_manager)
    decide(browse(privacy_officer), submission, "changes_requested", "Say who is called.")
    page = page_of(browse(privacy_officer), submission)
    assert "Resubmit" not in page and "Withdraw" not in page


def test_the_holder_of_the_seat_decides_with_a_reason(browse, privacy_officer):
    submission = make_submission()
    client = browse(privacy_officer)
    assert "Your vote" in page_of(client, submission)
    assert decide(client, submission).url == reverse("submission", args=[submission.pk])
    submission.refresh_from_db()
    assert (submission.status, submission.decided_by) == ("approved", privacy_officer)
    page = page_of(client, submission)
    for words in ("All is in place.", "Approved", "Pia Privacy", "Submitted"):
        assert words in page


def test_what_is_decided_on_must_be_what_was_seen(browse, privacy_officer):
    submission = make_submission()
    page = decide(browse(privacy_officer), submission, seen="0" * 64).content.decode()
    assert "This is not what you reviewed" in page
    assert "All is in place." in page
    submission.refresh_from_db()
    assert submission.status == "in_review"


@pytest.mark.parametrize(
    ("missing", "words"), [("reason", "auditors will read it"), ("verdict", "Choose what you say")]
)
def test_a_decision_needs_a_verdict_and_a_reason(browse, privacy_officer, missing, words):
    submission = make_submission()
    page = decide(browse(privacy_officer), submission, **{missing: ""}).content.decode()
    assert words in page
    assert "<title>Error: " in page
    submission.refresh_from_db()
    assert submission.status == "in_review"


def test_what_a_finding_blocks_can_not_be_approved_and_the_page_says_so(browse, privacy_officer):
    submission = make_submission(make_entry(description="AI"))
    client = browse(privacy_officer)
    page = page_of(client, submission)
    assert "can't be approved" in page.replace("&#x27;", "'")
    assert 'value="approved"' not in page
    decide(client, submission, "approved")
    submission.refresh_from_db()
    assert submission.status == "in_review"


def test_who_can_not_decide_is_told_why_and_who_can(browse, campaign_manager, privacy_officer, it_lead):
    submission = make_submission()
    for person in (campaign_manager, it_lead):
        page = page_of(browse(person), submission)
        assert "Pia Privacy" in page
        assert "Your vote" not in page
        decide(browse(person), submission)
    submission.refresh_from_db()
    assert submission.status == "in_review"


def test_nobody_decides_on_what_their_own_team_submitted(browse, marketing):
    own = make_person("Petra Partial", team=marketing, seat="privacy")
    submission = make_submission()
    page = page_of(browse(own), submission)
    assert "Your vote" not in page
    assert "Has a part in this: Petra Partial" in page
    decide(browse(own), submission)
    submission.refresh_from_db()
    assert submission.status == "in_review"


def test_a_submission_of_another_team_is_not_found(browse, service_agent):
    submission = make_submission()
    client = browse(service_agent)
    for name in ("submission", "decide", "withdraw"):
        answer = client.get if name == "submission" else client.post
        assert answer(reverse(name, args=[submission.pk])).status_code == 404


def test_the_page_shows_what_was_frozen_and_not_what_came_after(browse, campaign_manager):
    submission = make_submission(make_entry(description=GOOD, customer_goal="Stay"))
    change_entry(submission.entry, customer_goal="Leave", description="Something else entirely, really.")
    page = page_of(browse(campaign_manager), submission)
    assert "The entry was changed after this was frozen" in page
    assert "Stay" in page
    assert "Leave" not in page


def test_what_was_frozen_along_is_shown_to_who_may_see_it(browse, campaign_manager, leader):
    make_entry("data_source", key="secret", title="Secret list", owner_team="service", provenance="From Troy")
    submission = make_submission(make_entry(description=GOOD, data_links=[{"data_source": "secret"}]))
    change_entry(make_entry("data_source", key="secret", owner_team="service"), provenance="From Rome")
    assert "From Troy" in page_of(browse(leader), submission)
    for words in ("From Troy", "Secret list"):
        assert words not in page_of(browse(campaign_manager), submission)


def test_the_list_shows_what_is_in_which_state_to_whom(browse, privacy_officer, service_agent):
    waiting = make_submission(make_entry(title="Waits", description=GOOD))
    make_submission(make_entry("tool", title="For IT", description=GOOD))
    client = browse(privacy_officer)

    def listed(**chosen) -> list[str]:
        return [one.entry.title for one in client.get(reverse("submissions"), chosen).context["page"]]

    assert set(listed()) == set(listed(status="open")) == {"Waits", "For IT"}
    decide(client, waiting)
    assert listed(status="approved") == ["Waits"]
    assert not browse(service_agent).get(reverse("submissions")).context["page"].object_list


def test_what_waits_for_somebody_is_in_the_inbox_alone(browse, privacy_officer, campaign_manager):
    make_submission(by=campaign_manager)
    page = browse(privacy_officer).get(reverse("submissions")).text
    assert "waiting=me" not in page
    old = {"waiting": "me"}
    assert browse(privacy_officer).get(reverse("submissions"), old).url == reverse("inbox")
    assert browse(campaign_manager).get(reverse("submissions"), old).status_code == 200
