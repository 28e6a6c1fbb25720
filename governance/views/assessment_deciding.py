"""Approving an assessment, or sending it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance.forms.approvals import ApprovalForm
from governance.services.assessment_approvals import judge_assessment
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
            judge_assessment(found, by=request.user, **form.cleaned_data)
        except (TransitionNotAllowed, PermissionDenied, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("assessment", pk)
    context = page_of(request, visible_assessment(request, pk), form)
    return render(request, "governance/assessment_view.html", context | {"refused": form})
