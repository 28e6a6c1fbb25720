"""A waiver: one rule, one record, and what was known when it was granted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Waiver:
    """A promise to live with findings of one rule in one record, up to and including ``expires_on``.

    ``evidence`` maps the fingerprint of each finding it was granted for to its evidence digest.
    ``requester`` and ``approvers`` name people in any one way, such as by e-mail address.
    """

    id: str
    rule_id: str
    rule_version: int
    kind: str
    key: str
    reason: str
    compensating_control: str
    requester: str
    approvers: tuple[str, ...]
    granted_on: date
    expires_on: date
    evidence: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """As a registry export holds it."""
        return {
            "id": self.id,
            "rule_id": self.rule_id,
            "rule_version": self.rule_version,
            "kind": self.kind,
            "key": self.key,
            "reason": self.reason,
            "compensating_control": self.compensating_control,
            "requester": self.requester,
            "approvers": sorted(self.approvers),
            "granted_on": self.granted_on.isoformat(),
            "expires_on": self.expires_on.isoformat(),
            "evidence": dict(sorted(self.evidence.items())),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Waiver":
        """The inverse of ``to_json``, for a mapping that its schema has let through."""
        days = {name: date.fromisoformat(said[name]) for name in ("granted_on", "expires_on")}
        return cls(**{**said, **days, "approvers": tuple(said["approvers"])})
