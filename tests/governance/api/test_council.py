"""Acts on submissions through the API: voting on what was seen, and what becomes of an approval."""

import pytest

from governance.models import Submission, Vote
from governance.services.submissions import resubmit, start_review
from governance.services.voting import cast_vote
from registry.models import AuditEvent, Scope
from tests.governance.api.conftest import Program
from tests.personas import change_entry, make_entry, make_person, make_submission

pytestmark = pytest.mark.usefixtures("one_rule")
GOOD = "Calls customers who are about to leave."


def vote(program, submission, verdict="approved", seen="", **more):
    said = {"verdict": verdict, "reason": "So it is.", "seen_digest": seen or submission.review_digest}
    return program.post(f"submissions/{submission.pk}/votes/", said | more)


def act(program, submission, name, **said):
    return program.post(f"submissions/{submission.pk}/{name}/", said or {"reason": "A leak."})


def test_a_program_votes_as_the_person_whose_token_it_has(privacy_officer):
    submission = make_submission()
    answer = vote(Program(privacy_officer), submission)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["status"], answer.json()["decided_by"]) == ("approved", "Pia Privacy")
    assert Vote.objects.get().voter == privacy_officer


@pytest.mark.parametrize("scope", [one for one in Scope if one != Scope.COUNCIL])
def test_no_token_of_ci_or_for_reading_votes(privacy_officer, scope):
    submission = make_submission()
    answer = vote(Program(privacy_officer, scope), submission)
    assert (answer.status_code, "council:decide" in answer.json()["detail"]) == (403, True)
    assert not Vote.objects.exists()


def test_who_may_not_vote_is_told_who_can_and_the_attempt_is_on_record(member, it_lead):
    submission = make_submission()
    for program in (member, Program(it_lead)):
        answer = vote(program, submission)
        assert answer.status_code == 403
        assert "Privacy seat" in answer.json()["detail"]
    assert AuditEvent.objects.filter(action="submission.decision_refused").count() == 2


def test_saying_the_same_twice_is_one_vote(privacy_officer):
    submission, program = make_submission(), Program(privacy_officer)
    first, second = vote(program, submission), vote(program, submission)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Vote.objects.count() == 1


def test_a_vote_on_what_does_not_stand_any_more_is_told_what_is_different(privacy_officer, campaign_manager):
    submission = make_submission(make_entry(description=GOOD, customer_goal="Stay"), by=campaign_manager)
    seen = submission.review_digest
    cast_vote(submission, "changes_requested", by=privacy_officer, reason="Say who.", seen_digest=seen)
    change_entry(submission.entry, customer_goal="Leave")
    submission = start_review(resubmit(submission, by=campaign_manager).pk)

    answer = vote(Program(privacy_officer), submission, seen=seen)
    assert answer.status_code == 409 and answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["review_digest"] == submission.review_digest
    assert {"pointer": "/customer_goal", "old": "Stay", "new": "Leave"} in said["differences"]
    assert vote(Program(privacy_officer), submission, seen=said["review_digest"]).status_code == 200


def test_what_is_different_is_told_of_what_the_voter_may_see_and_no_more(service_team, campaign_manager):
    make_entry("data_source", key="secret", owner_team=service_team, provenance="From Troy")
    entry = make_entry(description=GOOD, data_links=[{"data_source": "secret"}])
    submission = make_submission(entry, by=campaign_manager)
    seen = submission.review_digest
    officer = make_person("Pia Privacy", seat="privacy")
    cast_vote(submission, "changes_requested", by=officer, reason="Say who.", seen_digest=seen)
    change_entry(make_entry("data_source", key="secret", owner_team=service_team), provenance="From Rome")
    submission = start_review(resubmit(submission, by=campaign_manager).pk)

    def told(person) -> str:
        return vote(Program(person), submission, seen=seen).content.decode()

    assert "From Troy" in told(officer) and "From Rome" in told(officer)
    assert "From Troy" not in told(campaign_manager) and "From Rome" not in told(campaign_manager)


