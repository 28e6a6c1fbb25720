"""Background work: one service, nothing else."""

from celery import shared_task
from django.db import OperationalError

from registry.services import comparing

_again = {"autoretry_for": (OperationalError,), "retry_backoff": True, "max_retries": 5}


@shared_task(**_again)
def compare_entries() -> None:
    """Compare what waits with everything else. A second delivery finds nothing to do."""
    comparing.compare_waiting()
