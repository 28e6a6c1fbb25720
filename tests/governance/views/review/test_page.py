"""The review page at one glance, and the sections that it brings in."""

import pytest
from django.urls import reverse

from governance.models import Submission
from governance.services.voting import cast_vote
from registry import clock
from tests.deciding import conditions_of
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def submission(campaign_manager, service_team):
    mine = make_entry("data_source", title="X-ray pictures", data_categories=["user.health_and_medical"])
    theirs = make_entry("data_source", owner_team=service_team, title="Their calls")
    entry = make_entry(
        intended_purpose="Finds who needs help first.",
        data_subjects=["customer"],
        data_links=[{"data_source": mine.key}, {"data_source": theirs.key}],
    )
    return make_submission(entry, by=campaign_manager)


def brief_of(client, submission) -> str:
    page = client.get(reverse("submission", args=[submission.pk])).text
    return page[page.index('id="brief"') : page.index('id="changes"')]


def test_the_brief_tells_purpose_people_data_and_what_stands_in_the_way(
    browse, submission, privacy_officer, later
):
    later(4)
    brief = brief_of(browse(privacy_officer), submission)
    for words in (
        "Finds who needs help first.",
        "X-ray pictures",
        "Health and Medical Data",
        "Their calls",
        "Customer",
        "TST-001",
        "waiting for 4 days",
        "0 open comments",
    ):
        assert words in brief, words


def test_the_brief_shows_nobody_data_that_is_not_theirs_to_see(browse, submission, campaign_manager):
    brief = brief_of(browse(campaign_manager), submission)
    assert "X-ray pictures" in brief
    assert "Their calls" not in brief


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("precedents", "decided on nothing like this"),
        ("overlaps", "Nothing that is registered looks like it"),
        ("lineage", "X-ray pictures"),
    ],
)
def test_each_section_is_a_page_of_its_own_and_a_piece_for_the_review_page(
    browse, submission, privacy_officer, name, words
):
    client, address = browse(privacy_officer), reverse("submission_section", args=[submission.pk, name])
    assert address in client.get(reverse("submission", args=[submission.pk])).text
    whole, piece = client.get(address).text, client.get(address, headers={"HX-Request": "true"}).text
    assert words in whole and words in piece
    assert "<html" in whole and "<html" not in piece


def test_conditions_of_earlier_cases_are_shown_to_who_may_see_the_case(
    browse, privacy_officer, campaign_manager, service_team
):
    said = {
        "use_case_type": "churn_prediction",
        "eu_ai_tier": "minimal",
        "description": "Finds who may leave.",
    }
    for team in ("marketing", service_team):
        earlier = make_submission(make_entry(owner_team=team, title=f"Of {team}", **said))
        vote = conditions_of("approved_with_conditions")
        cast_vote(
            earlier,
            "approved_with_conditions",
            by=privacy_officer,
            reason="Yes, but.",
            seen_digest=earlier.review_digest,
            conditions=vote,
        )
    new = make_submission(make_entry(**said), by=campaign_manager)
    address = reverse("submission_section", args=[new.pk, "precedents"])
    for reader, number in ((privacy_officer, 2), (campaign_manager, 1)):
        page = browse(reader).get(address).text
        assert page.count("Say where people can object.") == page.count("Open: 30 days left") == number


def test_there_are_no_other_sections(browse, submission, privacy_officer):
    address = reverse("submission_section", args=[submission.pk, "secrets"])
    assert browse(privacy_officer).get(address).status_code == 404


def test_how_long_something_waited_is_not_told_once_it_is_decided(browse, submission, privacy_officer):
    Submission.objects.update(status="withdrawn", submitted_at=clock.now())
    assert "today" not in brief_of(browse(privacy_officer), submission)
