"""Who is told of comments, of questions on overlaps, and of changes of the rules and the charter."""

import pytest
from django.core import mail
from django.db import transaction

from governance.models import Delivery, Notice, NoticeKind
from governance.services.activations import Draft, activate_rules, propose_rules, reject_rules, withdraw_rules
from governance.services.charters import adopt_charter, propose_charter, reject_charter, withdraw_charter
from governance.services.comments import add_comment
from governance.services.delivering import deliver_notices
from governance.services.notices import choose, mute
from governance.services.overlaps import ask_council, decide_overlap
from governance.services.voting import cast_vote
from policies import Settings
from registry.services.people import revoke_role
from tests.personas import ONE_SEAT, make_entry, make_person, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
WARN = Draft(settings=Settings(modes={"TST-001": "warn"}))
OTHER_CHARTER = ONE_SEAT.read_text().replace("days: 10", "days: 12", 1)


def told(kind: NoticeKind) -> list[str]:
    found = Notice.objects.filter(kind=kind, recipient__isnull=False)
    return sorted(found.values_list("recipient__name", flat=True))


def titles(kind: NoticeKind, person) -> list[str]:
    return list(
        Notice.objects.filter(kind=kind, recipient=person).order_by("pk").values_list("title", flat=True)
    )


@pytest.fixture
def submission(campaign_manager):
    return make_submission(make_entry(title="Churn rescue", description="AI"), by=campaign_manager)


@pytest.fixture
def pair(campaign_manager):
    """An entry of marketing, and one like it that marketing can't see."""
    return make_entry("tool", title="Letters"), make_entry("tool", owner_team="service", title="Letter box")


def test_a_comment_is_told_to_the_team_and_to_nobody_without_a_part(
    submission, colleague, viewer, privacy_officer, it_lead, service_agent
):
    said = add_comment(submission, "Why two years?", by=privacy_officer)
    assert told(NoticeKind.COMMENT) == ["Cara Campaign", "Colin Colleague"]
    notice = Notice.objects.filter(kind=NoticeKind.COMMENT).first()
    assert notice.title == "There is a comment on Churn rescue"
    assert notice.url == f"/submissions/{submission.pk}/#c-{said.pk}"
    assert "two years" not in notice.title + notice.text


def test_an_answer_is_told_to_who_commented_and_to_who_voted(
    submission, campaign_manager, viewer, privacy_officer
):
    cast_vote(
        submission,
        "changes_requested",
        by=privacy_officer,
        reason="Say more.",
        seen_digest=submission.review_digest,
    )
    asked = add_comment(submission, "Is it live?", by=viewer)
    Notice.objects.all().delete()
    add_comment(submission, "Not yet.", by=campaign_manager, answers=asked)
    assert told(NoticeKind.COMMENT) == ["Pia Privacy", "Vera Viewer"]
    notice = Notice.objects.first()
    assert notice.title == "There is an answer to a comment on Churn rescue"
    assert notice.place == f"c-{asked.pk}"


def test_who_commented_and_left_the_team_is_not_told_of_what_they_cannot_see(
    submission, campaign_manager, viewer, marketing
):
    add_comment(submission, "Is it live?", by=viewer)
    revoke_role(viewer, marketing, by=None)
    add_comment(submission, "Not yet.", by=campaign_manager)
    assert "Vera Viewer" not in told(NoticeKind.COMMENT)


def test_the_same_comment_twice_is_told_once_and_a_muted_submission_not_at_all(
    submission, campaign_manager, colleague, privacy_officer
):
    mute(submission.subject, by=colleague)
    for _ in range(2):
        add_comment(submission, "Why?", by=privacy_officer)
    assert told(NoticeKind.COMMENT) == ["Cara Campaign"]


def test_comments_are_in_the_mail_of_the_day(submission, campaign_manager, privacy_officer, later):
    choose(by=campaign_manager, email="daily", muted=[])
    for words in ("Why?", "Since when?"):
        add_comment(submission, words, by=privacy_officer)
    later(1)
    mail.outbox.clear()
    deliver_notices()
    (letter,) = [one for one in mail.outbox if one.to == [campaign_manager.email]]
    assert letter.subject == "2 things that happened"
    assert letter.body.count(f"/submissions/{submission.pk}/#c-") == 2 and "Since when" not in letter.body


