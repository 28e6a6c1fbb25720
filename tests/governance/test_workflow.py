"""The table of transitions: what it allows, and that the services allow nothing else."""

import pytest

from governance.services.submissions import resubmit, start_review, withdraw
from governance.services.voting import cast_vote
from governance.workflow import (
    DECIDED,
    DECISIONS,
    FINAL,
    OPEN,
    TRANSITIONS,
    Actor,
    Status,
    TransitionNotAllowed,
    check_transition,
)
from tests.deciding import conditions_of
from tests.personas import make_submission

pytestmark = pytest.mark.django_db
PAIRS = [(start, end) for start in Status for end in Status]


@pytest.fixture
def submission(one_rule, campaign_manager):
    """A submission in review that can be put into any status: it has a check and a decision to show."""
    return make_submission(by=campaign_manager)


def put_into(submission, status, person):
    """Put ``submission`` straight into ``status``, with whatever the constraints ask of that status."""
    submission.status = status
    if status in DECIDED:
        submission.decided_by, submission.decided_at = person, submission.submitted_at
        submission.reason = "So."
    submission.save()


@pytest.mark.parametrize(("start", "end"), PAIRS)
@pytest.mark.parametrize("actor", Actor)
def test_a_move_is_allowed_to_the_actor_in_the_table_and_to_nobody_else(start, end, actor):
    if actor in TRANSITIONS.get((start, end), Actor(0)):
        check_transition(start, end, actor=actor)
    else:
        with pytest.raises(TransitionNotAllowed):
            check_transition(start, end, actor=actor)


@pytest.mark.parametrize(("start", "end"), [pair for pair in PAIRS if pair[1] in DECISIONS])
def test_votes_move_a_submission_only_where_the_table_says(submission, it_lead, privacy_officer, start, end):
    put_into(submission, start, it_lead)

    def decide():
        seen = submission.review_digest
        asked = conditions_of(end)
        return cast_vote(
            submission, end, by=privacy_officer, reason="By the table.", seen_digest=seen, conditions=asked
        )

    if start is Status.IN_REVIEW:
        assert decide().status == end
    else:
        with pytest.raises(TransitionNotAllowed):
            decide()
        submission.refresh_from_db()
        assert submission.status == start


@pytest.mark.parametrize(("service", "end"), [(resubmit, Status.SUBMITTED), (withdraw, Status.WITHDRAWN)])
@pytest.mark.parametrize("start", Status)
def test_the_team_moves_a_submission_only_where_the_table_says(
    submission, it_lead, campaign_manager, start, service, end
):
    put_into(submission, start, it_lead)

    if start in OPEN and TRANSITIONS.get((start, end)) is Actor.TEAM:
        assert service(submission, by=campaign_manager).status == end
    else:
        with pytest.raises(TransitionNotAllowed):
            service(submission, by=campaign_manager)
        submission.refresh_from_db()
        assert (submission.status, submission.round) == (start, 1)


@pytest.mark.parametrize("start", sorted(set(Status) - {Status.SUBMITTED}))
def test_a_review_starts_once_and_only_for_what_was_submitted(submission, it_lead, start):
    put_into(submission, start, it_lead)

    assert start_review(submission.pk).status == start


def test_an_open_submission_can_always_come_to_an_end():
    reached, ahead = set(), [Status.SUBMITTED]
    while ahead:
        status = ahead.pop()
        reached.add(status)
        ahead += [end for start, end in TRANSITIONS if start == status and end not in reached]

    assert reached == set(Status)
    assert {Status.WITHDRAWN, Status.EXPIRED, Status.SUPERSEDED} == FINAL
    assert all((status, Status.WITHDRAWN) in TRANSITIONS for status in OPEN)
