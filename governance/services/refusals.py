"""Refused attempts are part of the record too: who tried what they may not is what auditors look for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from registry.ledger.writing import record
from registry.models import User


@contextmanager
def refusals_recorded(action: str, thing: Any, *, by: User) -> Iterator[None]:
    """Run the block in one transaction. A ``PermissionDenied`` undoes it, is recorded, and goes on.

    ``thing`` is a row with a ``subject``; its model names the event, such as ``submission.decision_refused``.
    """
    try:
        with transaction.atomic():
            yield
    except PermissionDenied as refusal:
        with transaction.atomic():
            # The row lock keeps two events of one thing from asking for the same place in its chain.
            type(thing)._default_manager.select_for_update().get(pk=thing.pk)
            record(f"{thing._meta.model_name}.{action}_refused", thing, by=by, why=str(refusal))
        raise
