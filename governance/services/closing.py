"""Closing conditions: each once, and told of in the same breath."""

from collections.abc import Mapping
from typing import Any

from governance.models import Condition, ConditionState, Submission
from governance.workflow import IN_FORCE, Status
from policies.canonical import digest
from registry import clock
from registry.ledger.salting import salted_digest
from registry.ledger.writing import Happening, record, record_many
from registry.models import AuditEvent


def close_condition(
    condition: Condition, state: ConditionState, *, evidence: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Close an open condition of a locked submission. Values that were seen stand in no event."""
    condition.state, condition.closed_at, condition.evidence = state, clock.now(), evidence or {}
    condition.save(update_fields=["state", "closed_at", "evidence"])
    told = {"evidence_digest": evidence_digest_of(condition)} if evidence else {}
    return record(f"condition.{state}", condition, by=None, **told)


def drop_conditions(submission: Submission, to: Status) -> None:
    """Close what a locked ``submission`` that becomes ``to`` does not hang on (any more)."""
    if to is Status.IN_REVIEW:
        return
    left = submission.conditions.open()
    if to in IN_FORCE or to is Status.SUSPENDED:
        left = left.exclude(vote__counted=True)
    dropped = list(left.order_by("pk"))
    if not dropped:
        return
    rows = Condition.objects.filter(pk__in=[one.pk for one in dropped])
    rows.update(state=ConditionState.DROPPED, closed_at=clock.now())
    record_many([Happening("condition.dropped", one.subject) for one in dropped], by=None)


def condition_digest(condition: Condition) -> str:
    """SHA-256 over what a condition asks, of whom, and until when."""
    owner = str(condition.owner.uid) if condition.owner else ""
    return digest([condition.text, condition.expression, owner, condition.due_on.isoformat()])


def evidence_digest_of(condition: Condition) -> str:
    return salted_digest(condition.submission.salt, condition.evidence)
