"""Somebody saves while somebody else decides: whoever comes later sees the other."""

from functools import partial

import pytest

from governance.models import Submission, Verdict
from governance.services import stale
from governance.services.approvals import reinstate_approval, suspend_approval
from governance.services.verifying import find_changed_submissions
from governance.services.voting import cast_vote
from governance.services.waivers import follow_the_calendar
from governance.workflow import Status
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent
from tests.personas import change_entry, make_entry, make_submission
from tests.racing import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_rule"),
]
GOOD = "Calls customers who are about to leave."
ROUNDS = 6


def in_review(source):
    return make_submission(make_entry(description=GOOD, data_links=[{"data_source": source.key}]))


def approve(submission, by):
    seen = submission.review_digest
    return cast_vote(submission, Verdict.APPROVE, by=by, reason="Fine.", seen_digest=seen)


def check_the_record():
    assert not list(find_changed_submissions())
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))


def gain(source, number):
    categories = ["user.health_and_medical"] if number % 2 else ["user.biometric"]
    return partial(change_entry, source, data_categories=categories, title=f"Records {number}")


def test_of_a_save_and_the_last_vote_at_once_none_is_overlooked(privacy_officer):
    for number in range(ROUNDS):
        source = make_entry("data_source", description=GOOD, data_categories=["user.contact"])
        submission = in_review(source)
        outcomes = at_once(gain(source, number), partial(approve, submission, privacy_officer))
        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
        submission.refresh_from_db()
        assert submission.status == Status.SUSPENDED
    check_the_record()


def test_what_changes_as_it_is_put_in_force_again_ends_up_suspended(privacy_officer):
    for number in range(ROUNDS):
        source = make_entry("data_source", description=GOOD, data_categories=["user.contact"])
        submission = approve(in_review(source), privacy_officer)
        suspend_approval(submission, by=privacy_officer, reason="A leak.")
        again = partial(reinstate_approval, submission, by=privacy_officer, reason="It was elsewhere.")
        saved, _ = at_once(gain(source, number), again)
        assert not isinstance(saved, Exception), saved
        submission.refresh_from_db()
        assert submission.status == Status.SUSPENDED
    check_the_record()


def test_savers_voters_and_the_calendar_wait_for_each_other_and_for_nobody_forever(privacy_officer):
    """Several rest on one source, one is decided anew, and every other party holds several of them."""
    source = make_entry("data_source", description=GOOD, data_categories=["user.contact"])
    standing = [approve(in_review(source), privacy_officer) for _ in range(3)]
    for number in range(ROUNDS):
        anew = [make_submission(one.entry) for one in standing[:2]]
        acts = [gain(source, number), follow_the_calendar, stale.compare_everything]
        outcomes = at_once(*acts, *(partial(approve, one, privacy_officer) for one in anew))
        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
        open_now = Submission.objects.filter(pk__in=[one.pk for one in anew])
        assert set(open_now.values_list("status", flat=True)) <= {Status.SUSPENDED, Status.APPROVED}
    stale.compare_everything()
    check_the_record()


def test_two_who_save_the_same_suspend_once(privacy_officer):
    for number in range(ROUNDS):
        source = make_entry("data_source", description=GOOD, data_categories=["user.contact"])
        submission = approve(in_review(source), privacy_officer)
        at_once(gain(source, number), gain(source, number + 1))
        events = AuditEvent.objects.filter(subject=submission.subject, action="submission.suspended")
        assert events.count() == 1
    check_the_record()
