"""Seats on the council, given and ended through services."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from governance.forms.council import DayField, SeatForm
from governance.models import Delegation, Seat
from governance.services.seats import end_seat, give_seat
from registry import clock
from registry.admin.base import ReadOnlyAdmin, actor, posted


class EndForm(forms.Form):
    last_day = DayField(initial=clock.today, help_text="The holder can vote until the end of this day.")


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    """Who decides, for which function, from when until when."""

    list_display = ("function", "holder", "is_alternate", "since", "until", "lent", "end")
    list_filter = ("function", "is_alternate")
    list_display_links = None
    list_select_related = ("holder",)
    search_fields = ("holder__name", "holder__email")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("governance.change_seat")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        in_force = Delegation.objects.in_force().select_related("delegate")
        return super().get_queryset(request).prefetch_related(Prefetch("delegations", in_force, "loans"))

    @admin.display(description="Vote lent to")
    def lent(self, seat: Any) -> str:
        """Only who holds the seat lends its vote, on the page of the council."""
        return ", ".join(f"{one.delegate} until {date_format(one.until, 'j M Y')}" for one in seat.loans)

    @admin.display(description="")
    def end(self, seat: Seat) -> str:
        if seat.until is not None:
            return ""
        return format_html(
            '<a href="{}">End the term</a>', reverse("admin:governance_seat_end", args=[seat.pk])
        )

    def adding(self, request: HttpRequest) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            return f"{give_seat(by=actor(request), **said)}: the seat is given."

        back = reverse("admin:governance_seat_changelist")
        form = SeatForm(posted(request))
        about = "Who holds a seat sees the whole register and decides on what the charter gives to that seat."
        return self.ask(request, form, title="Give a seat", submit="Give", act=act, back=back, about=about)

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"end": self.end_view}

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            ended = end_seat(seat, by=actor(request), last_day=said["last_day"])
            return f"{ended}: the term ends on {ended.until:%d %B %Y}."

        seat, form = self.find(request, str(pk)), EndForm(posted(request))
        back = reverse("admin:governance_seat_changelist")
        return self.ask(request, form, title=f"End the term: {seat}", submit="End it", act=act, back=back)
