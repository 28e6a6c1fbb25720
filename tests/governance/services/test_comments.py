"""Comments: who may say something where, and what stays of it."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Comment
from governance.services.comments import CommentRefused, add_comment, resolve_comment
from governance.services.submissions import resubmit
from governance.services.verifying_comments import find_changed_comments
from governance.services.voting import cast_vote
from registry.models import AuditEvent
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def submission(campaign_manager):
    return make_submission(make_entry(description="AI", retention_months=24), by=campaign_manager)


def events(comment):
    return list(AuditEvent.objects.filter(subject=comment.subject).order_by("sequence"))


@pytest.mark.parametrize("person", ["campaign_manager", "viewer", "privacy_officer", "auditor"])
def test_whoever_sees_a_submission_comments_on_it(submission, request, person):
    by = request.getfixturevalue(person)
    said = add_comment(submission, " Why two years? ", by=by, pointer="/retention_months")
    assert (said.text, said.round, said.pointer) == ("Why two years?", 1, "/retention_months")


@pytest.mark.parametrize("person", ["service_agent", "stranger", "operator"])
def test_who_does_not_see_it_says_nothing_and_settles_nothing(submission, privacy_officer, request, person):
    by, said = request.getfixturevalue(person), add_comment(submission, "Why?", by=privacy_officer)
    with pytest.raises(PermissionDenied):
        add_comment(submission, "Because.", by=by)
    with pytest.raises(PermissionDenied):
        resolve_comment(said, by=by)
    assert Comment.objects.count() == 1


def test_the_ledger_tells_of_a_comment_without_a_word_of_it(submission, privacy_officer):
    said = add_comment(submission, "Ask Cara.", by=privacy_officer, pointer="/retention_months")
    resolve_comment(said, by=privacy_officer)
    added, resolved = events(said)
    assert (added.action, resolved.action) == ("comment.added", "comment.resolved")
    assert added.body["pointer"] == "/retention_months"
    assert "Cara" not in str(added.body)


def test_the_same_twice_is_one_comment_and_in_the_next_round_another(
    submission, campaign_manager, privacy_officer
):
    first, again = (add_comment(submission, "Why?", by=privacy_officer) for _ in range(2))
    assert first == again
    cast_vote(
        submission,
        "changes_requested",
        by=privacy_officer,
        reason="See the comment.",
        seen_digest=submission.review_digest,
    )
    resubmit(submission, by=campaign_manager)
    assert add_comment(submission, "Why?", by=privacy_officer).round == 2


def test_an_answer_stands_where_the_comment_does_and_has_no_answers(
    submission, campaign_manager, privacy_officer
):
    asked = add_comment(submission, "Why?", by=privacy_officer, pointer="/retention_months")
    answer = add_comment(submission, "By law.", by=campaign_manager, answers=asked)
    assert (answer.pointer, answer.answers) == ("/retention_months", asked)
    with pytest.raises(CommentRefused, match="no answers of their own"):
        add_comment(submission, "Which?", by=privacy_officer, answers=answer)
    with pytest.raises(CommentRefused, match="settled with"):
        resolve_comment(answer, by=privacy_officer)


def test_what_is_about_another_entry_is_not_answered_here(submission, privacy_officer, campaign_manager):
    elsewhere = add_comment(make_submission(make_entry(description="AI")), "Why?", by=privacy_officer)
    with pytest.raises(CommentRefused, match="something else"):
        add_comment(submission, "Because.", by=campaign_manager, answers=elsewhere)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "Why?", "pointer": "/nothing"}, "pointer"),
    ],
)
def test_nothing_is_said_of_nothing(submission, privacy_officer, said, field):
    with pytest.raises(CommentRefused) as refusal:
        add_comment(submission, by=privacy_officer, **said)
    assert refusal.value.field == field


def test_settling_twice_changes_nothing(submission, privacy_officer, colleague):
    said = add_comment(submission, "Why?", by=privacy_officer)
    resolve_comment(said, by=colleague)
    assert resolve_comment(said, by=privacy_officer).resolved_by == colleague
    assert len(events(said)) == 2


@pytest.mark.parametrize(
    "change",
    [{"text": "Never."}, {"pointer": "/title"}, {"row": "crm"}, {"resolved_at": None, "resolved_by": None}],
)
def test_a_comment_that_was_changed_behind_the_ledger_is_found(submission, privacy_officer, change):
    said = add_comment(submission, "Why?", by=privacy_officer, pointer="/retention_months")
    resolve_comment(said, by=privacy_officer)
    assert not list(find_changed_comments())
    Comment.objects.update(**change)
    assert [one.subject for one in find_changed_comments()] == [said.subject]
