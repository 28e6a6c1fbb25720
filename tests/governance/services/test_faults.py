"""If the audit event can't be written, or anything else fails on the way, nothing has happened."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from governance.models import CheckRun, PastRound, Seat, Submission, Verdict, Vote
from governance.services.seats import end_seat, give_seat
from governance.services.submissions import resubmit, start_review, submit_entry, withdraw
from governance.services.voting import cast_vote
from registry import clock
from registry.models import AuditEvent, User
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
MOST_STATEMENTS = 90


class Fault(OperationalError):
    """The failure that a test caused."""


@contextmanager
def failing(where: str = "", at: int = 0) -> Iterator[list[int]]:
    """Fail the statement number ``at`` among those that contain ``where``; gives the number there were."""
    seen = [0]

    def wrapper(execute, sql, params, many, context):
        if where in sql and not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen[0] += 1
            if seen[0] == at + 1:
                raise Fault(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


def state() -> list:
    """Everything that judgements consist of."""
    tables = (Submission, PastRound, Vote, CheckRun, Seat, AuditEvent, Submission.parties.through)
    people = list(User.objects.order_by("pk").values_list("pk", "is_staff", "groups"))
    return [list(table.objects.order_by("pk").values_list()) for table in tables] + people


@pytest.fixture
def acts(campaign_manager, privacy_officer, it_lead):
    """Every act of the council, ready to be done."""
    entry, asked = make_entry(description="Calls customers who are about to leave."), make_submission()
    waiting, open_one = make_submission(in_review=False), make_submission(by=campaign_manager)
    asked = decide(asked, privacy_officer, Verdict.REQUEST_CHANGES)
    seat = Seat.objects.get(holder=it_lead)
    return {
        "submit": lambda: submit_entry(entry, by=campaign_manager),
        "resubmit": lambda: resubmit(asked, by=campaign_manager),
        "withdraw": lambda: withdraw(open_one, by=campaign_manager),
        "start_review": lambda: start_review(waiting.pk),
        "approve": lambda: decide(open_one, privacy_officer, Verdict.APPROVE),
        "give_seat": lambda: give_seat(campaign_manager, "data", by=None),
        "end_seat": lambda: end_seat(seat, by=None, last_day=clock.today()),
    }


def decide(submission, person, verdict):
    seen = submission.review_digest
    return cast_vote(submission, verdict, by=person, reason="As it should be.", seen_digest=seen)


ACTS = ("submit", "resubmit", "withdraw", "start_review", "approve", "give_seat", "end_seat")


@pytest.mark.parametrize("name", ACTS)
def test_without_its_audit_event_an_act_has_not_happened(acts, name):
    before = state()
    with failing('INSERT INTO "registry_auditevent"'), pytest.raises(Fault):
        acts[name]()
    assert state() == before

    acts[name]()
    assert state() != before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_fails_at_any_statement_leaves_nothing_behind(acts, name):
    before = state()
    for at in range(MOST_STATEMENTS):
        with failing(at=at) as seen:
            try:
                acts[name]()
            except Fault:
                assert state() == before, f"statement {at}"
                continue
        assert seen[0] == at
        break
    else:
        raise AssertionError(f"{name} takes more than {MOST_STATEMENTS} statements")
    assert state() != before
