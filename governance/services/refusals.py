"""Refused attempts are part of the record too: who tried what they may not is what auditors look for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.models import Submission
from registry.ledger.writing import record
from registry.models import User


@contextmanager
def refusals_recorded(action: str, submission: Submission, *, by: User) -> Iterator[None]:
    """Run the block in one transaction. A ``PermissionDenied`` undoes it, is recorded, and goes on."""
    try:
        with transaction.atomic():
            yield
    except PermissionDenied as refusal:
        with transaction.atomic():
            # The row lock keeps two events of one submission from asking for the same place in its chain.
            Submission.objects.select_for_update().get(pk=submission.pk)
            record(f"submission.{action}_refused", submission, by=by, why=str(refusal))
        raise