def test_a_comment_that_is_undone_leaves_nothing_told(submission, privacy_officer):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add_comment(submission, "Why?", by=privacy_officer)
        raise ZeroDivisionError
    assert told(NoticeKind.COMMENT) == []


def test_a_question_is_told_to_the_council_and_its_answer_to_the_team(
    pair, campaign_manager, colleague, it_lead, privacy_officer, service_agent
):
    ask_council(pair[0], by=campaign_manager)
    ask_council(pair[0], by=campaign_manager)
    assert told(NoticeKind.OVERLAP) == ["Ivo Infrastructure", "Pia Privacy"]
    assert titles(NoticeKind.OVERLAP, it_lead) == ["Marketing asks about something like Letters"]
    decide_overlap(*pair, by=it_lead, outcome="not_the_same")
    answer = Notice.objects.get(recipient=colleague)
    assert answer.title == "The council answered what you asked about Letters"
    assert answer.url == f"/entries/tool/{pair[0].key}/#alike"
    assert "Letter box" not in answer.title + answer.text
    assert not Notice.objects.unseen().filter(recipient=privacy_officer).exists(), "it waits for nobody now"
    assert titles(NoticeKind.OVERLAP, service_agent) == []


@pytest.mark.parametrize(
    ("act", "title"),
    [
        (activate_rules, "A change of the rules is in force"),
        (reject_rules, "A change of the rules was rejected"),
    ],
)
def test_a_change_of_the_rules_is_told_to_the_council(
    operator, campaign_manager, privacy_officer, it_lead, act, title
):
    change = propose_rules(WARN, by=operator, reason="Cara is still asked.")
    assert titles(NoticeKind.RULES, it_lead) == ["A change of the rules is proposed"]
    act(change, by=privacy_officer, reason="So.")
    assert titles(NoticeKind.RULES, it_lead)[1:] == titles(NoticeKind.RULES, operator) == [title]
    waiting = Notice.objects.unseen().filter(recipient=it_lead)
    assert [(one.title, one.url) for one in waiting] == [(title, f"/policies/changes/{change.pk}/")]
    assert titles(NoticeKind.RULES, campaign_manager) == []


def test_what_is_withdrawn_is_told_to_the_council_that_was_to_decide(operator, it_lead):
    withdraw_rules(propose_rules(WARN, by=operator, reason="So."), by=operator)
    withdraw_charter(propose_charter(OTHER_CHARTER, by=operator, reason="So."), by=operator)
    assert titles(NoticeKind.RULES, it_lead)[1:] == ["A proposed change of the rules was withdrawn"]
    assert titles(NoticeKind.CHARTER, it_lead)[1:] == ["A proposed charter was withdrawn"]


@pytest.mark.parametrize(
    ("act", "title"),
    [(adopt_charter, "Another charter is in force"), (reject_charter, "A proposed charter was rejected")],
)
def test_a_change_of_the_charter_is_told_to_the_council(
    operator, campaign_manager, privacy_officer, it_lead, act, title
):
    change = propose_charter(OTHER_CHARTER, by=operator, reason="So.")
    assert titles(NoticeKind.CHARTER, it_lead) == ["Another charter is proposed"]
    act(change, by=privacy_officer, reason="So.")
    assert titles(NoticeKind.CHARTER, it_lead)[1:] == titles(NoticeKind.CHARTER, operator) == [title]
    assert Notice.objects.filter(recipient=it_lead).first().url == f"/council/charters/{change.pk}/"
    assert titles(NoticeKind.CHARTER, campaign_manager) == []


def test_what_is_about_no_entry_is_mailed_to_who_is_still_there(operator, privacy_officer, it_lead):
    it_lead.is_active = False
    it_lead.save()
    make_person("Petra Past", seat="legal")
    propose_rules(WARN, by=operator, reason="So.")
    deliver_notices()
    assert {letter.to[0] for letter in mail.outbox} == {"petra.past@example.org", privacy_officer.email}
    assert not Delivery.objects.exclude(status="sent").exists()
