"""Approving an assessment, or sending it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance.forms.approvals import APPROVE, ApprovalForm
from governance.models import Assessment
from governance.services.assessment_approvals import approve_assessment, request_changes
from governance.services.assessments import StaleAnswers
from governance.views.assessments import page_of, visible_assessment
from governance.views.requests import SignedInRequest
from governance.workflow import TransitionNotAllowed


@require_POST
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the judgement. What stood against it is said on the same page."""
    found = visible_assessment(request, pk)
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            _record(request, found, form)
        except (StaleAnswers, TransitionNotAllowed, PermissionDenied, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("assessment", pk)
    context = page_of(request, visible_assessment(request, pk), form)
    return render(request, "governance/assessment_view.html", context | {"refused": form})


def _record(request: SignedInRequest, found: Assessment, form: ApprovalForm) -> None:
    said = form.cleaned_data
    if said["verdict"] != APPROVE:
        request_changes(found, by=request.user, remark=said["remark"])
        return
    approve_assessment(
        found,
        by=request.user,
        seen_digest=said["seen"],
        remark=said["remark"],
        valid_until=said["valid_until"],
    )
