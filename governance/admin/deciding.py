"""The page of the admin that asks once for a verdict and a reason, for one submission or several."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from governance.disclosure import Disclosure
from governance.forms.conditions import ConditionForms
from governance.forms.decisions import TogetherForm
from governance.models import Verdict
from governance.services.condition_drafts import ConditionRefused
from governance.services.deciding import MOST_AT_ONCE, Item, items_of, numbers, vote_on_each
from governance.views.together import shown_items
from registry.admin.base import ReadOnlyAdmin, actor, posted
from registry.admin.facts import Section, sections_of

# Conditions are set for one at a time.
_TOGETHER = [one for one in Verdict if one is not Verdict.APPROVE_WITH_CONDITIONS]


class DecidePage:
    """``seen-7`` in the address, and in the form, is the digest of submission 7 that its reader was shown."""

    def __init__(self, model_admin: ReadOnlyAdmin) -> None:
        self.admin = model_admin

    def respond(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        items = self._items(request, numbers(request.GET.getlist("pk"))[:MOST_AT_ONCE], {})
        asked = _conditions_of(items, posted(request))
        form = TogetherForm(posted(request), verdicts=Verdict if asked else _TOGETHER)
        # Both at once: whoever mistyped in both sees both.
        if request.method == "POST" and all([form.is_valid(), asked is None or asked.is_valid()]):
            try:
                left = self._vote(request, items, form, asked)
            except ConditionRefused as refusal:
                if asked is None:
                    raise
                asked.refuse(form, refusal)
            else:
                if not left:
                    return redirect(reverse("admin:governance_submission_changelist"))
                items = self._items(request, list(left), left)
        return self._page(request, form, items, asked)

    def _vote(
        self, request: HttpRequest, items: list[Item], form: forms.Form, asked: ConditionForms | None
    ) -> dict[int, Exception]:
        """Say what was voted on; return what was refused, with why."""
        drafts = asked.drafts() if asked else ()
        said = form.cleaned_data | {"conditions": drafts}
        done, left = vote_on_each(items, **said, by=actor(request), seen=request.POST)
        for voted in done:
            told = f"{voted.entry}: your vote is recorded. It is {voted.get_status_display().lower()}."
            self.admin.message_user(request, told, messages.SUCCESS)
        return left

    def _items(self, request: HttpRequest, pks: list[int], problems: Mapping[int, Exception]) -> list[Item]:
        """What was asked for and this person may see; after an attempt, only what it left."""
        rows = self.admin.get_queryset(request).defer(None).filter(pk__in=pks)
        return items_of(rows.by_risk(), actor(request), problems)  # type: ignore[attr-defined]

    def _page(
        self, request: HttpRequest, form: forms.Form, items: list[Item], asked: ConditionForms | None
    ) -> HttpResponse:
        one = items[0].submission.entry if len(items) == 1 else None
        seen = request.POST if request.method == "POST" else request.GET
        shown = shown_items(actor(request), items, _records_of(actor(request), items), seen)
        said: dict[str, Any] = {
            "title": f"Decide on {one}" if one else f"Decide on {len(items)} submissions",
            "form": form,
            "items": shown,
            "conditions": asked,
            "decidable": any(item.may_decide for item in items),
            "typed": form.data.get("reason", ""),
        }
        is_conflict = request.method == "POST" and any(one.stale for one in shown)
        return TemplateResponse(
            request,
            "admin/governance/submission/decide.html",
            self.admin.page(request, **said),
            status=409 if is_conflict else 200,
        )


def _records_of(user: Any, items: list[Item]) -> dict[int, list[Section]]:
    """What was frozen of each, by section, as the page of a submission shows it."""
    told = Disclosure(user).snapshot
    found = [item.submission for item in items if item.may_decide]
    return {one.pk: sections_of(one.entry.kind, told(one.snapshot)) for one in found}


def _conditions_of(items: list[Item], data: Any) -> ConditionForms | None:
    """For the only one on the page, if nothing blocks it."""
    if len(items) != 1 or items[0].blocking:
        return None
    return ConditionForms(items[0].submission, data)
