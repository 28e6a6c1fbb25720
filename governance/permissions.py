"""Who may decide. Each check raises with a sentence that says why not and who can."""

from django.core.exceptions import PermissionDenied

from governance.models import Seat, Submission
from policies.record import term_label
from registry.models import Membership, Revision, User
from registry.permissions import may_submit


def check_can_submit(by: User, entry: object) -> None:
    if not may_submit(by, entry):
        raise PermissionDenied(f"Only members of {entry.owner_team} can put this before the council.")


def check_can_decide(by: User, submission: Submission) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds the required seat and has no part in what is decided.

    The seat is what counts: being an administrator gives no vote.
    """
    seat = term_label("function", submission.required_seat)
    if not by.is_active or not Seat.objects.held_by(by).filter(function=submission.required_seat).exists():
        raise PermissionDenied(f"Only the holder of the council's {seat} seat can decide on this.")
    conflict = conflict_of_interest(by, submission)
    if conflict:
        raise PermissionDenied(f"{conflict} Someone else with the {seat} seat has to decide.")


def conflict_of_interest(by: User, submission: Submission) -> str:
    """Why ``by`` may not judge ``submission``; "" when nothing stands against it."""
    entry = submission.entry
    if by.pk == submission.submitted_by_id:
        return "You submitted this yourself."
    if Membership.objects.filter(user=by, team=entry.owner_team_id).exists():
        return f"You belong to {entry.owner_team}, which submitted this."
    if by.pk == entry.accountable_person_id:
        return "You are the person accountable for this."
    if Revision.objects.filter(entry=entry, author=by, number__lte=submission.revision).exists():
        return "You edited what is being decided."
    return ""


def can_decide(by: User, submission: Submission) -> bool:
    """The same question for a page that shows or hides the form."""
    try:
        check_can_decide(by, submission)
    except PermissionDenied:
        return False
    return True
