"""The record of a manifest as rules read it: the registry's facts, with the judgements held here put in.

Whatever in governance needs a record takes it from ``JudgedRegister``, so that checks,
submissions, pages and the API can't read two different ones.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from governance.assessing import State
from governance.models import Assessment
from policies.assessments.declared import doubt
from policies.assessments.held import Held, Row, with_assessments
from registry.documents import Register
from registry.manifests import Manifest
from registry.models import User
from registry.streaming import StreamedRegister
from registry.watching import Watched

_MOST_DAYS: Final = 4


class JudgedRegister(Register):
    """The register as of a day. With ``visible_to``, without what that user can't see (see ``Register``)."""

    def __init__(
        self, also: Iterable[Mapping[str, Any]] = (), *, as_of: date, visible_to: User | None = None
    ) -> None:
        self.judged = held_assessments(as_of)
        super().__init__(also, visible_to=visible_to, complete=completing(self.judged))


def streamed_with_judgements(held: Held) -> StreamedRegister:
    """The same for who asks about everything, with the assessments that are held on the day."""
    return StreamedRegister(complete=completing(held))


def completing(held: Held) -> Callable[[Register, Manifest], Manifest]:
    """Puts into the manifest of an entry what is held of it."""

    def complete(register: Register, manifest: Manifest) -> Manifest:
        if not manifest.get("assessments") and (manifest["kind"], manifest["key"]) not in held:
            return manifest
        of_it: Held = {} if register.stands_in(manifest["kind"], manifest["key"]) else held
        return with_assessments(manifest, of_it, org=register.organisation, lookup=register.find)

    return complete


def declared_assessments(manifest: Mapping[str, Any]) -> list[tuple[Row, str]]:
    """What a manifest declares itself, each with why its judgement does not count; "" where it does."""
    said, register = manifest.get("assessments"), Register()
    if not isinstance(said, list):
        return []
    return [(row, doubt(row, manifest, register.organisation, register.find)) for row in said]


def held_assessments(as_of: date, *, visible_to: User | None = None) -> Held:
    """What is held of each entry (kind and key), as rows of its ``assessments``, one a type, by type.

    They are shared where nobody is named for whom they are read: nobody may change them.
    """
    if visible_to is None:
        return _WATCHED.now().on(as_of)
    return _Judgements(Assessment.objects.standing().visible_to(visible_to)).on(as_of)


class _Judgements:
    """The assessments that stand, and what they are on a day."""

    def __init__(self, found: QuerySet[Assessment]) -> None:
        rows = found.select_related("entry", "author", "approver").defer("outline", "answers")
        # The approved one comes last within its type, and so has the last word for as long as it counts.
        self._rows = sorted(rows.order_by("type", "pk"), key=lambda one: one.state == State.APPROVED)
        self._days: dict[date, Held] = {}

    def on(self, as_of: date) -> Held:
        found = self._days.get(as_of)
        if found is None:
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            found = self._days[as_of] = self._held(as_of)
        return found

    def _held(self, as_of: date) -> Held:
        held: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
        for one in self._rows:
            rows_of_entry = held[one.entry.kind, one.entry.key]
            if one.type not in rows_of_entry or one.status(as_of) != "expired":
                rows_of_entry[one.type] = row_of(one, as_of)
        return {name: [rows[type_] for type_ in sorted(rows)] for name, rows in held.items()}


def _queries() -> list[QuerySet[Any]]:
    """All that ``row_of`` reads."""
    columns = ("type", "state", "facts", "approved_on", "valid_until", "content_digest")
    named = ("pk", "entry__kind", "entry__key", "author__email", "approver__email")
    return [Assessment.objects.standing().order_by("pk").values_list(*named, *columns)]


_WATCHED = Watched(_queries, lambda _: _Judgements(Assessment.objects.standing()))


def row_of(assessment: Assessment, as_of: date) -> Row:
    """One assessment as the part ``assessment`` of a manifest; an answer counts once someone approved it.

    A manifest can't give a ``document_url`` without a host: this one says that it was written here.
    """
    row: Row = {
        "type": assessment.type,
        "status": assessment.status(as_of),
        "assessor": assessment.author.email,
        "document_url": f"/assessments/{assessment.pk}/",
    }
    if assessment.state != State.APPROVED or assessment.approver is None:
        return row
    return row | {
        **assessment.facts,
        "completed_on": assessment.approved_on.isoformat() if assessment.approved_on else None,
        "valid_until": assessment.valid_until.isoformat() if assessment.valid_until else None,
        "approver": assessment.approver.email,
        "document_digest": assessment.content_digest,
    }
