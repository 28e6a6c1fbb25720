"""Waivers: read, and decided on by the holders of seats."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from governance.admin.filters import KindFilter
from governance.admin.history import history_of
from governance.forms.waivers import WaiverDecisionForm
from governance.models import Finding, Waiver
from governance.permissions import waiver_refusal
from governance.reports.waivers import LOOKS, agreement_on, decisions_on, use_of
from governance.services import waivers
from governance.services.wording import worded_check
from registry.admin.base import ReadOnlyAdmin, actor, posted

_NOT_KNOWN = "Not known: the entry is not checked as it stands."
ACTS: dict[str, tuple[Callable[..., Waiver], str]] = {
    "approve": (waivers.approve_waiver, "your approval is recorded."),
    "reject": (waivers.reject_waiver, "rejected."),
    "revoke": (waivers.revoke_waiver, "ended."),
}


class StandingFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", "Awaiting me"), *((name, look.label) for name, look in LOOKS.items())]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() == "mine":
            return queryset.awaiting(request.user)
        return queryset.standing_as(self.value()) if self.value() in LOOKS else queryset


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    """Waivers come and go through services. Here they are read, and decided on."""

    list_display = ("entry", "rule_id", "state", "until", "agreed", "requested_by", "team")
    list_filter = (StandingFilter, "rule_id", KindFilter, ("team", admin.RelatedOnlyFieldListFilter))
    search_fields = ("entry__title", "entry__key", "rule_id", "team__name", "requested_by__name")
    show_full_result_count = False
    detail_template = "admin/governance/waiver.html"

    @admin.display(description="State")
    def state(self, waiver: Waiver) -> str:
        return LOOKS[waiver.standing].label

    @admin.display(description="Until", ordering="expires_on")
    def until(self, waiver: Waiver) -> str:
        return f"{waiver.expires_on:%-d %b %Y}"

    @admin.display(description="Approvals")
    def agreed(self, waiver: Waiver) -> str:
        agreement = agreement_on(waiver)
        return f"{agreement.counting} of {agreement.needed}"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Waiver.objects.with_people().select_related("team")

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        run = worded_check(thing.entry)
        refusal = waiver_refusal(actor(request), thing)
        return {
            "state": LOOKS[thing.standing].label,
            "use": use_of(thing),
            "agreement": agreement_on(thing),
            "none_found": "Nothing any more." if run else _NOT_KNOWN,
            "findings": Finding.objects.filter(run=run, rule_id=thing.rule_id).order_by("position"),
            "history": history_of(thing),
            "refusal": refusal,
            "may_decide": not refusal and bool(decisions_on(thing)),
            "decide_url": reverse("admin:governance_waiver_decide", args=[thing.pk]),
        }

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"decide": self.decide_view}

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a decision and its reason; what the service refuses is said above the form."""

        def act(said: dict[str, Any]) -> str:
            decide, done = ACTS[said["decision"]]
            decided = decide(waiver, by=actor(request), reason=said["reason"])
            return " ".join([f"{decided}: {done}", *agreement_on(decided).lost])

        waiver = self.find(request, str(pk))
        form = WaiverDecisionForm(posted(request), choices=decisions_on(waiver))
        back = reverse("admin:governance_waiver_change", args=[waiver.pk])
        title = f"Decide on the waiver of {waiver.rule_id} for {waiver.entry}"
        return self.ask(request, form, title=title, submit="Record the decision", act=act, back=back)
