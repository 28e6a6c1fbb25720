"""Waivers as lists and badges show them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from governance.models import CheckRun, Waiver
from governance.models.waivers import WaiverQuerySet
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
