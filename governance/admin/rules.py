"""The rules in the admin: read, never changed. Changes are proposed and decided on the page *Policies*."""

from django.contrib import admin

from governance.models import Activation, PackVersion
from registry.admin.base import ReadOnlyAdmin


@admin.register(PackVersion)
class PackVersionAdmin(ReadOnlyAdmin):
    """Every pack that was ever in force or proposed, as its text was."""

    list_display = ("pack", "version", "digest", "author", "kept_at")
    list_filter = ("pack",)
    list_select_related = ("author",)
    search_fields = ("pack", "version", "digest")


@admin.register(Activation)
class ActivationAdmin(ReadOnlyAdmin):
    """Who changed the rules, when and why."""

    list_display = ("__str__", "status", "proposed_by", "proposed_at", "decided_by", "decided_at")
    list_filter = ("status",)
    list_select_related = ("proposed_by", "decided_by")
    search_fields = ("reason", "proposed_by__name", "decided_by__name")
