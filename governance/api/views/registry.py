"""What ``muster check --registry`` reads."""

from django.http import HttpResponse
from rest_framework.request import Request

from governance.api import docs
from governance.api.negotiation import JSON
from governance.api.views.base import View
from governance.reports.registry import export_registry


@docs.registry_export
class RegistryExportView(View):
    def get(self, request: Request) -> HttpResponse:
        """Canonical JSON, so that it is written here and not by a renderer."""
        self.query()
        return HttpResponse(export_registry(visible_to=self.person), content_type=JSON)
