"""The council's inbox: what waits, by risk and deadline, and deciding on several of low risk at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from governance.forms.decisions import TogetherForm
from governance.forms.inbox import InboxFilter
from governance.models import Submission, Verdict
from governance.models.submissions import SubmissionQuerySet
from governance.permissions import is_on_council
from governance.reports.inbox import GROUPS, before_council, cases_of, counts_of, for_lists, in_group
from governance.services.deciding import MOST_AT_ONCE, items_of, numbers, vote_on_each
from governance.views.requests import SignedInRequest
from governance.views.review.frozen import records_of
from governance.views.tasks import tasks_beside_submissions
from governance.views.together import shown_items

TOGETHER = (Verdict.APPROVE, Verdict.ABSTAIN, Verdict.REQUEST_CHANGES)


def inbox(request: SignedInRequest) -> HttpResponse:
    """What waits for the seats this person speaks for; ``show`` is another of ``GROUPS``."""
    _check_council(request)
    show = request.GET.get("show", "")
    show = show if show in GROUPS else GROUPS[0]
    found = in_group(before_council(request.user), show, request.user)
    chosen = InboxFilter(request.GET or None, queryset=found, request=request)
    page = Paginator(for_lists(chosen.qs), MOST_AT_ONCE).get_page(request.GET.get("page"))
    cases = cases_of(list(page), request.user)
    context = {
        "show": show,
        "counts": counts_of(request.user),
        "filter": chosen,
        "filtered": any(request.GET.get(name) for name in chosen.filters),
        "page": page,
        "cases": cases,
        "together": [case.submission.pk for case in cases if case.together],
        "tasks": [task for task in tasks_beside_submissions(request.user) if task.count],
        "section": "inbox",
    }
    return render(request, "governance/inbox.html", context)


def decide_together(request: SignedInRequest) -> HttpResponse:
    """Show each chosen case with its findings, ask once, and vote on each by itself.

    What was refused stays on the page, with why, and with what is different now from what the page showed.
    """
    _check_council(request)
    asked = numbers(request.GET.getlist("pk"))
    if not asked or len(asked) > MOST_AT_ONCE:
        messages.error(request, f"Choose between 1 and {MOST_AT_ONCE} cases.")
        return redirect("inbox")
    form = TogetherForm(request.POST or None, verdicts=TOGETHER)
    problems: dict[int, Exception] = {}
    if request.method == "POST" and form.is_valid():
        items = items_of(_chosen(request, asked), request.user, {}, only_low_risk=True)
        done, problems = vote_on_each(items, **form.cleaned_data, by=request.user, seen=request.POST)
        for voted in done:
            status = voted.get_status_display().lower()
            messages.success(request, f"{voted.entry}: your vote is recorded. It is {status}.")
        if not problems:
            return redirect("inbox")
        asked = list(problems)
    items = items_of(_chosen(request, asked), request.user, problems, only_low_risk=True)
    ready = [item.submission for item in items if item.may_decide]
    seen = request.POST if request.method == "POST" else request.GET
    shown = shown_items(request.user, items, records_of(request.user, ready), seen)
    context = {
        "form": form,
        "items": shown,
        "ready": ready,
        "typed": form.data.get("reason", ""),
        "section": "inbox",
    }
    is_conflict = request.method == "POST" and any(one.stale for one in shown)
    return render(request, "governance/inbox_together.html", context, status=409 if is_conflict else 200)


def _chosen(request: SignedInRequest, pks: list[int]) -> SubmissionQuerySet:
    return Submission.objects.visible_to(request.user).filter(pk__in=pks).by_risk()


def _check_council(request: SignedInRequest) -> None:
    if not is_on_council(request.user):
        raise PermissionDenied("The inbox is for the council. Submissions lists what you may see.")
