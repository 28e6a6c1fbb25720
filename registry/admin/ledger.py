"""The ledger, to be read."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from registry.admin.base import ReadOnlyAdmin
from registry.ledger.writing import SYSTEM
from registry.models import AuditEvent, User


def names_of(events: Iterable[AuditEvent]) -> dict[str, str]:
    """The names of those who acted, by what the ledger calls them: no name stands in the ledger itself."""
    uids = {event.actor for event in events} - {SYSTEM}
    people = User.objects.filter(uid__in=uids).order_by()
    return {str(person.uid): str(person) for person in people} | {SYSTEM: "Muster"}


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Each happening with its place in the chain of its subject."""

    list_display = ("at", "subject", "sequence", "action", "who")
    list_filter = ("at",)
    search_fields = ("subject", "action", "actor")
    ordering = ("-at", "-pk")
    show_full_result_count = False
    detail_template = "admin/registry/auditevent.html"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        names = names_of(changes.result_list)
        for event in changes.result_list:
            event.actor_name = names.get(event.actor, event.actor)
        return changes

    @admin.display(description="Who")
    def who(self, event: Any) -> str:
        return event.actor_name

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {"actor": names_of([thing]).get(thing.actor, thing.actor), "said": sorted(thing.body.items())}
