"""In the admin, too, a vote is bound to what its reader was shown: what is different now is shown first."""

import re

import pytest
from django.urls import reverse

from governance.models import Verdict, Vote
from governance.services.voting import cast_vote
from tests.deciding import go_on
from tests.governance.admin.test_deciding import address_of, post, statuses
from tests.personas import make_entry, make_person, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
BEFORE, NOW = "Calls customers who are about to leave.", "Scores everybody by their religion."
DIFFERENT = "What is different now"


@pytest.fixture
def council(client, privacy_officer):
    client.force_login(privacy_officer)
    return client


@pytest.fixture
def submission(campaign_manager):
    return make_submission(make_entry(description=BEFORE), by=campaign_manager)


def page_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def link(page: str, words: str) -> str:
    found = re.search(rf'href="([^"]+)">{words}…', page)
    assert found
    return found[1].replace("&amp;", "&")


def difference(page: str) -> str:
    begin = page.index(DIFFERENT)
    return page[begin : page.index("What was submitted", begin)]


def digests(page: str) -> list[str]:
    return re.findall(r'name="seen[^"]*" value="([^"]*)"', page)


def test_who_read_an_earlier_round_is_shown_what_changed_before_they_decide(council, submission):
    read = page_of(council, reverse("admin:governance_submission_change", args=[submission.pk]))
    assert DIFFERENT not in page_of(council, link(read, "Decide"))
    submission = go_on(submission, description=NOW)

    page = page_of(council, link(read, "Decide"))
    assert BEFORE in difference(page) and NOW in difference(page)
    assert "Look at this before you decide" in page
    assert digests(page) == [submission.review_digest]


def test_the_page_shows_all_that_was_frozen_of_one_and_of_several(council, submission):
    source = make_entry("data_source", title="Till receipts", provenance="From Troy")
    other = make_submission(make_entry(description=NOW, data_links=[{"data_source": source.key}]))
    for address in (address_of(other), address_of(other, submission)):
        page = page_of(council, address)
        for words in (NOW, "Till receipts", "From Troy"):
            assert words in page


@pytest.mark.parametrize("reason", ["All is in place.", " "])
def test_a_vote_on_what_is_gone_is_a_conflict_that_shows_each_field_and_decides_nothing(
    council, submission, reason
):
    seen = {f"seen-{submission.pk}": submission.review_digest}
    submission = go_on(submission, description=NOW)
    votes = Vote.objects.count()

    answer = post(council, submission, reason=reason, **seen)
    page = answer.content.decode()
    assert (answer.status_code, statuses(), Vote.objects.count()) == (409, ["in_review"], votes)
    assert BEFORE in difference(page) and NOW in difference(page)
    assert f"{reason}</textarea>" in page
    assert re.search(rf'value="{Verdict.APPROVE}"[^>]*checked', page)
    assert digests(page) == [submission.review_digest]
    assert post(council, submission).status_code == 302


def test_of_several_what_is_gone_stays_with_its_difference_and_the_others_are_decided(council, submission):
    other = make_submission()
    seen = {f"seen-{submission.pk}": submission.review_digest}
    submission = go_on(submission, description=NOW)

    answer = post(council, submission, other, **seen)
    page = answer.content.decode()
    assert (answer.status_code, statuses()) == (409, ["in_review", "approved"])
    assert BEFORE in difference(page) and NOW in difference(page)
    assert page.count(DIFFERENT) == 1


def test_a_vote_that_comes_after_the_decision_is_a_conflict_and_what_was_typed_is_kept(council, submission):
    other = make_person("Petra Privacy", seat="privacy")
    cast_vote(submission, "rejected", by=other, reason="No.", seen_digest=submission.review_digest)

    answer = post(council, submission)
    assert answer.status_code == 409
    assert "What you wrote, to keep" in answer.text and "All is in place." in answer.text


def test_a_vote_that_a_waiver_overtook_is_told_so(council, privacy_officer):
    submission = make_submission(make_entry(description="AI"))
    make_waiver(submission.entry, approver=privacy_officer)
    submission.save()  # as it was when its reader opened it: the new round did not begin yet

    answer = post(council, submission)
    assert answer.status_code == 409
    assert "A waiver of it began or ended." in answer.text


def test_what_is_called_urgent_is_shown_with_what_changed_since_it_was_read(council, submission):
    read = page_of(council, reverse("admin:governance_submission_change", args=[submission.pk]))
    address = link(read, "Approve urgently")
    page = page_of(council, address)
    assert DIFFERENT not in page and BEFORE in page
    seen, submission = submission.review_digest, go_on(submission, description=NOW)

    page = page_of(council, address)
    assert BEFORE in difference(page) and NOW in difference(page)
    assert digests(page) == [submission.review_digest]
    answer = council.post(address, {"reason": "The line is down.", "seen_digest": seen})
    assert answer.status_code == 409
    assert BEFORE in difference(answer.text) and NOW in difference(answer.text)
    assert "The line is down.</textarea>" in answer.text
    assert not submission.urgent_voices.exists()
    said = {"reason": "The line is down.", "seen_digest": digests(answer.text)[0]}
    assert council.post(address, said).status_code == 302
    assert submission.urgent_voices.count() == 1


def test_what_was_decided_meanwhile_is_not_called_urgent_in_the_admin_and_what_was_typed_is_kept(
    council, submission, privacy_officer
):
    seen = submission.review_digest
    cast_vote(submission, "rejected", by=privacy_officer, reason="No.", seen_digest=seen)
    address = reverse("admin:governance_submission_approve_urgently", args=[submission.pk])
    answer = council.post(address, {"reason": "The line is down.", "seen_digest": seen})
    assert answer.status_code == 409
    assert "What you wrote, to keep" in answer.text and "The line is down." in answer.text
    assert "<textarea" not in answer.text
