"""The council's queue and the page of a submission: everything to read, nothing to change."""

import pytest
from django.urls import reverse

from governance.models import Submission, Verdict
from governance.services.submissions import submit_entry
from governance.services.voting import cast_vote
from tests.personas import make_entry, make_person, make_submission, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
LIST = reverse("admin:governance_submission_changelist")


def page_of(submission) -> str:
    return reverse("admin:governance_submission_change", args=[submission.pk])


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("who", ["privacy_officer", "it_lead", "auditor", "administrator"])
def test_who_works_in_the_admin_finds_every_submission(client, who, request):
    submission = make_submission()
    client.force_login(request.getfixturevalue(who))

    assert submission.entry.title in text(client.get(LIST))
    assert submission.entry.title in text(client.get(page_of(submission)))


@pytest.mark.parametrize("who", ["campaign_manager", "leader", "stranger"])
def test_who_does_not_work_there_is_told_so(client, who, request):
    submission = make_submission()
    client.force_login(request.getfixturevalue(who))
    for address in (reverse("admin:index"), LIST, page_of(submission)):
        assert client.get(address, follow=True).status_code == 403


def test_an_operator_sees_no_submissions(client, operator):
    submission = make_submission()
    client.force_login(operator)

    assert client.get(reverse("admin:index")).status_code == 200
    for address in (
        LIST,
        page_of(submission),
        f"{reverse('admin:governance_submission_decide')}?pk={submission.pk}",
    ):
        assert client.get(address).status_code == 403


def test_who_is_not_signed_in_is_sent_to_the_sign_in_of_everybody(client):
    response = client.get(LIST, follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("sign_in"))


def test_the_queue_shows_what_awaits_my_seat_and_nothing_of_my_own(client, privacy_officer):
    mine, tool = (
        make_submission(),
        make_submission(make_entry("tool", description="Sends the newsletters out.")),
    )
    own = make_submission(
        make_entry(owner_team=make_team("privacy"), description="Finds personal data in mail.")
    )
    own.parties.add(privacy_officer)
    client.force_login(privacy_officer)

    listed = text(client.get(LIST, {"queue": "mine"}))
    assert mine.entry.title in listed
    assert tool.entry.title not in listed
    assert own.entry.title not in listed
    assert "Awaiting your seat" in text(client.get(reverse("admin:index")))


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "tool"},
        {"seat": "it"},
        {"q": "Newsletter"},
        {"queue": "review", "kind": "tool"},
        {"status": "in_review", "q": "letter"},
    ],
)
def test_filters_and_search_narrow_the_list(client, auditor, query):
    make_submission(make_entry(title="Churn rescue", description="Calls customers who are about to leave."))
    make_submission(make_entry("tool", title="Newsletter", description="Sends the newsletters out."))
    client.force_login(auditor)

    listed = text(client.get(LIST, query))
    assert "Newsletter" in listed
    assert "Churn rescue" not in listed


def test_the_page_shows_what_was_frozen_what_was_found_and_what_happened(client, privacy_officer):
    source = make_entry("data_source", title="Till receipts")
    entry = make_entry(description="AI", data_links=[{"data_source": source.key, "lawful_basis": "A6-1-b"}])
    submission = make_submission(entry, by=make_person("Mia Marketing", team="marketing"))
    cast_vote(
        submission,
        Verdict.REJECT,
        by=privacy_officer,
        reason="Too vague.",
        seen_digest=submission.review_digest,
    )
    client.force_login(privacy_officer)

    shown = text(client.get(page_of(submission)))
    for words in ("Till receipts", "TST-001", "Describe it in one paragraph.", "Too vague.", "Pia Privacy"):
        assert words in shown
    assert "Put before the council</strong> by Mia Marketing" in shown
    assert submission.review_digest in shown
    assert "$unknown" not in shown


def test_the_page_says_why_somebody_can_not_decide(client, it_lead, privacy_officer):
    submission = make_submission()
    client.force_login(it_lead)
    assert "Only the holder of the council&#x27;s Privacy seat" in text(client.get(page_of(submission)))

    client.force_login(privacy_officer)
    assert "Decide…" in text(client.get(page_of(submission)))


def test_a_submission_that_waits_for_its_check_has_a_page_too(client, privacy_officer, campaign_manager):
    submission = submit_entry(make_entry(), by=campaign_manager)
    client.force_login(privacy_officer)

    assert "The check has not run yet" in text(client.get(page_of(submission)))


@pytest.mark.parametrize("name", ["add", "delete", "history"])
@pytest.mark.parametrize("who", ["privacy_officer", "administrator"])
def test_there_is_no_way_around_the_services(client, who, name, request):
    submission = make_submission()
    client.force_login(request.getfixturevalue(who))
    before = Submission.objects.values().get()
    args = [] if name == "add" else [submission.pk]
    address = reverse(f"admin:governance_submission_{name}", args=args)

    refused = 404 if name == "history" else 403
    assert client.get(address).status_code == refused
    assert client.post(address, {"post": "yes", "status": "approved"}).status_code == refused
    client.post(page_of(submission), {"status": "approved", "reason": "By hand.", "_save": "Save"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [submission.pk], "post": "yes"})
    assert Submission.objects.values().get() == before


def test_hostile_words_are_shown_and_not_run(client, auditor):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    submission = make_submission(make_entry(title=evil, description=evil * 2))
    client.force_login(auditor)

    for address in (
        LIST,
        page_of(submission),
        reverse("admin:registry_entry_change", args=[submission.entry_id]),
    ):
        shown = text(client.get(address))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_the_list_and_the_pages_cost_the_same_for_many_as_for_few(
    client, privacy_officer, django_assert_max_num_queries
):
    client.force_login(privacy_officer)
    first = make_submission(make_entry(description="AI"))
    for _ in range(12):
        make_submission(make_entry(description="AI"))
    every = "&".join(f"pk={pk}" for pk in Submission.objects.values_list("pk", flat=True))

    for address, most in (
        (LIST, 11),
        (page_of(first), 22),
        (f"{reverse('admin:governance_submission_decide')}?{every}", 15),
        (reverse("admin:governance_submission_approve_urgently", args=[first.pk]), 9),
        (reverse("admin:index"), 12),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
