"""Comments on the review page, at their fields."""

import pytest
from django.urls import reverse

from governance.models import Comment, LastLook
from governance.services.comments import add_comment
from governance.services.submissions import resubmit, start_review
from governance.services.voting import cast_vote
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def submission(campaign_manager):
    entry = make_entry(description="AI", retention_months=24, tools=[])
    return make_submission(entry, by=campaign_manager)


def at(name, pk):
    return reverse(name, args=[pk])


def test_a_comment_is_made_at_a_field_answered_and_settled(
    browse, submission, campaign_manager, privacy_officer
):
    council, team = browse(privacy_officer), browse(campaign_manager)
    page = council.get(at("submission", submission.pk)).text
    asked = f"{at('comment', submission.pk)}?pointer=/retention_months"
    assert asked in page
    assert "Data is kept for" in council.get(asked).text
    said = {"text": "Why two years?", "pointer": "/retention_months"}
    answer = council.post(at("comment", submission.pk), said)
    made = Comment.objects.get()
    assert answer.url == f"{at('submission', submission.pk)}#c-{made.pk}"
    assert "Why two years?" in team.get(f"{at('comment', submission.pk)}?answers={made.pk}").text
    team.post(at("comment", submission.pk), {"text": "By law.", "answers": made.pk})
    team.post(at("settle_comment", made.pk))
    page = council.get(at("submission", submission.pk)).text
    assert page.count("Why two years?") == page.count("By law.") == 1
    assert "Settled by Cara Campaign" in page


@pytest.mark.parametrize("pointer", ["/title", "/human_oversight", "/data_links", "/data_links/0/usage"])
def test_every_field_of_the_kind_can_be_commented_on_answered_or_not(
    browse, campaign_manager, privacy_officer, pointer
):
    source = make_entry("data_source", key="crm")
    entry = make_entry(description="AI", data_links=[{"data_source": source.key}])
    submission = make_submission(entry, by=campaign_manager)
    client = browse(privacy_officer)
    asked = f"{at('comment', submission.pk)}?pointer={pointer}"
    assert f'"{asked}"' in client.get(at("submission", submission.pk)).text
    client.post(at("comment", submission.pk), {"text": "What about this?", "pointer": pointer})
    page = client.get(at("submission", submission.pk)).text
    assert page.count("What about this?") == 1
    assert page.index("What about this?") > page.index("What was frozen")


def test_what_was_worked_out_has_no_place_to_comment(browse, campaign_manager, privacy_officer):
    entry = make_entry(description="AI", data_links=[])
    page = browse(privacy_officer).get(at("submission", make_submission(entry, by=campaign_manager).pk)).text
    assert "pointer=/lawful_bases" not in page and "pointer=/data_links" in page


def test_it_survives_rounds_and_tells_once_its_field_changed(
    browse, submission, campaign_manager, privacy_officer
):
    add_comment(submission, "Why two years?", by=privacy_officer, pointer="/retention_months")
    add_comment(submission, "Who else?", by=privacy_officer, pointer="/tools")
    cast_vote(
        submission,
        "changes_requested",
        by=privacy_officer,
        reason="See.",
        seen_digest=submission.review_digest,
    )
    change_entry(submission.entry, by=campaign_manager, retention_months=12)
    team = browse(campaign_manager)
    entry_page = team.get(url_of(submission.entry)).text
    assert "Why two years?" in entry_page and "Who else?" in entry_page
    assert entry_page.count("The field changed since") == 1
    start_review(resubmit(submission, by=campaign_manager).pk)
    page = browse(privacy_officer).get(at("submission", submission.pk)).text
    assert page.count("The field changed since") == 1
    assert page.index("Why two years?") > page.index("What was frozen")


def test_what_cannot_be_said_is_refused_on_the_form(browse, submission, privacy_officer):
    client = browse(privacy_officer)
    assert "Write what you want to say" in client.post(at("comment", submission.pk), {"text": " "}).text
    assert client.get(f"{at('comment', submission.pk)}?pointer=/nothing").status_code == 404
    assert client.post(at("comment", submission.pk), {"text": "x", "pointer": "/nothing"}).status_code == 404
    assert client.get(f"{at('comment', submission.pk)}?answers=abc").status_code == 404
    assert not Comment.objects.exists()


def test_who_does_not_see_the_submission_finds_nothing(browse, submission, privacy_officer, service_agent):
    said, client = add_comment(submission, "Why?", by=privacy_officer), browse(service_agent)
    assert client.get(at("comment", submission.pk)).status_code == 404
    assert client.post(at("settle_comment", said.pk)).status_code == 404
    assert client.post(at("look", submission.pk)).status_code == 404
    assert client.get(reverse("submission_section", args=[submission.pk, "precedents"])).status_code == 404


def test_reading_is_marked_by_a_button_and_not_by_opening(browse, submission, privacy_officer):
    client = browse(privacy_officer)
    client.get(at("submission", submission.pk))
    assert not LastLook.objects.exists()
    for _ in range(2):
        client.post(at("look", submission.pk))
    assert LastLook.objects.get().round == 1
    assert "This is what you saw" in client.get(at("submission", submission.pk)).text
