"""Are assessments those that the ledger tells of?"""

from collections.abc import Iterator
from typing import Any

from governance.assessing import FROZEN_STATES, State
from governance.models import Assessment
from policies.assessments import facts_from, read_outline
from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against

_STATE_OF = {"assessment.started": State.IN_PROGRESS} | {f"assessment.{state}": state for state in State}


_APPROVAL = ("seat", "approved_on", "valid_until", "remark_digest")


def find_changed_assessments() -> Iterator[Break]:
    """Yield every assessment that is gone, or not as recorded in what rules or people read of it."""
    rows = Assessment.objects.select_related("entry", "author", "approver").order_by("pk")
    found = rows.iterator(chunk_size=200)
    yield from hold_against(_told(), found, "assessment", _differences, number=lambda one: one.version)


def _told() -> dict[str, dict[str, Any]]:
    """By subject: how it began, the newest state, the newest digest of its content, and its approval."""
    actions = [*_STATE_OF, "assessment.saved"]
    events = AuditEvent.objects.filter(action__in=actions).order_by("subject", "sequence")
    told: dict[str, dict[str, Any]] = {}
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        known = told.setdefault(subject, {})
        known["state"] = _STATE_OF.get(action, known.get("state"))
        known["digest"] = body.get("digest", known.get("digest"))
        if action == "assessment.started":
            known["start"] = {"author": actor} | {name: body[name] for name in ("entry", "type", "version")}
        if action == "assessment.approved":
            known["approval"] = {"approver": actor} | {name: body.get(name) for name in _APPROVAL}
    return told


def _differences(assessment: Assessment, told: dict[str, Any]) -> Iterator[str]:
    if assessment.state != told["state"]:
        yield "its state was changed"
    if _start(assessment) != told["start"]:
        yield "what it is of, or who began it, was changed"
    if assessment.answers_digest() != told["digest"]:
        yield "its answers were changed"
    elif assessment.facts != facts_from(read_outline(assessment.outline), assessment.answers):
        yield "what rules read of its answers was changed"
    if assessment.state not in FROZEN_STATES:
        return
    if assessment.content_digest != told["digest"]:
        yield "the digest of what was approved was changed"
    if _approval(assessment) != told.get("approval"):
        yield "who approved it, when, until when, or with which words was changed"


def _start(assessment: Assessment) -> dict[str, Any]:
    return {
        "author": str(assessment.author.uid),
        "entry": assessment.entry.subject,
        "type": assessment.type,
        "version": assessment.version,
    }


def _approval(assessment: Assessment) -> dict[str, Any]:
    return {
        "approver": str(assessment.approver.uid) if assessment.approver else "",
        "seat": assessment.required_seat,
        "approved_on": assessment.approved_on.isoformat() if assessment.approved_on else "",
        "valid_until": assessment.valid_until.isoformat() if assessment.valid_until else "",
        "remark_digest": digest(assessment.remark),
    }
