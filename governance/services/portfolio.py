"""Having everything checked: a pass is a row that one worker holds, and one runs at a time."""

import logging
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction

from governance.models import CheckStatus, PortfolioCheck
from governance.services import checks
from governance.services.drifting import note_drift
from governance.services.passes import Progress, TakenOver, run_pass
from governance.services.rule_sets import UnreadableRules
from governance.services.wording import word_checks
from registry import clock
from registry.models import Entry

logger = logging.getLogger(__name__)
# So many waiting checks are left to a pass, which takes no more memory for more of them.
MANY = 500


def queue_pass() -> PortfolioCheck:
    """Have everything checked by a pass that has not begun yet, so that it sees all there is by now."""
    try:
        with transaction.atomic():
            return PortfolioCheck.objects.create(as_of=clock.today())
    except IntegrityError:
        return PortfolioCheck.objects.filter(status=CheckStatus.QUEUED).first() or queue_pass()


def check_portfolio(*, progress: Progress = lambda done: None) -> PortfolioCheck:
    """Check all entries as of today, what was left waiting, and the organisation.

    While another pass runs, this one is left waiting: the worker that runs the other does it next.
    """
    asked = queue_pass()
    complete_passes(progress=progress)
    asked.refresh_from_db()
    return asked


def recheck_portfolio() -> None:
    """Have everything checked; now, unless whoever changed the rules would have to wait for that."""
    queue_pass()
    if settings.CELERY_BROKER_URL or Entry.objects.count() <= checks.MOST_AT_ONCE:
        complete_passes()


def complete_left_behind() -> None:
    """Do what was left behind: large batches of checks, passes, and what a crash interrupted."""
    left = checks.left_behind()
    if left.count() > MANY:
        queue_pass()
    else:
        checks.complete_checks(left.values_list("pk", flat=True))
    complete_passes()


def complete_passes(*, progress: Progress = lambda done: None) -> None:
    """Run passes until none waits, then word what they found and note what drifts.

    A second delivery finds nothing to do.
    """
    if run_passes(progress=progress):
        word_checks(until=PortfolioCheck.objects.waiting().exists)
        note_drift()


def run_passes(*, progress: Progress = lambda done: None) -> bool:
    """Run passes until none waits, for verdicts without words. Return whether the rules could be read."""
    while (taken := _take()) is not None:
        try:
            run_pass(taken, progress)
        except TakenOver:
            logger.warning("%s was taken over by another worker", taken)
        except UnreadableRules as problem:
            _give_back(taken)
            logger.error("%d entries wait: %s", Entry.objects.count(), problem)
            return False
        except BaseException:
            _give_back(taken)
            raise
    return True


def _take() -> PortfolioCheck | None:
    """Claim a pass that waits; None where there is none, or another is running."""
    # What was begun goes first: nothing else can run before it is finished.
    for one in PortfolioCheck.objects.waiting().order_by("-status"):
        one.status, one.claim, one.as_of = CheckStatus.RUNNING, uuid.uuid4(), clock.today()
        one.started_at = one.heard_at = clock.now()
        said = {name: getattr(one, name) for name in ("status", "claim", "as_of", "started_at", "heard_at")}
        try:
            with transaction.atomic():
                if PortfolioCheck.objects.waiting().filter(pk=one.pk).update(**said):
                    return one
        except IntegrityError:
            return None
    return None


def _give_back(taken: PortfolioCheck) -> None:
    """Leave a pass to whoever comes next; where another waits already, that one does for both."""
    ours = PortfolioCheck.objects.filter(pk=taken.pk, claim=taken.claim)
    try:
        with transaction.atomic():
            ours.update(status=CheckStatus.QUEUED, claim=None)
    except IntegrityError:
        ours.update(status=CheckStatus.ERRORED, claim=None)
