"""Addresses that lead nowhere are answered in the API's own words, whoever asks."""

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from governance.api.problems import Problem


class UnknownAddress(APIView):
    """Outside the OpenAPI document: it stands for every address that is not in it."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        hint = "" if request.path.endswith("/") else " Addresses end with a slash."
        raise Problem("not-found", f"There is no such address.{hint} See /api/v1/openapi.json.")
