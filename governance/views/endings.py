"""Who ended or suspended an approval, as the ledger has it."""

from dataclasses import dataclass

from django.utils import timezone

from governance.models import PastRound, Seat, Submission
from governance.views.history import names_of
from registry.ledger.models import AuditEvent
from registry.ledger.writing import SYSTEM


@dataclass(frozen=True)
class EndedBy:
    """``seats`` are those that the person held on that day; none where Muster did it by itself."""

    who: str
    seats: tuple[str, ...]


def ended_by(submission: Submission) -> EndedBy | None:
    """None for an approval that nobody ended."""
    return _ended(submission.subject, submission, submission.round)


def ended_before(past: PastRound) -> EndedBy | None:
    """The same of an earlier round."""
    return _ended(past.submission.subject, past, past.number)


def _ended(subject: str, decided: Submission | PastRound, number: int) -> EndedBy | None:
    if not decided.ended_why:
        return None
    ends = AuditEvent.objects.filter(
        subject=subject, action=f"submission.{decided.status}", body__round=number
    )
    event = ends.order_by("-sequence").first()
    if event is None:
        return None
    if event.actor == SYSTEM:
        return EndedBy("Muster", ())
    terms = Seat.objects.serving_on(timezone.localdate(event.at)).filter(holder__uid=event.actor)
    seats = tuple(dict.fromkeys(term.get_function_display() for term in terms))
    return EndedBy(names_of([event.actor]).get(event.actor, event.actor), seats)
