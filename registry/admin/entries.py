"""Entries and their revisions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from registry.admin.base import ReadOnlyAdmin
from registry.admin.facts import sections_of
from registry.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Everything registered. It is changed on the team's own pages, through the API or by an import."""

    list_display = ("title", "kind", "owner_team", "lifecycle_stage", "revision_count", "updated_at")
    list_filter = ("kind", "lifecycle_stage", ("owner_team", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("owner_team",)
    search_fields = ("title", "key", "owner_team__name", "description")
    ordering = ("-updated_at",)
    detail_template = "admin/registry/entry.html"

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        revisions = thing.revisions.select_related("author").defer("document").order_by("-number")
        return {"sections": sections_of(thing.kind, thing.document), "revisions": revisions[:50]}