def test_a_digest_that_nobody_was_shown_is_a_conflict_without_differences(privacy_officer):
    answer = vote(Program(privacy_officer), make_submission(), seen="0" * 64)
    assert (answer.status_code, answer.json()["differences"]) == (409, [])


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"verdict": "perhaps"}, "/verdict"),
        ({"reason": " "}, "/reason"),
        ({"seen_digest": "all of it"}, "/seen_digest"),
        ({"seat": "privacy"}, "/seat"),
    ],
)
def test_what_is_wrong_with_a_vote_is_named_by_its_pointer(privacy_officer, changes, pointer):
    answer = vote(Program(privacy_officer), make_submission(), **changes)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_an_approval_is_suspended_put_in_force_again_and_revoked(privacy_officer):
    submission, program = make_submission(), Program(privacy_officer)
    vote(program, submission)
    for name, status in (
        ("suspension", "suspended"),
        ("reinstatement", "approved"),
        ("revocation", "revoked"),
    ):
        answer = act(program, submission, name)
        assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert answer.json()["ended_why"] == "A leak."
    assert act(program, submission, "reinstatement").status_code == 409


def test_a_team_submits_withdraws_resubmits_and_appeals(member, privacy_officer, campaign_manager):
    entry = make_entry(description=GOOD)
    address = f"entries/use_case/{entry.key}/submissions/"
    answer = member.post(address, {"note": "Please."})
    assert (answer.status_code, answer.json()["note"]) == (201, "Please.")
    assert answer["Location"] == f"/api/v1/submissions/{answer.json()['id']}/"
    assert member.post(address, {}).status_code == 409
    assert act(member, Submission.objects.get(), "withdrawal", **{}).status_code == 400
    assert member.post(f"submissions/{answer.json()['id']}/withdrawal/", {}).json()["status"] == "withdrawn"

    submission = make_submission(entry, by=campaign_manager)
    vote(Program(privacy_officer), submission, "changes_requested")
    assert member.post(f"submissions/{submission.pk}/resubmission/", {"note": "Done."}).json()["round"] == 2
    submission = start_review(submission.pk)
    vote(Program(privacy_officer), submission, "rejected")
    appealed = act(member, submission, "appeal", grounds="You read page 2 only.").json()
    assert (appealed["status"], appealed["required_seats"]) == ("submitted", ["privacy", "legal"])


def test_two_voices_approve_urgently_and_the_answer_says_so(privacy_officer, it_lead):
    submission = make_submission()
    said = {"reason": "The line is down.", "seen_digest": submission.review_digest}
    for person, status in ((privacy_officer, "in_review"), (it_lead, "approved")):
        answer = act(Program(person), submission, "urgent-approvals", **said)
        assert answer.json()["status"] == status, answer.content
    assert answer.json()["is_urgent"] is True
    review = Submission.objects.get(reviews_urgent=submission)
    assert Program(it_lead).get(f"submissions/{review.pk}/").json()["reviews_urgent"] == submission.pk


def test_the_review_of_an_urgent_approval_is_not_withdrawn(
    member, campaign_manager, privacy_officer, it_lead
):
    submission = make_submission(by=campaign_manager)
    for person in (privacy_officer, it_lead):
        said = {"reason": "The line is down.", "seen_digest": submission.review_digest}
        act(Program(person), submission, "urgent-approvals", **said)
    review = Submission.objects.get(reviews_urgent=submission)
    answer = member.post(f"submissions/{review.pk}/withdrawal/", {})
    assert (answer.status_code, "can't be taken back" in answer.json()["detail"]) == (409, True)
    assert Submission.objects.get(pk=review.pk).is_open


@pytest.mark.usefixtures("shipped_charter")
def test_the_quorum_tells_who_is_missing_and_nobodys_conflict(campaign_manager, privacy_officer, marketing):
    make_person("Ina Insider", seat="security", team=marketing)
    make_person("Sven Security", seat="security")
    submission = make_submission(by=campaign_manager)
    vote(Program(privacy_officer), submission)
    answer = Program(privacy_officer).get(f"submissions/{submission.pk}/")
    quorum = answer.json()["quorum"]
    assert (quorum["needed"], quorum["heard"], quorum["missing"]) == (2, 1, ["security"])
    seats = {one["seat"]: one for one in quorum["seats"]}
    assert (seats["privacy"]["says"], seats["security"]["says"]) == ("approved", None)
    assert seats["security"]["can_vote"] == ["Sven Security"]
    assert "Ina Insider" not in answer.content.decode()


def test_what_is_decided_has_no_quorum(privacy_officer):
    submission, program = make_submission(), Program(privacy_officer)
    vote(program, submission)
    assert program.get(f"submissions/{submission.pk}/").json()["quorum"] is None
