"""Background work: an id in, one service, nothing else."""

from celery import shared_task
from django.db import OperationalError

from governance.services import (
    checks,
    conditions,
    delivering,
    expiring,
    hearing,
    impact,
    portfolio,
    pruning,
    reminding,
    seats,
    stale,
    submissions,
    waivers,
)
from registry.services.comparing import compare_everything

_again = {"autoretry_for": (OperationalError,), "retry_backoff": True, "max_retries": 5}


@shared_task(**_again)
def run_checks(pks: list[int]) -> None:
    """Run queued policy checks, and see which conditions that settles. A second delivery changes nothing."""
    checks.complete_checks(pks)
    conditions.follow_checks(pks)


@shared_task(**_again)
def start_review(submission_pk: int) -> None:
    """Check a submission and put it before the council. A second delivery changes nothing."""
    submissions.start_review(submission_pk)


@shared_task(**_again)
def pick_up_left_behind() -> None:
    """Do what a lost task, a crash or a batch too large to be sent left waiting in the database."""
    delivering.deliver_notices()
    waivers.follow_the_calendar()
    conditions.follow_conditions()
    submissions.start_waiting_reviews()
    compare_everything()
    stale.compare_noted()
    portfolio.complete_left_behind()
    impact.complete_impacts()


@shared_task(**_again)
def check_portfolio() -> None:
    """Check everything again: what holds can change with the date alone."""
    portfolio.check_portfolio()


@shared_task(**_again)
def recheck_portfolio() -> None:
    """Check everything, the organisation too, by what holds since just now."""
    portfolio.recheck_portfolio()


@shared_task(**_again)
def run_impact(pk: int) -> None:
    """Count what a proposed change of the rules would do. A second delivery changes nothing."""
    impact.complete_impacts(pk)


@shared_task(**_again)
def release_ended_terms() -> None:
    """Take the council's view from people whose last term is over, and ask who is heard on what waits."""
    seats.release_ended_terms()
    hearing.hear_all_anew()


@shared_task(**_again)
def hear_anew_for(functions: list[str]) -> None:
    """Ask who is heard on what waits for these. A second delivery changes nothing and tells nobody twice."""
    hearing.hear_anew_for(functions)


@shared_task(**_again)
def deliver_notices() -> None:
    """Send what people are to be told. A second delivery finds nothing to do."""
    delivering.deliver_notices()


@shared_task(**_again)
def prune_notices() -> None:
    """Let go of what was read long ago. A second delivery finds nothing to do."""
    pruning.prune_notices()


@shared_task(**_again)
def remind_of_expiry() -> None:
    """Tell which approvals run out and which conditions are due soon. Nobody is told of one twice."""
    reminding.remind_of_expiry()
    reminding.remind_of_conditions()


@shared_task(**_again)
def compare_approvals_noted() -> None:
    """Compare the approvals that rest on something that was changed. A second delivery finds none."""
    stale.compare_noted()


@shared_task(**_again)
def expire_approvals() -> None:
    """End approvals whose last day is over."""
    expiring.expire_approvals()


@shared_task(**_again)
def compare_every_approval() -> None:
    """Find approvals that a change made stale which no save of an entry tells of."""
    stale.compare_everything()
