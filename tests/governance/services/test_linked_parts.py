"""Who wrote what an entry links to, or owns the team that it belongs to, is not heard on the entry."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import Submission, Vote
from governance.parts import parts_of
from governance.services.verifying import find_changed_submissions
from governance.workflow import Status
from registry.models import Role
from registry.services.people import grant_role, revoke_role
from tests.deciding import vote
from tests.personas import change_entry, make_entry, make_person, make_submission, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."
WROTE, OWNS = "You edited an entry that this links to.", "You own the team of an entry that this links to."


def make_source(*, by=None, **facts):
    return make_entry("data_source", owner_team="data", description="What was bought.", by=by, **facts)


def submitted_with(source):
    return make_submission(make_entry(description=GOOD, data_links=[{"data_source": source.key}]))


def part(person, submission) -> str:
    return parts_of([(person, submission)])[0]


@pytest.fixture
def owner(privacy_officer):
    """The one privacy officer, who owns the team of the data source."""
    grant_role(privacy_officer, make_team("data"), Role.OWNER, by=None)
    return privacy_officer


@pytest.fixture
def writer(privacy_officer):
    """The one privacy officer, who wrote the data source and left its team since."""
    grant_role(privacy_officer, make_team("data"), Role.MEMBER, by=None)
    return privacy_officer


def test_who_wrote_what_it_links_to_is_not_heard_on_it(writer):
    source = make_source(by=writer)
    revoke_role(writer, make_team("data"), by=None)
    change_entry(source, description="What was bought, and when.")
    submission = submitted_with(source)
    assert part(writer, submission) == WROTE
    with pytest.raises(PermissionDenied, match=WROTE):
        vote(submission, writer)
    assert not Submission.objects.awaiting_seat_of(writer).exists()
    assert vote(submission, make_person("Nora New", seat="privacy")).status == Status.APPROVED
    assert not list(find_changed_submissions())


def test_what_is_linked_deeper_is_written_by_somebody_too(writer):
    scope = make_entry("consent_scope", owner_team="data", description="Newsletters.", by=writer)
    submission = submitted_with(make_source(consent_scopes=[scope.key]))
    assert part(writer, submission) == WROTE


def test_who_owns_the_team_of_what_it_links_to_is_not_heard_also_if_they_leave_it(owner):
    submission = submitted_with(make_source())
    assert part(owner, submission) == OWNS
    revoke_role(owner, make_team("data"), by=None)
    assert part(owner, submission) == "You had a part in this when it was submitted."
    with pytest.raises(PermissionDenied):
        vote(submission, owner)


def test_others_in_that_team_and_who_wrote_it_since_are_heard(writer):
    source = make_source()
    submission = submitted_with(source)
    change_entry(source, by=writer, description="What was bought, and when.")
    assert part(writer, submission) == ""
    assert vote(submission, writer).decided_by == writer


def test_who_comes_to_own_that_team_while_it_is_reviewed_is_not_heard_any_more(privacy_officer):
    submission = submitted_with(make_source())
    assert part(privacy_officer, submission) == ""
    grant_role(privacy_officer, make_team("data"), Role.OWNER, by=None)
    assert part(privacy_officer, submission) == OWNS


def test_a_round_that_an_earlier_release_froze_without_them_does_not_hear_them_either(owner, it_lead):
    grant_role(it_lead, make_team("data"), Role.MEMBER, by=None)
    submission = submitted_with(make_source(by=it_lead))
    submission.parties.remove(owner, it_lead)
    assert (part(owner, submission), part(it_lead, submission)) == (OWNS, WROTE)


@pytest.mark.parametrize("who", ["owner", "writer"])
def test_the_database_itself_takes_no_vote_of_them(request, who):
    person = request.getfixturevalue(who)
    submission = submitted_with(make_source(by=person))
    said = {
        "round": 1,
        "seat": "privacy",
        "verdict": "approved",
        "reason": "Fine.",
        "review_digest": "0" * 64,
    }
    with pytest.raises(IntegrityError, match="nobody votes"), transaction.atomic():
        Vote.objects.create(submission=submission, voter=person, **said)
