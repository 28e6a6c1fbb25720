"""Acts on what was decided: suspended, revoked, appealed against, approved urgently, each on its own page."""

import csv
import io

import pytest
from django.urls import reverse

from governance.models import Submission
from governance.services.approvals import revoke_approval
from governance.services.submissions import appeal, start_review
from governance.services.voting import cast_vote
from registry.models import AuditEvent
from tests.deciding import urgently
from tests.governance.views.conftest import url_of
from tests.personas import make_entry, make_person, make_submission

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."


def decided(by, verdict="approved", member=None):
    submission = make_submission(make_entry(title="Churn rescue", description=GOOD), by=member)
    seen = submission.review_digest
    return cast_vote(submission, verdict, by=by, reason="So it is.", seen_digest=seen)


def post(client, name, submission, **said):
    return client.post(reverse(name, args=[submission.pk]), said)


def page(client, submission, name="submission") -> str:
    return client.get(reverse(name, args=[submission.pk])).content.decode()


def act(client, submission, act, reason="A leak is looked into."):
    return post(client, "approval", submission, act=act, reason=reason)


def test_an_approval_is_suspended_put_in_force_again_and_revoked(browse, privacy_officer):
    submission, client = decided(privacy_officer), browse(privacy_officer)
    assert reverse("approval", args=[submission.pk]) in page(client, submission)
    for name, status, words in (
        ("suspend", "suspended", "A leak is looked into."),
        ("reinstate", "approved", "Approved"),
        ("revoke", "revoked", "A leak is looked into."),
    ):
        assert act(client, submission, name).status_code == 302
        submission.refresh_from_db()
        assert submission.status == status
        assert words in page(client, submission)
    answer = client.get(reverse("approval", args=[submission.pk]), follow=True)
    assert "No approval stands here." in answer.content.decode()


def test_who_may_not_suspend_is_told_who_can_and_the_attempt_is_on_record(browse, it_lead, privacy_officer):
    submission, client = decided(privacy_officer), browse(it_lead)
    assert reverse("approval", args=[submission.pk]) not in page(client, submission)
    answer = act(client, submission, "suspend")
    assert answer.status_code == 403
    for words in ("Privacy, Security, Legal", "Pia Privacy"):
        assert words in answer.content.decode()
    submission.refresh_from_db()
    assert submission.status == "approved"
    assert AuditEvent.objects.filter(action="submission.suspension_refused").exists()


@pytest.mark.parametrize(("act_", "reason"), [("suspend", ""), ("", "Why not."), ("reinstate", "Why not.")])
def test_nothing_ends_without_a_choice_that_fits_and_a_reason(browse, privacy_officer, act_, reason):
    submission = decided(privacy_officer)
    assert "There is a problem" in act(browse(privacy_officer), submission, act_, reason).content.decode()
    submission.refresh_from_db()
    assert submission.status == "approved"


def test_a_team_appeals_and_reads_first_who_hears_it_and_until_when(
    browse, campaign_manager, privacy_officer, later
):
    submission, client = decided(privacy_officer, "rejected", campaign_manager), browse(campaign_manager)
    assert reverse("appeal", args=[submission.pk]) in page(client, submission)
    asked = page(client, submission, "appeal")
    assert "Legal" in asked and "You can appeal until" in asked
    assert "There is a problem" in post(client, "appeal", submission, grounds=" ").content.decode()
    post(client, "appeal", submission, grounds="You read page 2 only.")
    submission = start_review(submission.pk)
    assert (submission.is_appeal, submission.round) == (True, 2)
    assert "You read page 2 only." in page(client, submission)


def test_who_hears_an_appeal_reads_what_was_rejected_why_and_by_which_seats(
    browse, campaign_manager, privacy_officer
):
    submission = decided(privacy_officer, "rejected", campaign_manager)
    submission = start_review(appeal(submission, by=campaign_manager, grounds="You read page 2 only.").pk)
    shown = appealed(page(browse(privacy_officer), submission))
    for words in ("Rejected", "Privacy seat", "Pia Privacy", "So it is.", "round 1"):
        assert words in shown
    assert "Why the team appeals" in page(browse(privacy_officer), submission)


def test_an_appeal_against_a_revocation_tells_who_revoked_it_and_why(
    browse, campaign_manager, privacy_officer
):
    submission = decided(privacy_officer, member=campaign_manager)
    revoke_approval(submission, by=privacy_officer, reason="A leak is looked into.")
    submission.refresh_from_db()
    submission = start_review(appeal(submission, by=campaign_manager, grounds="There was no leak.").pk)
    shown = appealed(page(browse(privacy_officer), submission))
    for words in ("Approval revoked", "A leak is looked into.", "By Pia Privacy, Privacy seat", "So it is."):
        assert words in shown


def appealed(text: str) -> str:
    text = text[text.index('id="appealed"') :]
    return text[: text.index("</section>")]


