"""An alternate acts alone only while no holder of the seat could, whatever takes effect at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Assessment, Notice, Submission, Verdict, Waiver
from governance.permissions import lost_approvals
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.approvals import suspend_approval
from governance.services.charters import adopt_charter, propose_charter
from governance.services.delegations import delegate_seat
from governance.services.seats import end_seat, give_seat
from governance.services.urgent import approve_urgently
from governance.services.voting import cast_vote
from governance.services.waivers import approve_waiver
from policies import Settings
from registry import clock
from registry.models import AuditEvent
from registry.services.people import grant_role
from tests.assessing import approve as approve_assessment
from tests.assessing import submit
from tests.personas import ONE_SEAT, make_entry, make_person, make_submission, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
ACTS = ("suspend", "call urgent", "waive", "approve an assessment", "change rules", "change the charter")


@pytest.fixture
def alternate(db):
    person = make_person("Alva Alternate")
    give_seat(person, "privacy", by=None, is_alternate=True)
    return person


@pytest.fixture
def prepared(request, act, privacy_officer, marketing):
    """What ``act`` is done to, made before the holder is away."""
    if act == "suspend":
        one = make_submission()
        seen = one.review_digest
        return cast_vote(one, Verdict.APPROVE, by=privacy_officer, reason="Fine.", seen_digest=seen)
    if act == "call urgent":
        return make_submission()
    if act == "waive":
        return make_waiver(make_entry(description=""))
    if act == "approve an assessment":
        return submit(request.getfixturevalue("dpia"), request.getfixturevalue("campaign_manager"))
    proposer = make_person("Lena Legal", seat="legal")
    if act == "change rules":
        return propose_rules(Draft(settings=Settings(modes={"TST-001": "warn"})), by=proposer, reason="So.")
    text = ONE_SEAT.read_text().replace("minimum_votes: 1", "minimum_votes: 1, fast_track: true", 1)
    return propose_charter(text, by=proposer, reason="So.")


def done(act, thing, person):
    if act == "suspend":
        return suspend_approval(thing, by=person, reason="A leak.")
    if act == "call urgent":
        return approve_urgently(thing, by=person, reason="A leak.", seen_digest=thing.review_digest)
    if act == "waive":
        return approve_waiver(thing, by=person, reason="For now.")
    if act == "approve an assessment":
        return approve_assessment(thing, person)
    return (activate_rules if act == "change rules" else adopt_charter)(thing, by=person, reason="Agreed.")


def lend(lender, delegate):
    until = clock.today() + timedelta(days=7)
    delegate_seat(lender.seats.get(), delegate, by=lender, until=until, reason="On leave.")


@pytest.mark.parametrize("act", ACTS)
def test_while_a_holder_is_there_an_alternate_does_not_act_and_the_attempt_is_kept(act, prepared, alternate):
    with pytest.raises(PermissionDenied, match="An alternate acts only while every holder is away"):
        done(act, prepared, alternate)
    assert AuditEvent.objects.filter(action__endswith="_refused").exists()


@pytest.mark.parametrize("act", ACTS)
def test_while_the_holder_is_away_an_alternate_acts(act, prepared, alternate, privacy_officer):
    lend(privacy_officer, alternate)
    done(act, prepared, alternate)


@pytest.mark.parametrize("act", ACTS)
def test_while_nobody_holds_the_seat_an_alternate_acts(act, prepared, alternate, privacy_officer, later):
    end_seat(privacy_officer.seats.get(), by=None, last_day=clock.today())
    later(1)
    done(act, prepared, alternate)


@pytest.mark.parametrize("act", ACTS[:4])
def test_where_every_holder_has_a_part_an_alternate_acts(
    act, prepared, alternate, privacy_officer, marketing
):
    grant_role(privacy_officer, marketing, "viewer", by=None)
    done(act, prepared, alternate)
    make_person("Paul Privacy", seat="privacy")


def test_of_two_holders_one_who_is_there_is_enough(alternate, privacy_officer):
    paul, submission = make_person("Paul Privacy", seat="privacy"), make_submission()
    lend(privacy_officer, paul)
    with pytest.raises(PermissionDenied):
        done("call urgent", submission, alternate)
    assert done("call urgent", submission, paul).urgent_voices.get().seat == "privacy"


def test_a_lent_vote_is_no_more_than_a_vote(privacy_officer):
    delegate, submission = make_person("Mark Marketing", seat="marketing"), make_submission()
    lend(privacy_officer, delegate)
    with pytest.raises(PermissionDenied, match="Only holders of these seats"):
        done("call urgent", submission, delegate)


def test_what_an_alternate_approved_stays_approved_when_the_holder_is_back(
    alternate, privacy_officer, two_have_to_approve, later
):
    lend(privacy_officer, alternate)
    waiver = done("waive", make_waiver(make_entry(rag_enabled=False)), alternate)
    later(8)
    assert lost_approvals(Waiver.objects.with_people()) == {}
    assert waiver.approvals.get().seat == "privacy"


def test_who_acts_is_asked_and_told(alternate, privacy_officer, marketing, dpia, campaign_manager):
    first = make_waiver(make_entry(description=""))
    assert not Waiver.objects.awaiting(alternate).exists()
    assert not Notice.objects.filter(recipient=alternate).exists()
    lend(privacy_officer, alternate)
    submit(dpia, campaign_manager)
    assert list(Waiver.objects.awaiting(alternate)) == [first]
    assert list(Assessment.objects.awaiting_seat_of(alternate)) == [dpia]
    assert Notice.objects.filter(recipient=alternate, subject=dpia.subject).exists()


def test_an_alternate_whose_own_vote_was_asked_for_still_votes(alternate, privacy_officer):
    """A vote gives way to a holder's, so that nobody has to be away for it."""
    submission = make_submission()
    seen = submission.review_digest
    cast_vote(submission, Verdict.APPROVE, by=alternate, reason="Fine.", seen_digest=seen)
    assert Submission.objects.get(pk=submission.pk).status == "approved"
