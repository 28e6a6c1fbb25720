"""Assessments in the admin: read, and judged by the same service as on their page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from governance.assessing import State
from governance.forms.answers import shown
from governance.forms.approvals import ApprovalForm
from governance.models import Assessment
from governance.permissions import approval_refusal
from governance.services.assessment_approvals import judge_assessment, latest_term
from policies.assessments import read_outline
from registry.admin.base import ReadOnlyAdmin, actor, posted


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    """Every version of every assessment, with its questions and answers."""

    list_display = ("entry", "type", "version", "state", "required_seat", "valid_until", "saved_at")
    list_filter = ("state", "type", "required_seat")
    list_select_related = ("entry",)
    search_fields = ("entry__title", "entry__key", "entry__owner_team__name")
    show_full_result_count = False
    detail_template = "admin/governance/assessment.html"

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"judge": self.judge}

    def judge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the judgement and give it to the service."""
        thing = self.find(request, str(pk))
        initial = {"seen": thing.answers_digest(), "valid_until": latest_term(thing)}

        def act(said: dict[str, Any]) -> str:
            judge_assessment(thing, by=actor(request), **said)
            return "Your decision is recorded."

        return self.ask(
            request,
            ApprovalForm(posted(request), initial=initial),
            title=str(thing),
            submit="Record the decision",
            act=act,
            back=reverse("admin:governance_assessment_change", args=[pk]),
            thing=thing,
        )

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        outline = read_outline(thing.outline)
        waits = thing.state == State.SUBMITTED
        return {
            "may_judge": waits and not approval_refusal(actor(request), thing),
            "judge_url": reverse(f"admin:{self.url_of('judge')}", args=[thing.pk]),
            "sections": [
                (section, [(one, shown(one, thing.answers.get(one.id))) for one in section.questions])
                for section in outline.sections
            ],
        }
