"""Waivers as lists and badges show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from governance.models import CheckRun, Waiver, WaiverApproval
from governance.models.waivers import WaiverQuerySet
from governance.permissions import lost_approvals
from governance.reports.standing import Look

LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "asked": Look("Asked for", "plain", "wait"),
        "granted": Look("In force", "warn", "seal"),
        "expired": Look("Expired", "open", "wait"),
        "lapsed": Look("Not approved in time", "open", "wait"),
        "rejected": Look("Rejected", "bad", "stop"),
        "withdrawn": Look("Withdrawn", "open", "back"),
        "revoked": Look("Revoked", "bad", "stop"),
    }
)


@dataclass(frozen=True)
class Agreement:
    """Who approved a waiver; with each approval, why it does not count, "" where it does."""

    approvals: list[tuple[WaiverApproval, str]]
    needed: int

    @property
    def counting(self) -> int:
        return sum(not why for _, why in self.approvals)

    @property
    def lost(self) -> list[str]:
        """A sentence for each approval that does not count."""
        return [f"{one.approver} {why}: this approval does not count." for one, why in self.approvals if why]


def agreement_on(waiver: Waiver) -> Agreement:
    return agreements_on([waiver])[0][1]


def agreements_on(waivers: Sequence[Waiver]) -> list[tuple[Waiver, Agreement]]:
    """Each with who approved it, in the same few queries for any number."""
    lost = lost_approvals(waivers)
    given = {one.pk: [(by, lost.get(by.pk, "")) for by in one.approvals.all()] for one in waivers}
    return [(one, Agreement(given[one.pk], one.approvals_needed)) for one in waivers]


def waivers_for(user: Any) -> WaiverQuerySet:
    return Waiver.objects.visible_to(user).with_people()


def use_of(waiver: Waiver) -> dict[str, Any] | None:
    """What the entry's current check made of a waiver in force: status, and a sentence that says why."""
    run = CheckRun.objects.current().filter(entry=waiver.entry_id).first()
    uses = run.waivers if run is not None and waiver.standing == "granted" else []
    return next((use for use in uses if use["id"] == str(waiver.pk)), None)


def decisions_on(waiver: Waiver) -> list[tuple[str, str]]:
    """What can be decided as it stands today: value and label."""
    match waiver.standing:
        case "asked":
            return [("approve", "Approve"), ("reject", "Reject")]
        case "granted":
            return [("revoke", "End it now")]
        case _:
            return []
