"""What the policy engine said."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from governance.admin.filters import KindFilter
from governance.models import CheckRun
from registry.admin.base import ReadOnlyAdmin


@admin.register(CheckRun)
class CheckRunAdmin(ReadOnlyAdmin):
    """Every check and its findings, frozen as they were found."""

    list_display = ("entry", "verdict", "trigger", "as_of", "status", "is_current", "finished_at")
    list_filter = ("is_current", "verdict", "status", KindFilter, "trigger")
    list_select_related = ("entry",)
    search_fields = ("entry__title", "entry__key", "entry__owner_team__name")
    show_full_result_count = False
    detail_template = "admin/governance/checkrun.html"

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {"findings": thing.findings.all(), "counts": sorted(thing.counts.items())}
