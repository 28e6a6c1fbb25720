"""Letting go of what people read long ago, and of what the outbox sent."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from governance.models import Delivery, Notice
from registry import clock

_IN_ONE_PART: Final = 500  # rows of one transaction, so that nobody waits for long


def prune_notices() -> int:
    """Delete notices that were seen and are older than ``MUSTER_NOTICE_DAYS``. Return how many.

    What was not sent yet or was given up stays, however old, and so does what nobody has seen. What was sent
    of the latter goes. A second run finds nothing. The setting is longer than the month in which something is
    told once, so that none of it is told again.
    """
    before = clock.now() - timedelta(days=settings.MUSTER_NOTICE_DAYS)
    _delete(Delivery.objects.settled().filter(notice__created_at__lt=before))
    over = Q(recipient=None) | Q(seen_at__isnull=False)
    return _delete(Notice.objects.filter(over, created_at__lt=before, deliveries=None))


def _delete(rows: QuerySet) -> int:
    deleted = 0
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:_IN_ONE_PART]):
        deleted += rows.model._default_manager.filter(pk__in=pks).delete()[0]
    return deleted
