"""Who may judge. Each check raises with a sentence that says why not and who can."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied

from governance.acting import Parts, refusal_to_act, seats_of
from governance.charter import UnreadableCharter, charter
from governance.models import Activation, Assessment, CharterChange, Seat, Submission, Waiver, WaiverStatus
from governance.parts import part_today, parts_in, parts_of
from policies.record import term_label
from registry.models import Entry, Membership, Revision, User
from registry.permissions import may_submit

_Change = TypeVar("_Change", Activation, CharterChange)


def check_can_submit(by: User, entry: Entry) -> None:
    if not may_submit(by, entry):
        raise PermissionDenied(f"Only members of {entry.owner_team} can put this before the council.")


def is_on_council(user: Any) -> bool:
    """Whether ``user`` is in the council's group, seated today or not: pages ask this without a query."""
    return bool(user.is_active and user.has_perm("governance.view_reviewseat"))


def check_can_suspend(by: User, submission: Submission) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds a seat that may suspend and has no part in it."""
    if refusal := suspension_refusal(by, submission):
        raise PermissionDenied(refusal)


def suspension_refusal(by: User, submission: Submission) -> str:
    """Why ``by`` may not suspend, revoke or put in force again; "" where nothing stands against it."""
    try:
        seats = charter().may_suspend
    except UnreadableCharter as problem:
        return str(problem)
    words = f"Only holders of these seats of the council can suspend or revoke an approval: {_named(seats)}."
    if refusal := refusal_to_act(by, seats, parts_in(submission), words):
        return refusal
    part = parts_of([(by, submission)])[0]
    return f"{part} Someone else has to do this." if part else ""


def check_can_ask_for_waiver(by: User, entry: Entry) -> None:
    if not may_submit(by, entry):
        raise PermissionDenied(f"Only members of {entry.owner_team} can ask for a waiver of this.")


def check_can_judge_waiver(by: User, waiver: Waiver) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds a seat that may waive and has no part in the entry."""
    if refusal := waiver_refusal(by, waiver):
        raise PermissionDenied(refusal)


def waiver_refusal(by: User, waiver: Waiver) -> str:
    """Why ``by`` may not judge this request; "" where nothing stands against it. Expects ``with_people``."""
    seats = charter().may_waive
    words = f"Only holders of these seats of the council can approve or end a waiver: {_named(seats)}."
    if refusal := refusal_to_act(by, seats, _parts_in_waiver(waiver), words):
        return refusal
    conflict = _parts_in_waivers([(by, waiver)])[0]
    return f"{conflict} Someone else has to decide." if conflict else ""


def seats_that_waive(by: User, waiver: Waiver) -> list[str]:
    """The seats from which ``by`` may judge this request."""
    return seats_of(by, charter().may_waive, _parts_in_waiver(waiver))


def lost_approvals(waivers: Iterable[Waiver]) -> dict[int, str]:
    """The approvals, by primary key, that do not count, each with what their giver is no more.

    Of a request: those whose giver could not approve today. Of what was granted: those that could not then.
    What an alternate approved in place of a holder who was away stays approved when they are back.
    The same few queries for any number; expects ``with_people``.
    """
    given = [(one, waiver) for waiver in waivers for one in waiver.approvals.all()]
    then = "could not approve any more when it was granted"
    lost = {one.pk: then for one, waiver in given if waiver.granted_on and not one.counted}
    asked = [(one, waiver) for one, waiver in given if waiver.status == WaiverStatus.ASKED]
    seated = _may_waive(one.approver for one, _ in asked)
    parts = _parts_in_waivers([(one.approver, waiver) for one, waiver in asked])
    for (one, _), part in zip(asked, parts, strict=True):
        if one.approver_id not in seated:
            lost[one.pk] = "holds no seat that may waive any more"
        elif part:
            lost[one.pk] = "has a part in this by now"
    return lost


def _may_waive(people: Iterable[User]) -> set[int]:
    """Which of ``people``, by primary key, hold a seat that may waive today, and have not left."""
    active = [one.pk for one in people if one.is_active]
    if not active:
        return set()
    seats = Seat.objects.serving().filter(function__in=charter().may_waive, holder__in=active)
    return set(seats.values_list("holder", flat=True))


def _parts_in_waiver(waiver: Waiver) -> Parts:
    return lambda people: _parts_in_waivers([(one, waiver) for one in people])


