"""Filters of the council's queue."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from governance.charter import charter
from governance.reports.inbox import tier_choices
from policies.record import term_label
from registry.models import Kind


class QueueFilter(admin.SimpleListFilter):
    title = "queue"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mine", "Awaiting my seat"),
            ("review", "Awaiting the council"),
            ("overdue", "Overdue"),
            ("low_risk", "Low risk, nothing blocks"),
            ("open", "Open"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "mine":
                return queryset.awaiting_seat_of(request.user)
            case "review":
                return queryset.awaiting_council()
            case "overdue":
                return queryset.overdue()
            case "low_risk":
                return queryset.low_risk()
            case "open":
                return queryset.open()
            case _:
                return queryset


class SeatFilter(admin.SimpleListFilter):
    title = "seat"
    parameter_name = "seat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        seats = sorted({seat for row in charter().reviews for seat in row.terms.required})
        return [(seat, str(term_label("function", seat))) for seat in seats]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(review_seats__function=self.value(), review_seats__is_required=True)


class TierFilter(admin.SimpleListFilter):
    title = "AI Act tier"
    parameter_name = "tier"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return tier_choices()

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.filter(tier=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Kind.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.filter(entry__kind=self.value()) if self.value() else queryset
