"""What ``muster check --registry`` reads."""

from django.http import HttpResponse
from rest_framework.request import Request

from governance.api import docs
from governance.api.negotiation import JSON
from governance.api.views.base import View
from governance.reports.export import record_taken
from governance.reports.registry import registry_document
from policies.canonical import canonical_bytes


@docs.registry_export
class RegistryExportView(View):
    def get(self, request: Request) -> HttpResponse:
        """Canonical JSON, so that it is written here and not by a renderer."""
        self.query()
        document = registry_document(visible_to=self.person)
        record_taken("registry", document, by=self.person, whole=document["whole"])
        return HttpResponse(canonical_bytes(document) + b"\n", content_type=JSON)