def test_an_appeal_is_neither_offered_nor_taken_when_it_is_too_late(
    browse, campaign_manager, privacy_officer, later
):
    submission, client = decided(privacy_officer, "rejected", campaign_manager), browse(campaign_manager)
    later(31)
    assert reverse("appeal", args=[submission.pk]) not in page(client, submission)
    answer = client.post(reverse("appeal", args=[submission.pk]), {"grounds": "Now."}, follow=True)
    assert "An appeal was possible until" in answer.content.decode()


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("service_agent", 404), ("leader", 403)])
def test_only_the_team_appeals(browse, request, privacy_officer, person, status):
    submission = decided(privacy_officer, "rejected")
    client = browse(request.getfixturevalue(person))
    assert post(client, "appeal", submission, grounds="Let us in.").status_code == status
    assert Submission.objects.get().status == "rejected"


def test_two_people_approve_urgently_and_it_stands_out_wherever_it_is_told(
    browse, campaign_manager, privacy_officer, it_lead, auditor, django_capture_on_commit_callbacks
):
    submission = make_submission(make_entry(description=GOOD), by=campaign_manager)
    asked = page(browse(privacy_officer), submission, "urgent")
    assert "Two people have to say so" in asked and submission.review_digest in asked
    said = {"reason": "The line is down.", "seen_digest": submission.review_digest}
    post(browse(privacy_officer), "urgent", submission, **said)
    assert "It takes a second person" in page(browse(campaign_manager), submission)
    assert "waits for a second person" in page(browse(privacy_officer), submission, "urgent")
    with django_capture_on_commit_callbacks(execute=True):
        post(browse(it_lead), "urgent", submission, **said)

    review = Submission.objects.get(reviews_urgent=submission)
    shown = page(browse(campaign_manager), submission)
    assert "Approved urgently" in shown and reverse("submission", args=[review.pk]) in shown
    assert reverse("submission", args=[submission.pk]) in page(browse(campaign_manager), review)
    client = browse(auditor)
    for address in (
        reverse("submissions"),
        reverse("report"),
        reverse("entries"),
        f"{reverse('entries')}?urgent=true",
        reverse("portfolio"),
        reverse("admin:governance_submission_changelist"),
    ):
        assert "Urgent: without all seats" in client.get(address).content.decode(), address
    assert "Approved urgently" in client.get(url_of(submission.entry)).content.decode()
    file = b"".join(client.post(reverse("report_csv")).streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(file))
    assert (row["is_urgent"], row["decided_by_seat"]) == ("yes", "Privacy, IT")


def test_the_review_of_what_was_approved_urgently_is_neither_offered_to_be_taken_back_nor_taken_back(
    browse, campaign_manager, privacy_officer, it_lead
):
    submission = make_submission(make_entry(description=GOOD), by=campaign_manager)
    client = browse(campaign_manager)
    assert reverse("withdraw", args=[submission.pk]) in page(client, submission)
    assert reverse("withdraw", args=[submission.pk]) in client.get(url_of(submission.entry)).text
    for person in (privacy_officer, it_lead):
        urgently(submission, person)
    review = start_review(Submission.objects.get(reviews_urgent=submission).pk)
    address = reverse("withdraw", args=[review.pk])
    assert address not in page(client, review)
    assert address not in client.get(url_of(submission.entry)).text
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert answer.redirect_chain[0][0] == reverse("submission", args=[review.pk])
        assert "review of an urgent approval can&#x27;t be taken back" in answer.text
    assert Submission.objects.get(pk=review.pk).status == "in_review"

    seen = review.review_digest
    cast_vote(review, "changes_requested", by=privacy_officer, reason="Say who.", seen_digest=seen)
    assert "which is suspended. This is the review afterwards" in page(client, review)
    assert "asks for changes." in page(client, submission)


def test_who_may_not_call_it_urgent_is_told_who_can(browse, campaign_manager, privacy_officer):
    submission, client = make_submission(by=campaign_manager), browse(campaign_manager)
    assert reverse("urgent", args=[submission.pk]) not in page(client, submission)
    answer = post(client, "urgent", submission, reason="Now.", seen_digest=submission.review_digest)
    assert answer.status_code == 403
    assert "Pia Privacy" in answer.content.decode()
    assert AuditEvent.objects.filter(action="submission.urgent_approval_refused").exists()


def test_what_was_not_shown_is_not_approved_urgently_and_what_was_typed_stays(browse, privacy_officer):
    submission = make_submission()
    answer = post(browse(privacy_officer), "urgent", submission, reason="The line is down.", seen_digest="0")
    assert answer.status_code == 409
    for words in ("it changed since", "The line is down.", submission.review_digest):
        assert words in answer.content.decode()
    assert not submission.urgent_voices.exists()


def test_nobody_acts_on_what_they_can_not_see(browse, service_agent, privacy_officer):
    submission = decided(privacy_officer)
    for name in ("approval", "appeal", "urgent"):
        assert browse(service_agent).get(reverse(name, args=[submission.pk])).status_code == 404


def test_what_was_decided_urgently_is_told_apart_in_the_admin(client, privacy_officer, auditor):
    make_person("Ivo It", seat="it")
    decided(privacy_officer)
    client.force_login(auditor)
    listed = client.get(reverse("admin:governance_submission_changelist"), {"is_urgent__exact": 1})
    assert "0 submissions" in listed.content.decode()
