"""Sections of the review page that take a while: each has its own address, and is brought in when seen."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.vary import vary_on_headers

from governance.models import Seat, Submission
from governance.reports.lineage import lineage_of
from governance.reports.near import near_entry, told_apart_from
from governance.reports.precedents import precedents_of
from governance.views.lineage import show_lineage
from governance.views.requests import SignedInRequest
from policies.overlap.facets import LISTS
from registry.permissions import may_edit

Answer = Callable[[Any, Submission], dict[str, Any]]


@vary_on_headers("HX-Request")
def section(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """One section: a page, or only its content where htmx asks for it."""
    if name not in SECTIONS:
        raise Http404
    rows = Submission.objects.visible_to(request.user).select_related("entry__owner_team")
    found = get_object_or_404(rows, pk=pk)
    title, answer = SECTIONS[name]
    context = answer(request.user, found) | {
        "submission": found,
        "entry": found.entry,
        "title": title,
        "content": f"_partials/review/{name}.html",
        "section": "submissions",
    }
    template = context["content"] if request.htmx else "governance/submission_section.html"
    return render(request, template, context)


def _precedents(user: Any, found: Submission) -> dict[str, Any]:
    return {"precedents": precedents_of(user, found)}


def _overlaps(user: Any, found: Submission) -> dict[str, Any]:
    """As on the page of the entry: an answer given here is about the two entries as they are today."""
    if found.entry.kind not in LISTS:
        return {}
    around, edits = near_entry(user, found.entry), may_edit(user, found.entry.owner_team)
    return {
        "alike": around.near,
        "elsewhere": around.out_of_sight,
        "is_behind": not around.is_complete,
        "told_apart": told_apart_from(user, found.entry),
        "decides": edits or Seat.objects.held_by(user).exists(),
        "editable": edits,
    }


def _lineage(user: Any, found: Submission) -> dict[str, Any]:
    return {"lineage": show_lineage(lineage_of(user, found.entry))}


SECTIONS: Final[Mapping[str, tuple[str, Answer]]] = {
    "precedents": ("Earlier cases like this one", _precedents),
    "overlaps": ("What looks like it", _overlaps),
    "lineage": ("Where its data comes from", _lineage),
}
