"""Beside each finding: where a waiver of it can be asked for, or where one is being asked for."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse

from governance.models import CheckRun, Waiver
from governance.services.waivable import waivable_in
from governance.views.findings import ShownFinding
from registry.models import Entry


def offer_waivers(
    shown: Iterable[ShownFinding], entry: Entry, run: CheckRun | None, waivers: Iterable[Waiver]
) -> list[ShownFinding]:
    """``shown`` with a link where ``run`` (with its findings prefetched) found what may be waived."""
    asked = {one.rule_id: one for one in waivers if one.standing == "asked"}
    open_to = waivable_in(run)
    return [_offered(one, entry, asked, open_to) for one in shown]


def _offered(one: ShownFinding, entry: Entry, asked: dict[str, Waiver], open_to: Any) -> ShownFinding:
    rule = one.said.rule_id
    if rule in asked:
        url = reverse("waiver", args=[asked[rule].pk])
        return replace(one, waiver_url=url, waiver_text="A waiver is asked for")
    if rule not in open_to:
        return one
    url = reverse("ask_for_waiver", args=[entry.kind, entry.key, rule])
    return replace(
        one, waiver_url=url, waiver_text="Renew the waiver" if one.said.waiver else "Ask for a waiver"
    )


def shown_waivers(waivers: Iterable[Waiver], run: CheckRun | None) -> list[tuple[Waiver, str]]:
    """Each waiver that is not over, with why it doesn't count where it doesn't."""
    uses = {use["id"]: use for use in run.waivers} if run else {}
    return [(one, _why_not(one, uses)) for one in waivers if one.standing in {"asked", "granted", "expired"}]


def _why_not(one: Waiver, uses: dict[str, dict[str, Any]]) -> str:
    use = uses.get(str(one.pk))
    counts = use is None or use["status"] == "in_use" or one.standing != "granted"
    return "" if use is None or counts else str(use["why"])
