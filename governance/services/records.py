"""The record of a manifest as rules read it: the registry's facts, with the judgements held here put in.

Whatever in governance needs a record takes it from ``register_with_judgements``, so that checks,
submissions, pages and the API can't read two different ones.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from governance.assessing import State
from governance.models import Assessment
from policies.assessments.declared import doubt
from policies.assessments.held import Held, Row, with_assessments
from registry.documents import Manifest, Register
from registry.models import User
from registry.streaming import StreamedRegister


def register_with_judgements(
    also: Iterable[Mapping[str, Any]] = (), *, as_of: date, visible_to: User | None = None
) -> Register:
    """The register as of a day. With ``visible_to``, without what that user can't see (see ``Register``)."""
    register = Register(also, visible_to=visible_to, complete=lambda manifest: complete(register, manifest))
    complete = completing(held_assessments(as_of))
    return register


def streamed_with_judgements(held: Held) -> StreamedRegister:
    """The same for who asks about everything, with the assessments that are held on the day."""
    register = StreamedRegister(complete=lambda manifest: complete(register, manifest))
    complete = completing(held)
    return register


def completing(held: Held) -> Callable[[Register, Manifest], Manifest]:
    """Puts into the manifest of an entry what is held of it."""

    def complete(register: Register, manifest: Manifest) -> Manifest:
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
    """What is held of each entry (kind and key), as rows of its ``assessments``, one a type, by type."""
    found = Assessment.objects.standing()
    if visible_to is not None:
        found = found.visible_to(visible_to)
    # The approved one comes last within its type, and so has the last word for as long as it counts.
    rows = found.select_related("entry", "author", "approver").defer("outline", "answers")
    held: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for one in sorted(rows.order_by("type", "pk"), key=lambda one: one.state == State.APPROVED):
        rows_of_entry = held[one.entry.kind, one.entry.key]
        if one.type not in rows_of_entry or one.status(as_of) != "expired":
            rows_of_entry[one.type] = row_of(one, as_of)
    return {name: [rows[type_] for type_ in sorted(rows)] for name, rows in held.items()}


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
