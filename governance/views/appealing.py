"""A team's appeal against what the council rejected or revoked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from governance.charter import charter
from governance.forms.acts import AppealForm
from governance.permissions import check_can_submit
from governance.services import submissions as services
from governance.services.submissions import AlreadySubmitted, check_can_be_appealed, last_day_of_appeal
from governance.views.approvals import visible_submission
from governance.views.requests import SignedInRequest
from governance.workflow import TransitionNotAllowed


def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say who hears it and until when it can be made, and make it."""
    found = visible_submission(request, pk)
    check_can_submit(request.user, found.entry)
    try:
        check_can_be_appealed(found)
        form = AppealForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            services.appeal(found, by=request.user, **form.cleaned_data)
            messages.success(request, "The council decides once more, on the entry as it is now.")
            return redirect("submission", found.pk)
    except (AlreadySubmitted, TransitionNotAllowed) as refusal:
        messages.error(request, str(refusal))
        return redirect("submission", found.pk)
    context = {
        "submission": found,
        "entry": found.entry,
        "form": form,
        "last_day": last_day_of_appeal(found),
        "seats": charter().appeal_seats,
        "changed": found.manifest_digest != found.entry.manifest_digest,
        "section": "submissions",
    }
    return render(request, "governance/submission_appeal.html", context)
