"""Are assessments those that the ledger tells of?"""

from collections.abc import Iterator
from typing import Any

from governance.assessing import FROZEN_STATES, State
from governance.models import Assessment
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break

_STATE_OF = {"assessment.started": State.IN_PROGRESS} | {f"assessment.{state}": state for state in State}


def find_changed_assessments() -> Iterator[Break]:
    """Yield every assessment whose state, content, approver or term is not what was recorded, or is gone."""
    told = _told()
    rows = Assessment.objects.select_related("approver").order_by("pk")
    for assessment in rows.iterator(chunk_size=200):
        events = told.pop(assessment.subject, None)
        if events is None:
            yield Break(assessment.subject, 0, "the ledger tells of no such assessment")
            continue
        for difference in _differences(assessment, events):
            yield Break(assessment.subject, assessment.version, difference)
    for subject in sorted(told):
        yield Break(subject, 0, "the assessment that the ledger tells of is gone")


def _told() -> dict[str, dict[str, Any]]:
    """By subject: the newest state, the newest digest of its content, and its approval."""
    actions = [*_STATE_OF, "assessment.saved"]
    events = AuditEvent.objects.filter(action__in=actions).order_by("subject", "sequence")
    told: dict[str, dict[str, Any]] = {}
    rows = events.values_list("subject", "action", "actor", "body")
    for subject, action, actor, body in rows.iterator(chunk_size=2000):
        known = told.setdefault(subject, {})
        known["state"] = _STATE_OF.get(action, known.get("state"))
        known["digest"] = body.get("digest", known.get("digest"))
        if action == "assessment.approved":
            known["approval"] = (actor, body["valid_until"])
    return told


def _differences(assessment: Assessment, told: dict[str, Any]) -> Iterator[str]:
    if assessment.state != told["state"]:
        yield "its state was changed"
    if assessment.answers_digest() != told["digest"]:
        yield "its answers were changed"
    if assessment.state not in FROZEN_STATES:
        return
    if assessment.content_digest != told["digest"]:
        yield "the digest of what was approved was changed"
    approver = str(assessment.approver.uid) if assessment.approver else ""
    until = assessment.valid_until.isoformat() if assessment.valid_until else ""
    if (approver, until) != told.get("approval"):
        yield "who approved it, or until when, was changed"
