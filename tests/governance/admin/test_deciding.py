"""Deciding from the page: one verdict and one reason, each submission on its merits."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.html import escape

from governance.models import Condition, Submission, Verdict, Vote
from registry.models import AuditEvent, Role
from registry.services.people import grant_role
from tests.governance.views.test_conditions import condition
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
LIST = reverse("admin:governance_submission_changelist")


def address_of(*submissions) -> str:
    query = "&".join(f"pk={submission.pk}" for submission in submissions)
    return f"{reverse('admin:governance_submission_decide')}?{query}"


def post(client, *submissions, verdict=Verdict.APPROVE, reason="All is in place.", **seen):
    digests = {f"seen-{found.pk}": found.review_digest for found in submissions} | seen
    return client.post(address_of(*submissions), {"verdict": verdict, "reason": reason} | digests)


def statuses() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("status", flat=True))


def test_the_page_shows_the_findings_and_what_was_reviewed(client, privacy_officer):
    submission = make_submission(make_entry(description="AI"))
    client.force_login(privacy_officer)

    shown = client.get(address_of(submission)).content.decode()
    assert "TST-001" in shown
    assert "can't be approved: 1 finding blocks it" in shown
    assert f'name="seen-{submission.pk}" value="{submission.review_digest}"' in shown


def test_a_decision_is_recorded_with_its_reason(client, privacy_officer):
    submission = make_submission()
    client.force_login(privacy_officer)

    response = post(client, submission)
    assert (response.status_code, response.url) == (302, LIST)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        f"{submission.entry}: your vote is recorded. It is approved."
    ]
    vote = Vote.objects.get()
    assert (vote.reason, vote.voter, vote.review_digest) == (
        "All is in place.",
        privacy_officer,
        submission.review_digest,
    )


def test_the_page_of_one_approves_with_conditions_as_the_review_page_does(client, privacy_officer):
    submission = make_submission()
    client.force_login(privacy_officer)
    shown = client.get(address_of(submission)).content.decode()
    assert "An assessment is approved" in shown and 'name="condition-0-due_on"' in shown

    response = post(client, submission, verdict=Verdict.APPROVE_WITH_CONDITIONS, **condition(0))
    assert response.status_code == 302
    assert statuses() == ["approved_with_conditions"]
    assert Condition.objects.get().expression == {"privacy_officer_reviewed": True}
    again = post(client, submission, verdict=Verdict.APPROVE_WITH_CONDITIONS, **condition(0))
    assert (again.status_code, Vote.objects.count()) == (302, 1), "a second click says the same"


@pytest.mark.parametrize(
    ("verdict", "said", "words"),
    [
        (Verdict.APPROVE_WITH_CONDITIONS, {}, "Say on what condition"),
        (Verdict.APPROVE, condition(0), "conditions"),
        (Verdict.APPROVE_WITH_CONDITIONS, condition(0, due_on=""), "Choose the last day."),
        (Verdict.APPROVE_WITH_CONDITIONS, condition(1, due_on="2020-01-01"), "errorlist"),
    ],
)
def test_what_is_wrong_with_conditions_is_said_and_nothing_is_decided(
    client, privacy_officer, verdict, said, words
):
    submission = make_submission()
    client.force_login(privacy_officer)
    response = post(client, submission, verdict=verdict, **said)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode() and words in response.content.decode()
    assert statuses() == ["in_review"]
    assert not Condition.objects.exists()


def test_several_at_once_and_what_is_blocked_get_no_conditions(client, privacy_officer):
    first, second, blocked = (
        make_submission(),
        make_submission(),
        make_submission(make_entry(description="AI")),
    )
    client.force_login(privacy_officer)
    for address in (address_of(first, second), address_of(blocked)):
        shown = client.get(address).content.decode()
        assert "condition-0" not in shown and Verdict.APPROVE_WITH_CONDITIONS not in shown
    post(client, first, second, verdict=Verdict.APPROVE_WITH_CONDITIONS, **condition(0))
    assert statuses() == ["in_review"] * 3


@pytest.mark.parametrize(
    ("verdict", "reason"), [(Verdict.APPROVE, "  "), ("", "Because."), ("withdrawn", "Because.")]
)
def test_without_verdict_or_reason_nothing_happens(client, privacy_officer, verdict, reason):
    submission = make_submission()
    client.force_login(privacy_officer)

    response = post(client, submission, verdict=verdict, reason=reason)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert statuses() == ["in_review"]


def test_several_are_decided_each_on_its_merits(client, privacy_officer):
    fine, blocked = make_submission(), make_submission(make_entry(description="AI"))
    foreign = make_submission(make_entry("tool", description="Sends the newsletters out."))
    client.force_login(privacy_officer)

    response = post(client, fine, blocked, foreign)
    shown = response.content.decode()
    assert statuses() == ["approved", "in_review", "in_review"]
    assert f"{fine.entry}: your vote is recorded. It is approved." in shown
    assert escape("This can't be approved while TST-001 stands in the way.") in shown
    assert escape("Only the holder of the council's IT seat can decide on this.") in shown
    assert f'name="seen-{blocked.pk}"' in shown
    assert f'name="seen-{foreign.pk}"' not in shown
    assert "All is in place." in shown


def test_what_was_not_on_the_page_is_not_decided(client, privacy_officer):
    first, second = make_submission(), make_submission()
    client.force_login(privacy_officer)

    digests = {f"seen-{first.pk}": first.review_digest}
    client.post(address_of(first, second), {"verdict": Verdict.APPROVE, "reason": "Fine."} | digests)
    assert statuses() == ["approved", "in_review"]


@pytest.mark.parametrize("who", ["administrator", "auditor", "it_lead"])
def test_who_may_look_but_not_decide_gets_no_form_and_no_decision(client, who, request):
    submission = make_submission()
    client.force_login(request.getfixturevalue(who))

    assert 'name="reason"' not in client.get(address_of(submission)).content.decode()
    assert post(client, submission).status_code == 200
    assert statuses() == ["in_review"]
    assert AuditEvent.objects.filter(action="submission.decision_refused").count() == 1


def test_the_own_teams_submission_is_not_decided_from_the_page(client, privacy_officer, marketing):
    submission = make_submission()
    grant_role(privacy_officer, marketing, Role.VIEWER, by=None)
    client.force_login(privacy_officer)

    assert "You belong to Marketing" in post(client, submission).content.decode()
    assert statuses() == ["in_review"]


def test_a_second_click_says_the_same_and_a_late_one_says_it_is_decided(client, privacy_officer):
    submission = make_submission()
    client.force_login(privacy_officer)

    assert post(client, submission).status_code == 302
    assert post(client, submission).status_code == 302
    assert Vote.objects.count() == 1
    client.force_login(make_person("Petra Privacy", seat="privacy"))
    assert (
        escape("It is approved: there is nothing to vote on.")
        in post(client, submission, verdict=Verdict.REJECT).content.decode()
    )
    assert Vote.objects.count() == 1


def test_the_action_leads_to_the_page(client, privacy_officer):
    chosen = [make_submission(), make_submission()]
    client.force_login(privacy_officer)

    data = {"action": "decide", "_selected_action": [submission.pk for submission in chosen]}
    response = client.post(LIST, data)
    assert response.status_code == 302
    assert {f"pk={submission.pk}" for submission in chosen} == set(response.url.partition("?")[2].split("&"))


def test_who_holds_no_seat_has_no_action(client, auditor):
    make_submission()
    client.force_login(auditor)

    assert 'value="decide"' not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "query", ["", "?pk=", "?pk=99999", "?pk=-1&pk=x&pk=%00", "?pk=99999999999999999999999999"]
)
def test_addresses_that_name_nothing_are_answered(client, privacy_officer, query):
    client.force_login(privacy_officer)
    response = client.get(reverse("admin:governance_submission_decide") + query)

    assert response.status_code == 200
    assert "None of these" in response.content.decode()
