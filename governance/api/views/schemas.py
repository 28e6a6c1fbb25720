"""The published JSON Schema of each kind of manifest. It tells nothing of anybody: any token may read it."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.views.base import View
from policies.record import manifest_schema
from registry.api.authentication import TokenAuthentication


@docs.schema_detail
class SchemaDetail(View):
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request, kind: str) -> Response:
        self.query()
        return Response(manifest_schema(kind), content_type="application/schema+json")
