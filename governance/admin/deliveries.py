"""What leaves for people and for the council's channel, and what could not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from governance.models import Delivery, DeliveryStatus
from governance.services.delivering import try_again
from registry.admin.base import ReadOnlyAdmin, actor, posted


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """To whom and how far, and never what it says: operators don't see what teams register."""

    list_display = ("channel", "recipient", "kind", "status", "attempts", "sent_at", "last_error", "again")
    list_filter = ("status", "channel")
    list_display_links = None
    list_select_related = ("notice__recipient",)
    fields = ("channel", "status", "attempts", "next_try_at", "sent_at", "last_error")
    show_full_result_count = False

    @admin.display(description="To")
    def recipient(self, delivery: Delivery) -> str:
        return str(delivery.notice.recipient or "the council")

    @admin.display(description="About")
    def kind(self, delivery: Delivery) -> str:
        return delivery.notice.get_kind_display()

    @admin.display(description="")
    def again(self, delivery: Delivery) -> str:
        if delivery.status != DeliveryStatus.FAILED:
            return ""
        address = reverse("admin:governance_delivery_again", args=[delivery.pk])
        return format_html('<a href="{}">Try again</a>', address)

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"again": self.again_view}

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            try_again(delivery, by=actor(request))
            return f"{delivery}: it is tried again."

        delivery = self.find(request, str(pk))
        back = reverse("admin:governance_delivery_changelist")
        form = forms.Form(posted(request))
        title = f"Send again: {delivery}"
        return self.ask(request, form, title=title, submit="Try again", act=act, back=back)
