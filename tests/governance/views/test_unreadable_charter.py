"""A charter that this release can't read any more stops decisions, never the pages, and says how to go on."""

import pytest
from django.urls import reverse

from governance.api.errors import problem_of
from governance.charter import UnreadableCharter, charter
from governance.models import CharterChange, Vote
from governance.services.submissions import submit_entry
from registry import clock
from tests.governance.views.conftest import url_of
from tests.personas import ONE_SEAT, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
OLD = ONE_SEAT.read_text().replace("days: 30}", "dayz: 30}").replace("id: one-seat", "id: One Seat")


@pytest.fixture
def submission(campaign_manager):
    return make_submission(by=campaign_manager)


@pytest.fixture
def unreadable(submission, privacy_officer, it_lead):
    """Adopted was a charter that says one thing as charters did once, and another as none ever did."""
    return CharterChange.objects.create(
        text=OLD,
        digest="7" * 64,
        based_on=charter().digest,
        reason="As we do it.",
        proposed_by=privacy_officer,
        status="adopted",
        number=1,
        decided_by=it_lead,
        decided_at=clock.now(),
        decided_why="Agreed.",
    )


def line_of(words: str) -> int:
    return OLD[: OLD.index(words)].count("\n") + 1


def test_the_council_page_names_every_mistake_with_its_place_and_a_way_out(
    unreadable, browse, campaign_manager
):
    page = browse(campaign_manager).get(reverse("council"))
    assert page.status_code == 200
    for words in ("nothing is decided", "Go back to the release before", "Its mistakes, by line and column"):
        assert words in page.text.replace("&#x27;", "'")
    for words in ("id: One Seat", "dayz"):
        assert f"charter-1.yaml:{line_of(words)}:" in page.text
    adopted = browse(campaign_manager).get(reverse("charter_change", args=[unreadable.pk]))
    assert (adopted.status_code, "dayz" in adopted.text) == (200, True)


def test_pages_that_can_do_without_it_open_and_others_say_what_is_wrong(
    unreadable, submission, browse, campaign_manager, privacy_officer, administrator
):
    entry = submission.entry
    for person in (campaign_manager, privacy_officer, administrator):
        client = browse(person)
        names = ("home", "entries", "register", "submissions", "waivers", "policies", "portfolio", "report")
        opens = [*map(reverse, names), url_of(entry), reverse("submission", args=[submission.pk])]
        assert {url: client.get(url).status_code for url in opens} == dict.fromkeys(opens, 200)
    new = make_entry(description="Calls customers who leave.")
    for url in (url_of(new, "submit_entry"), reverse("urgent", args=[submission.pk])):
        answer = browse(campaign_manager).get(url)
        assert (answer.status_code, "charter of the council" in answer.text) == (503, True)
        assert f"charter-1.yaml:{line_of('id: One Seat')}:" in answer.text


def test_nothing_is_decided_and_what_was_typed_stays(unreadable, submission, browse, privacy_officer):
    said = {"verdict": "approved", "reason": "All is in place.", "seen_digest": submission.review_digest}
    page = browse(privacy_officer).post(reverse("decide", args=[submission.pk]), said)
    assert "so nothing is decided" in page.text
    assert "All is in place.</textarea>" in page.text
    assert not Vote.objects.exists()


def test_nothing_is_submitted_and_programs_are_told_to_try_again(unreadable, campaign_manager):
    with pytest.raises(UnreadableCharter, match="nothing is decided") as refused:
        submit_entry(make_entry(description="Calls customers who leave."), by=campaign_manager)
    assert problem_of(refused.value).status_code == 503
