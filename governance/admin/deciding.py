"""One verdict and one reason, asked once, for one submission or several; each is decided on its merits."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from governance.models import Finding, Submission, Verdict
from governance.services.voting import DecisionBlocked, StaleReview, cast_vote
from governance.voters import refusals
from governance.workflow import Status, TransitionNotAllowed
from registry.admin.base import ReadOnlyAdmin, actor, posted

MOST_AT_ONCE = 25
REFUSALS = (DecisionBlocked, PermissionDenied, StaleReview, TransitionNotAllowed)


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict, widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The team reads it now and auditors read it later: say what decided it.",
    )


@dataclass
class Item:
    """One submission on the page: what went wrong or stands against it, and what its findings are."""

    submission: Submission
    problem: str
    may_decide: bool
    findings: list[Finding]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def others(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.blocks]

    @property
    def seen(self) -> str:
        """The name of the hidden field that carries the review digest back."""
        return f"seen-{self.submission.pk}"


class DecidePage:
    def __init__(self, model_admin: ReadOnlyAdmin) -> None:
        self.admin = model_admin

    def respond(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        form = DecisionForm(posted(request))
        items = self._items(request)
        if request.method == "POST" and form.is_valid():
            left = self._decide(request, items, **form.cleaned_data)
            if not left:
                return redirect(reverse("admin:governance_submission_changelist"))
            items = self._items(request, problems=left)
        return self._page(request, form, items)

    def _items(self, request: HttpRequest, problems: dict[int, str] | None = None) -> list[Item]:
        """What was asked for and this person may see; after an attempt, only what it left."""
        asked = list(problems) if problems is not None else _numbers(request.GET.getlist("pk"))
        rows = self.admin.get_queryset(request).filter(pk__in=asked)
        found = list(rows.prefetch_related("check_run__findings").order_by("submitted_at", "pk"))
        against = refusals(actor(request), found)
        return [
            _item(submission, (problems or {}).get(submission.pk, ""), against[submission.pk])
            for submission in found
        ]

    def _decide(self, request: HttpRequest, items: list[Item], verdict: str, reason: str) -> dict[int, str]:
        """Decide each by itself. Return what was refused, with why."""
        left: dict[int, str] = {}
        for item in items:
            submission, seen = item.submission, request.POST.get(item.seen)
            if seen is None:
                left[submission.pk] = item.problem or "It was not on the page when you decided."
                continue
            try:
                voted = cast_vote(submission, verdict, by=actor(request), reason=reason, seen_digest=seen)
            except REFUSALS as problem:
                left[submission.pk] = str(problem)
            else:
                said = f"{voted.entry}: your vote is recorded. It is {voted.get_status_display().lower()}."
                self.admin.message_user(request, said, messages.SUCCESS)
        return left

    def _page(self, request: HttpRequest, form: forms.Form, items: list[Item]) -> HttpResponse:
        one = items[0].submission.entry if len(items) == 1 else None
        said: dict[str, Any] = {
            "title": f"Decide on {one}" if one else f"Decide on {len(items)} submissions",
            "form": form,
            "items": items,
            "decidable": any(item.may_decide for item in items),
        }
        return TemplateResponse(
            request, "admin/governance/submission/decide.html", self.admin.page(request, **said)
        )


def _numbers(said: list[str]) -> list[int]:
    """Primary keys, and nothing that no database could hold."""
    return [int(pk) for pk in said if pk.isdecimal() and len(pk) < 19][:MOST_AT_ONCE]


def _item(submission: Submission, problem: str, refusal: str) -> Item:
    stands = refusal or _not_now(submission)
    findings = list(submission.check_run.findings.all()) if submission.check_run else []
    return Item(submission, problem or stands, not stands, findings)


def _not_now(submission: Submission) -> str:
    if submission.status == Status.IN_REVIEW:
        return ""
    return f"It is {submission.get_status_display().lower()}: there is nothing to decide."
