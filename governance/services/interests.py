"""Declaring an interest in a vendor: who has one is not heard on what names that vendor."""

from django.core.exceptions import PermissionDenied

from governance.models import Interest, Seat, Submission
from governance.services.hearing import hear_anew
from governance.services.refusals import refusals_recorded
from governance.ties import ties_of
from policies.canonical import digest
from registry import clock
from registry.ledger.writing import Happening, record, record_many
from registry.models import User


class InterestRefused(ValueError):
    """It can't be declared so. ``field`` is what to change."""

    def __init__(self, message: str, field: str) -> None:
        self.field = field
        super().__init__(message)


def declare_interest(vendor: str, what: str, *, by: User) -> Interest:
    """Keep from today on that ``by`` is tied to ``vendor``, also for what is before the council.

    What they said before on such a submission is not counted any more, and who stands in is asked. Raises
    ``PermissionDenied`` and ``InterestRefused``. Declaring the same once more changes nothing.
    """
    with refusals_recorded("declaration", by.subject, by=by, of="interest"):
        if not may_declare(by):
            raise PermissionDenied("Only who speaks for a seat of the council declares interests.")
        return _declare(vendor.strip(), what.strip(), by=by)


def _declare(vendor: str, what: str, *, by: User) -> Interest:
    if not vendor:
        raise InterestRefused("Name the vendor.", "vendor")
    if not what:
        raise InterestRefused("Say what you have to do with it.", "what")
    same = Interest.objects.in_force().filter(person=by, vendor=vendor, what=what, until=None).first()
    if same is not None:
        return same
    made = Interest.objects.create(
        person=by, vendor=vendor, what=what, since=clock.today(), declared_at=clock.now()
    )
    told = {"vendor_digest": digest(vendor), "what_digest": digest(what), "since": made.since.isoformat()}
    record("interest.declared", made, by=by, **told)
    waiting = list(Submission.objects.open().values_list("pk", flat=True))
    tied = [pk for _, pk in ties_of([by.pk], waiting)]
    _take_part(by, tied)
    for submission in Submission.objects.awaiting_council().filter(pk__in=tied).order_by("-pk"):
        hear_anew(submission)
    return made


def _take_part(by: User, submissions: list[int]) -> None:
    """Keep that ``by`` has a part in these from now on: each has an event of it, which names no vendor."""
    new = Submission.objects.filter(pk__in=submissions).exclude(parties=by).order_by("pk").only("pk")
    by.submissions_with_a_part.add(*(found := list(new)))
    person = {"person": str(by.uid)}
    record_many([Happening("submission.party_added", one.subject, person) for one in found], by=by)


def end_interest(interest: Interest, *, by: User) -> Interest:
    """Let today be its last day. What was submitted until then stays closed to its owner.

    Raises ``PermissionDenied``.
    """
    with refusals_recorded("ending", interest, by=by):
        rows = Interest.objects.select_for_update(of=("self",)).select_related("person")
        interest = rows.get(pk=interest.pk)
        if by != interest.person:
            raise PermissionDenied("People end their own interests.")
        if interest.until is None:
            interest.until = clock.today()
            interest.save(update_fields=["until"])
            record("interest.ended", interest, by=by, until=interest.until.isoformat())
        return interest


def may_declare(by: User) -> bool:
    return by.is_active and Seat.objects.spoken_for(by).exists()
