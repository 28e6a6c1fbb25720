"""Ending an approval, putting it in force again and approving urgently, each on a page that asks why."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from governance.models import Submission, Verdict
from governance.services.voting import cast_vote
from registry.models import AuditEvent
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def page(name: str, submission) -> str:
    return reverse(f"admin:governance_submission_{name}", args=[submission.pk])


def approved(by) -> Submission:
    found = make_submission()
    return cast_vote(found, Verdict.APPROVE, by=by, reason="Sound.", seen_digest=found.review_digest)


def act(client, name, submission, **said):
    return client.post(page(name, submission), {"reason": "The vendor was bought."} | said)


def test_an_approval_is_suspended_put_in_force_again_and_revoked(client, privacy_officer):
    submission = approved(privacy_officer)
    client.force_login(privacy_officer)

    for name, status, offered in (
        ("suspend", "suspended", ["revoke", "reinstate"]),
        ("reinstate", "approved", ["suspend", "revoke"]),
        ("revoke", "revoked", []),
    ):
        assert act(client, name, submission).url == page("change", submission)
        assert Submission.objects.get().status == status
        shown = client.get(page("change", submission)).content.decode()
        for one in ("suspend", "revoke", "reinstate", "approve_urgently"):
            assert (page(one, submission) in shown) == (one in offered)
    assert "The vendor was bought." in shown


def test_two_people_approve_urgently_what_they_saw(client, privacy_officer, it_lead):
    submission = make_submission()
    client.force_login(privacy_officer)
    seen = submission.review_digest
    assert seen in client.get(page("approve_urgently", submission)).content.decode()
    assert "changed since" in act(client, "approve_urgently", submission, seen_digest="x").content.decode()

    for person, status in ((privacy_officer, "in_review"), (it_lead, "approved")):
        client.force_login(person)
        assert act(client, "approve_urgently", submission, seen_digest=seen).status_code == 302
        submission.refresh_from_db()
        assert (submission.status, submission.is_urgent) == (status, status == "approved")
    shown = client.get(page("change", submission)).content.decode()
    assert "Two people approved it urgently" in shown
    assert "it can&#x27;t wait" in shown or "it can't wait" in shown


@pytest.mark.parametrize("name", ["suspend", "revoke", "reinstate", "approve_urgently"])
def test_what_a_service_refuses_is_said_and_nothing_happens(client, privacy_officer, auditor, name):
    submission = make_submission(make_entry(description="AI"))
    before = Submission.objects.values().get()
    client.force_login(privacy_officer)
    for said in ({"reason": " "}, {"seen_digest": submission.review_digest}):
        answer = act(client, name, submission, **said)
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
    client.force_login(auditor)
    assert "Only holders of these seats" in act(client, name, submission, seen_digest="x").content.decode()
    assert Submission.objects.values().get() == before
    assert AuditEvent.objects.filter(action__endswith="_refused").count() >= 1


def test_the_page_shows_how_the_seats_stand_and_keeps_what_was_said_before(
    client, privacy_officer, shipped_charter
):
    submission = make_submission()
    for verdict, reason in ((Verdict.ABSTAIN, "No view."), (Verdict.APPROVE, "I read it once more.")):
        cast_vote(
            submission, verdict, by=privacy_officer, reason=reason, seen_digest=submission.review_digest
        )
    client.force_login(make_person("Sven Security", seat="security"))

    shown = client.get(page("change", submission)).content.decode()
    for words in ("1 of 2 required seats heard", "No view.", "(changed later)", "I read it once more."):
        assert escape(words) in shown


@pytest.mark.parametrize(
    "query",
    [{"tier": "not_ai_system"}, {"queue": "low_risk"}, {"queue": "overdue"}, {"is_urgent__exact": "1"}],
)
def test_the_queue_is_narrowed_by_tier_risk_deadline_and_urgency(client, privacy_officer, it_lead, query):
    from tests.governance.reports.test_inbox import FAST_TRACK, submitted

    submitted(title="Churn rescue")
    other = submitted(12, title="Opening hours", **FAST_TRACK)
    if "is_urgent__exact" in query:
        Submission.objects.filter(pk=other.pk).update(is_urgent=True)
    if query.get("queue") == "low_risk":
        Submission.objects.filter(pk=other.pk).update(terms={**other.terms, "fast_track": True})
    client.force_login(privacy_officer)

    listed = client.get(reverse("admin:governance_submission_changelist"), query).content.decode()
    assert "Opening hours" in listed
    assert "2 days overdue" in listed
    assert "Churn rescue" not in listed
