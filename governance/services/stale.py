"""Approvals that know when they are stale: a material change suspends them in the transaction that makes it.

Whoever saves holds what rests on the changed entries, also what is being decided in this moment, and compares
it; and a decision compares once more. So of a save and a vote at once the later one sees the other.
"""

from collections.abc import Collection, Sequence
from typing import Final

from django.db import transaction

from governance.models import Submission
from governance.services.approvals import suspend_for
from governance.services.checks import MOST_AT_ONCE
from governance.services.material import changes_since, in_words
from governance.services.transitions import locked
from governance.workflow import IN_FORCE, OPEN, Status
from registry.manifests import chunked
from registry.models import Entry, User

# What a change can make stale, now or as soon as it is decided or put in force again.
_STANDING: Final = IN_FORCE | OPEN | {Status.SUSPENDED}
_CHUNK: Final = 1_000


def suspend_what_rests_on(entries: Sequence[Entry], *, by: User | None) -> None:
    """Suspend the approvals to which a change of ``entries`` is material (``MUSTER_AFTER_CHANGE``).

    Where many rest on them it is noted which, and they are compared once this is committed.
    """
    changed = [entry.pk for entry in entries if entry.revision_count > 1]
    found = _resting_on(changed)
    if not found:
        return
    # The newest first, everywhere: whoever decides on one holds it before those that give way to it.
    rows = Submission.objects.filter(pk__in=found).select_for_update().order_by("-pk")
    in_force = [pk for pk, status in rows.values_list("pk", "status") if status in IN_FORCE]
    if len(in_force) <= MOST_AT_ONCE:
        compare_approvals(in_force)
        return
    from governance.tasks import compare_approvals_noted

    Submission.objects.filter(pk__in=in_force).update(is_to_compare=True)
    compare_approvals_noted.delay_on_commit()


def compare_noted() -> None:
    """Compare what was noted to be compared. A second delivery finds nothing to do."""
    noted = Submission.objects.filter(is_to_compare=True).order_by("-pk").values_list("pk", flat=True)
    while pks := list(noted[:MOST_AT_ONCE]):
        compare_approvals(pks)


def compare_everything() -> None:
    """Compare every approval in force: vendors and purposes are changed, too, and tell nobody."""
    in_force = Submission.objects.in_force().order_by("-pk").values_list("pk", flat=True)
    for pks in chunked(list(in_force), MOST_AT_ONCE):
        compare_approvals(pks)


@transaction.atomic
def compare_approvals(pks: Collection[int]) -> None:
    """Suspend those of these approvals that what was said since makes stale."""
    if not pks:
        return
    rows = Submission.objects.in_force().filter(pk__in=pks).select_related("entry")
    found = {one.pk: one for one in rows.select_for_update(of=("self",)).order_by("-pk")}
    for pk, differences in changes_since(list(found.values())).items():
        suspend_for(found[pk], in_words(found[pk].entry.kind, differences))
    Submission.objects.filter(pk__in=pks, is_to_compare=True).update(is_to_compare=False)


def suspend_if_stale(submission: Submission) -> Submission:
    """What was just decided, suspended at once where what was frozen for it is no more what is so.

    ``submission`` is locked; to be called as the last thing that is done to it.
    """
    compare_approvals([submission.pk])
    return locked(submission)


def _resting_on(entries: Sequence[int]) -> set[int]:
    """What was frozen of these entries, or with one of them along, however deep."""
    found: set[int] = set()
    for part in chunked(entries, _CHUNK):
        own = Submission.objects.filter(entry__in=part, status__in=_STANDING)
        linked = Submission.linked.through.objects.filter(
            entry__in=part, submission__status__in=_STANDING
        ).values_list("submission", flat=True)
        found |= {*own.order_by().values_list("pk", flat=True), *linked}
    return found
