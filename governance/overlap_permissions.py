"""Who may decide on two entries that look alike, and whose decision stands against others."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.models import OverlapDecision, Seat
from registry.models import Entry, Membership, User


def check_can_decide_overlap(by: User, entry: Entry, other: Entry) -> None:
    """Raise ``PermissionDenied`` unless ``by`` sees both entries, and may edit one or sits on the council."""
    if refusal := refusal_to_decide_overlap(by, entry, other):
        raise PermissionDenied(refusal)


def refusal_to_decide_overlap(by: User, entry: Entry, other: Entry) -> str:
    """Why ``by`` may not decide on this pair; "" where nothing stands against it."""
    if entry.pk == other.pk or entry.kind != other.kind:
        return "Two different entries of one kind are compared."
    both = (entry.pk, other.pk)
    if not by.is_active or Entry.objects.visible_to(by).filter(pk__in=both).count() < len(both):
        return "You can decide only on entries that you may both see. Ask the council."
    if Entry.objects.editable_by(by).filter(pk__in=both).exists() or Seat.objects.held_by(by).exists():
        return ""
    return f"Only members of {entry.owner_team} or {other.owner_team}, and the council, can decide on this."


def check_can_end_overlap(by: User, standing: OverlapDecision) -> None:
    """Raise ``PermissionDenied`` where only the council decides anew, or takes its decision back."""
    if refusal := refusal_to_end_overlap(by, standing):
        raise PermissionDenied(refusal)


def refusal_to_end_overlap(by: User, standing: OverlapDecision) -> str:
    """Why ``by`` may not put another decision in its place; "" where nothing stands against it."""
    if Seat.objects.held_by(by).exists() or not _is_of_council(standing):
        return ""
    return "This was decided for the council. Ask the council to look at it again."


def _is_of_council(decision: OverlapDecision) -> bool:
    """Whether it was made from a seat, by somebody who is in the team of neither entry."""
    then = Seat.objects.serving_on(timezone.localdate(decision.decided_at))
    teams = (decision.entry.owner_team_id, decision.other.owner_team_id)
    own = Membership.objects.filter(user=decision.decided_by, team__in=teams)
    return then.filter(holder=decision.decided_by).exists() and not own.exists()
