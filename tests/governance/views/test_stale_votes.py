"""A vote on what does not stand any more: answered with what is different, and asked for again."""

import pytest
from django.urls import reverse

from governance.services.submissions import resubmit, start_review
from governance.services.voting import cast_vote
from tests.deciding import go_on
from tests.personas import change_entry, make_entry, make_submission

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."


@pytest.fixture
def secret(service_team):
    return make_entry("data_source", key="secret", owner_team=service_team, provenance="From Troy")


@pytest.fixture
def stale(campaign_manager, it_lead, privacy_officer, secret):
    """A submission in its second round, and the digest that its reviewers were shown in the first."""
    entry = make_entry(description=GOOD, customer_goal="Stay", data_links=[{"data_source": secret.key}])
    submission = make_submission(entry, by=campaign_manager)
    seen = submission.review_digest
    cast_vote(submission, "changes_requested", by=privacy_officer, reason="Say who.", seen_digest=seen)
    change_entry(entry, customer_goal="Leave")
    change_entry(secret, provenance="From Rome")
    return start_review(resubmit(submission, by=campaign_manager).pk), seen


def vote(client, submission, seen, verdict="approved"):
    said = {"verdict": verdict, "reason": "All of it is in place.", "seen_digest": seen}
    return client.post(reverse("decide", args=[submission.pk]), said)


def test_a_stale_vote_is_a_conflict_that_shows_each_field_and_keeps_what_was_typed(
    browse, privacy_officer, stale
):
    submission, seen = stale
    answer = vote(browse(privacy_officer), submission, seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    begin = page.index("What is different now")
    told = page[begin : page.index("</section>", begin)]
    for words in ("Stay", "Leave", "From Troy", "From Rome"):
        assert words in told
    assert "All of it is in place.</textarea>" in page
    assert f'value="{submission.review_digest}"' in page
    assert vote(browse(privacy_officer), submission, submission.review_digest).status_code == 302


def test_a_stale_word_on_what_is_urgent_shows_each_field_too(browse, privacy_officer, stale):
    submission, seen = stale
    client, address = browse(privacy_officer), reverse("urgent", args=[submission.pk])
    answer = client.post(address, {"reason": "The line is down.", "seen_digest": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    begin = page.index("What is different now")
    told = page[begin : page.index("</section>", begin)]
    for words in ("Stay", "Leave", "From Troy", "From Rome"):
        assert words in told
    assert "The line is down.</textarea>" in page
    again = {"reason": "The line is down.", "seen_digest": submission.review_digest}
    assert client.post(address, again).status_code == 302


def test_the_page_of_what_is_urgent_shows_what_was_frozen_and_what_changed_since_it_was_read(
    browse, privacy_officer, campaign_manager, secret
):
    entry = make_entry(description=GOOD, customer_goal="Stay", data_links=[{"data_source": secret.key}])
    submission = make_submission(entry, by=campaign_manager)
    client = browse(privacy_officer)
    read = client.get(reverse("submission", args=[submission.pk])).text
    address = f"{reverse('urgent', args=[submission.pk])}?seen_digest={submission.review_digest}"
    assert f'href="{address}"' in read

    page = client.get(address).text
    assert "What is different now" not in page
    assert "Stay" in page and "From Troy" in page and "Findings" in page
    submission = go_on(submission, customer_goal="Leave")
    page = client.get(address).text
    begin = page.index("What is different now")
    told = page[begin : page.index("</section>", begin)]
    assert "Stay" in told and "Leave" in told and "Look at this before you go on" in told
    assert f'name="seen_digest" value="{submission.review_digest}"' in page


def test_what_was_decided_meanwhile_is_not_called_urgent_and_what_was_typed_is_kept(
    browse, privacy_officer, it_lead, stale
):
    submission, _ = stale
    seen = submission.review_digest
    cast_vote(submission, "rejected", by=privacy_officer, reason="No.", seen_digest=seen)
    said = {"reason": "The line is down.", "seen_digest": seen}
    answer = browse(it_lead).post(reverse("urgent", args=[submission.pk]), said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What you wrote, to keep" in page and "The line is down." in page
    assert "<textarea" not in page


def test_who_may_not_see_a_linked_entry_is_not_told_what_changed_there(browse, campaign_manager, stale):
    submission, seen = stale
    browse(campaign_manager)
    page = browse(campaign_manager).get(reverse("submission", args=[submission.pk])).content.decode()
    again = vote(browse(campaign_manager), submission, seen).content.decode()
    assert "From Troy" not in page + again and "From Rome" not in page + again


def test_a_vote_that_comes_after_the_decision_is_a_conflict_and_is_not_lost(browse, privacy_officer, stale):
    submission, _ = stale
    seen = submission.review_digest
    cast_vote(submission, "rejected", by=privacy_officer, reason="No.", seen_digest=seen)
    answer = vote(browse(privacy_officer), submission, seen)
    assert answer.status_code == 409
    assert "All of it is in place." in answer.content.decode()


def test_a_digest_that_nobody_was_shown_is_said_to_be_unknown(browse, privacy_officer):
    answer = vote(browse(privacy_officer), make_submission(), "0" * 64)
    assert answer.status_code == 409
    assert "never before the council" in answer.content.decode()


@pytest.mark.parametrize("seen", ["\0", "é", "0" * 63, "0" * 64])
def test_what_can_be_no_digest_is_asked_of_no_database(browse, privacy_officer, seen):
    """PostgreSQL takes no text with a NUL."""
    address = reverse("urgent", args=[make_submission().pk])
    answer = browse(privacy_officer).get(address, {"seen_digest": seen})
    assert answer.status_code == 200 and "was never before the council here" in answer.text
