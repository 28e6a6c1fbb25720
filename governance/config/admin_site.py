"""The admin as the council meets it: one way to sign in, and what waits for you on the first page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator

from governance.models import Submission


class CouncilSite(AdminSite):
    site_title = "Muster"
    site_header = "Muster"
    index_title = "Council and administration"
    site_url = "/"
    # Its place is needed for the lists; the header leads to all of them.
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send people to the sign-in that everybody uses; who is signed in has no business here."""
        if request.user.is_authenticated:
            raise PermissionDenied("The admin is for the council, auditors and operators.")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        submissions = Submission.objects.visible_to(request.user).select_related("entry", "team", "check_run")
        waiting = submissions.awaiting_seat_of(request.user).by_risk()
        said = {"waiting": waiting[:10], "number_waiting": waiting.count()}
        return super().index(request, said | (extra_context or {}))
