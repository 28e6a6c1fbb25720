"""Who may judge. Each check raises with a sentence that says why not and who can."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from governance.models import Seat, Submission
from policies.record import term_label
from registry.models import Entry, Membership, Revision, User
from registry.permissions import may_submit


def check_can_submit(by: User, entry: Entry) -> None:
    if not may_submit(by, entry):
        raise PermissionDenied(f"Only members of {entry.owner_team} can put this before the council.")


def check_can_decide(by: User, submission: Submission) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds the required seat and has no part in what is decided.

    The seat is what counts: being an administrator gives no vote.
    """
    refusal = refusals(by, [submission])[submission.pk]
    if refusal:
        raise PermissionDenied(refusal)


def can_decide(by: User, submission: Submission) -> bool:
    """The same question for a page that shows or hides the form. It does not look at the status."""
    return not refusals(by, [submission])[submission.pk]


def refusals(by: User, submissions: Iterable[Submission]) -> dict[int, str]:
    """Why ``by`` may not decide on each of these, by primary key; "" where nothing stands against it.

    The same few queries for any number; expects ``entry__owner_team`` and ``team`` to be selected.
    """
    submissions = list(submissions)
    seats = set(Seat.objects.held_by(by).values_list("function", flat=True)) if by.is_active else set()
    conflicts = _conflicts(by, submissions)
    return {
        submission.pk: _refusal(submission, seats, conflicts.get(submission.pk, ""))
        for submission in submissions
    }


def _refusal(submission: Submission, seats: set[str], conflict: str) -> str:
    seat = term_label("function", submission.required_seat)
    if submission.required_seat not in seats:
        return f"Only the holder of the council's {seat} seat can decide on this."
    return f"{conflict} Someone else with the {seat} seat has to decide." if conflict else ""


def _conflicts(by: User, submissions: list[Submission]) -> dict[int, str]:
    pks = [submission.pk for submission in submissions]
    entries = [submission.entry_id for submission in submissions]
    teams = set(Membership.objects.filter(user=by).values_list("team", flat=True))
    edited = set(Revision.objects.filter(author=by, entry__in=entries).values_list("entry", "number"))
    parties = Submission.parties.through.objects.filter(user=by, submission__in=pks)
    had_a_part = set(parties.values_list("submission", flat=True))
    return {
        submission.pk: _part_today(by, submission, teams, edited)
        or ("You had a part in this when it was submitted." if submission.pk in had_a_part else "")
        for submission in submissions
    }


def _part_today(by: User, submission: Submission, teams: set[int], edited: set[tuple[int, int]]) -> str:
    entry = submission.entry
    if by.pk == submission.submitted_by_id:
        return "You submitted this yourself."
    if entry.owner_team_id in teams:
        return f"You belong to {entry.owner_team}, which submitted this."
    if submission.team_id in teams:
        return f"You belong to {submission.team}, which submitted this."
    if by.pk == entry.accountable_person_id:
        return "You are the person accountable for this."
    if any(entry.pk == changed and number <= submission.revision for changed, number in edited):
        return "You edited what is being decided."
    return ""
