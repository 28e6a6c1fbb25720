"""The OpenAPI document, made from the views."""

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.views.base import View
from registry.api.authentication import TokenAuthentication


class TokenScheme(OpenApiAuthenticationExtension):
    """Found by drf-spectacular because it is a subclass."""

    target_class = "registry.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "muster_..."}


@docs.openapi
class OpenAPI(View):
    """For programs with any token, and for people who are signed in."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        self.query()
        return Response(document())


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1, the same for every reader."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made
