"""What I was told, and how I want to be told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.forms.notices import NoticeSettingsForm
from governance.models import Notice, Submission
from governance.services import notices as services
from governance.views.requests import SignedInRequest

PAGE_SIZE = 25


def notices(request: SignedInRequest) -> HttpResponse:
    """The newest first. Opening what one is about marks it as seen, from here as from a mail."""
    told = Notice.objects.visible_to(request.user).select_related("entry__owner_team")
    context = {
        "page": Paginator(told, PAGE_SIZE).get_page(request.GET.get("page")),
        "has_unseen": told.unseen().exists(),
        "section": "notices",
    }
    return render(request, "notices/list.html", context)


@require_POST
def see_all(request: SignedInRequest) -> HttpResponse:
    services.mark_seen(request.user)
    messages.success(request, "All are marked as seen.")
    return redirect("notices")


def choose(request: SignedInRequest) -> HttpResponse:
    initial = NoticeSettingsForm.initial_of(services.settings_of(request.user))
    form = NoticeSettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.choose(by=request.user, email=form.cleaned_data["email"], muted=form.muted)
        messages.success(request, "Saved. This counts from now on.")
        return redirect("notices")
    return render(request, "notices/settings.html", {"form": form, "section": "notices"})


@require_POST
def mute_submission(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell me nothing more of a submission (``mute`` is 1), or tell me again."""
    found = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    if request.POST.get("mute") == "1":
        services.mute(found.subject, by=request.user)
        messages.success(request, "You are told nothing more of this submission.")
    else:
        services.unmute(found.subject, by=request.user)
        messages.success(request, "You are told of this submission again.")
    return redirect("submission", found.pk)