def _parts_in_waivers(pairs: Sequence[tuple[User, Waiver]]) -> list[str]:
    """What part each person has in each waiver, or had when it was asked for; "" for none."""
    if not pairs:
        return []
    people, entries = {by.pk for by, _ in pairs}, {waiver.entry_id for _, waiver in pairs}
    teams = set(Membership.objects.filter(user__in=people).values_list("user", "team"))
    edited = set(Revision.objects.filter(author__in=people, entry__in=entries).values_list("author", "entry"))
    parties = set(
        Waiver.parties.through.objects.filter(
            user__in=people, waiver__in={one.pk for _, one in pairs}
        ).values_list("user", "waiver")
    )
    return [
        part_today(
            by,
            waiver,
            {team for user, team in teams if user == by.pk},
            (by.pk, waiver.entry_id) in edited,
            asked_by=waiver.requested_by_id,
        )
        or ("You had a part in this when it was asked for." if (by.pk, waiver.pk) in parties else "")
        for by, waiver in pairs
    ]


def check_can_approve(by: User, assessment: Assessment) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds the seat and has no part in it or its entry."""
    refusal = approval_refusal(by, assessment)
    if refusal:
        raise PermissionDenied(refusal)


def approval_refusal(by: User, assessment: Assessment) -> str:
    """Why ``by`` may not judge this; "" where nothing stands against it. It does not look at the state."""
    seat = assessment.required_seat
    label = term_label("function", seat) if seat else ""
    words = f"Only the holder of the council's {label} seat can approve this."
    if refusal := refusal_to_act(by, [seat], lambda all: [_part_in(one, assessment) for one in all], words):
        return refusal
    conflict = _part_in(by, assessment)
    return f"{conflict} Someone else with the {label} seat has to approve it." if conflict else ""


def _part_in(by: User, assessment: Assessment) -> str:
    if assessment.writers.filter(pk=by.pk).exists():
        return "You helped to write this."
    teams = set(Membership.objects.filter(user=by).values_list("team", flat=True))
    edited = Revision.objects.filter(author=by, entry=assessment.entry_id).exists()
    conflict = part_today(by, assessment, teams, edited, asked_by=assessment.author_id)
    if not conflict and assessment.parties.filter(pk=by.pk).exists():
        return "You had a part in this when it was submitted."
    return conflict


def check_can_propose_rules(by: User) -> None:
    if not may_propose_rules(by):
        raise PermissionDenied("Only the council and operators can propose a change of the rules.")


def may_propose_rules(by: User) -> bool:
    return by.is_active and by.has_perm("governance.propose_rules")


def check_can_activate(by: User, change: Activation) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds a seat that the charter names, and had no part in it."""
    if refusal := refusal_to_activate(by, change):
        raise PermissionDenied(refusal)


def refusal_to_activate(by: User, change: Activation) -> str:
    """Why ``by`` may not decide on it; "" where nothing stands against that. Only seats count, not rights."""
    return _refusal_to_decide(by, change, "rules", _part_in_rules)


def _part_in_rules(by: User, change: Activation) -> str:
    if by.pk == change.proposed_by_id:
        return "You proposed this yourself: somebody else has to decide on it."
    if by.pk == change.author_id or by in change.authors():
        return "You wrote a pack in this: somebody else has to decide on it."
    if Activation.objects.filter(rule_set=change.rule_set_id, proposed_by=by).exists():
        return "You proposed these very rules before: somebody else has to decide on them."
    return ""


def check_can_adopt_charter(by: User, change: CharterChange) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds a seat that the charter in force lets change it."""
    if refusal := refusal_to_adopt(by, change):
        raise PermissionDenied(refusal)


def refusal_to_adopt(by: User, change: CharterChange) -> str:
    """Why ``by`` may not decide on a charter; "" where nothing stands against it."""
    return _refusal_to_decide(by, change, "the charter", _part_in_charter)


def _part_in_charter(by: User, change: CharterChange) -> str:
    same = CharterChange.objects.filter(digest=change.digest, proposed_by=by)
    if by.pk == change.proposed_by_id or same.exists():
        return "You proposed this yourself: somebody else has to decide on it."
    return ""


def _refusal_to_decide(by: User, change: _Change, what: str, part_of: Callable[[User, _Change], str]) -> str:
    if part := part_of(by, change):
        return part
    try:
        seats = charter().may_change_rules
    except UnreadableCharter as problem:
        return str(problem)
    words = f"Only who holds one of these seats of the council can decide on {what}: {_named(seats)}."
    return refusal_to_act(by, seats, lambda all: [part_of(one, change) for one in all], words)


def _named(seats: Iterable[str]) -> str:
    return ", ".join(str(term_label("function", one)) for one in seats)
