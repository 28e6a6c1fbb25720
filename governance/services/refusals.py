"""Refused attempts are part of the record too: who tried what they may not is what auditors look for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from registry import clock
from registry.ledger.writing import record
from registry.models import AuditEvent, User


@contextmanager
def refusals_recorded(action: str, thing: Any, *, by: User | None, of: str = "") -> Iterator[None]:
    """Run the block in one transaction. A ``PermissionDenied`` undoes it, is recorded, and goes on.

    See ``record_refusal``. Without ``by`` it is Muster that acts, and nobody is refused.
    """
    try:
        with transaction.atomic():
            yield
    except PermissionDenied as refusal:
        if by is not None:
            record_refusal(action, thing, by=by, of=of, why=str(refusal))
        raise


@transaction.atomic
def record_refusal(action: str, thing: Any, *, by: User, why: str, of: str = "") -> None:
    """Record that ``by`` was refused, once a day: who tries the same again and again fills no ledger.

    ``thing`` is a row with a ``subject``, or a subject; its model names the event, such as
    ``submission.decision_refused``. ``of`` names it instead where what was tried would have made a row.
    """
    if not isinstance(thing, str):
        # The row lock keeps two events of one thing from asking for the same place in its chain.
        type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    name = f"{of or thing._meta.model_name}.{action}_refused"
    subject = thing if isinstance(thing, str) else thing.subject
    today = AuditEvent.objects.filter(subject=subject, actor=str(by.uid), at__date=clock.today())
    if not today.filter(action=name, body__why=why).exists():
        record(name, subject, by=by, why=why)
