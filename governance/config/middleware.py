"""Headers that every response carries, and the answer where the rules or the charter can't be used."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.charter import UnreadableCharter
from governance.services.rule_sets import UnreadableRules


class PrivateResponses:
    """Caches keep nothing a person sees, and the browser grants pages nothing they don't need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response


class ExplainWhatIsUnreadable:
    """A page that can't do without the rules or the charter in force says so, and what to do, instead of
    breaking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UnreadableRules | UnreadableCharter):
            return None
        context = {"problem": str(error), "is_charter": isinstance(error, UnreadableCharter)}
        return render(request, "503.html", context, status=503)
