"""The page of the admin that asks why something can't wait, beside what was submitted and found."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from governance.admin.approvals import URGENT, address_of
from governance.disclosure import Disclosure
from governance.forms.acts import UrgentForm
from governance.models import Submission
from governance.services.urgent import approve_urgently
from governance.views.stale import stale_for
from governance.workflow import Status
from registry.admin.base import ReadOnlyAdmin, actor, posted
from registry.admin.facts import sections_of


class UrgentPage:
    """``seen_digest`` in the address, and in the form, is what its reader was shown."""

    def __init__(self, model_admin: ReadOnlyAdmin) -> None:
        self.admin = model_admin

    def respond(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, refused = self.admin.find(request, str(pk)), None
        form = UrgentForm(posted(request), initial={"seen_digest": found.review_digest})
        if form.is_valid():
            try:
                said = approve_urgently(found, by=actor(request), **form.cleaned_data)
            except self.admin.refusals as problem:
                form.add_error(None, str(problem))
                found, refused = self.admin.find(request, str(pk)), problem
            else:
                told = f"Recorded. {said.entry} is {said.get_status_display().lower()}."
                self.admin.message_user(request, told, messages.SUCCESS)
                return redirect(address_of("change", found))
        stale = stale_for(request, found, form, refused)
        context = self._context(request, found) | {"form": form, "stale": stale}
        return TemplateResponse(
            request,
            "admin/governance/submission/urgent.html",
            context | {"typed": form.data.get("reason", "")},
            status=409 if stale and request.method == "POST" else 200,
        )

    def _context(self, request: HttpRequest, found: Submission) -> dict[str, Any]:
        told, run = Disclosure(actor(request)), found.check_run
        return self.admin.page(
            request,
            title=f"{URGENT}: {found.entry}",
            thing=found,
            submit=URGENT,
            back=address_of("change", found),
            in_review=found.status == Status.IN_REVIEW,
            findings=told.findings(run.findings.select_related("run__entry")) if run else [],
            sections=sections_of(found.entry.kind, told.snapshot(found.snapshot)),
        )
