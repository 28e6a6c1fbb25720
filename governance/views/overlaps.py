"""Overlaps: the clusters of the portfolio, two entries side by side, and the decision on them."""

import csv
from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from governance.forms.overlaps import OverlapFilter, OverlapForm
from governance.models import OverlapDecision
from governance.overlap_permissions import refusal_to_decide_overlap, refusal_to_end_overlap
from governance.reports.export import Echo, safe_cell
from governance.reports.overlap_bars import overlap_bars
from governance.reports.overlap_clusters import (
    MOST_GROUPED,
    ShownPair,
    clusters_of,
    each_pair,
    show_clusters,
)
from governance.reports.overlap_pairs import (
    Chosen,
    Pair,
    counting_decisions,
    counts_of,
    pairs_of,
)
from governance.reports.side_by_side import SideBySide, side_by_side
from governance.services.overlaps import (
    OverlapRefused,
    StaleOverlap,
    decide_overlap,
    withdraw_overlap_decision,
)
from governance.views.facts import Fact, fact_of
from governance.views.names import Names
from governance.views.overlap_questions import open_questions
from governance.views.requests import SignedInRequest
from policies.overlap.facets import LISTS, TEXTS
from policies.record import fields_of
from registry.models import Entry, OverlapPass
from registry.permissions import may
from registry.services.aliases import AliasRefused
from registry.services.comparing import is_behind

PAGE_SIZE = 10
COLUMNS: Final = (
    "cluster",
    "kind",
    "key",
    "title",
    "team",
    "other_key",
    "other_title",
    "other_team",
    "level",
    "score",
    "reasons",
    "outcome",
    "decided_by",
    "decided_on",
    "reason",
)


@vary_on_headers("HX-Request")
def overlaps(request: SignedInRequest) -> HttpResponse:
    """The clusters among what this person may see, with their evidence; for htmx how far comparing is."""
    # How many entries there are is for those who may see them all.
    sees_all = may(request.user, "registry.view_entry")
    comparing = OverlapPass.objects.under_way().first() if sees_all else None
    if request.htmx:
        return render(request, "_partials/comparing.html", {"comparing": comparing})
    form = OverlapFilter(request.user, request.GET)
    filtered, decided = form.chosen != Chosen(), counting_decisions(request.user)
    pairs = pairs_of(request.user, form.chosen, decided, most=MOST_GROUPED + 1)
    is_cut = len(pairs) > MOST_GROUPED
    page = Paginator(clusters_of(pairs[:MOST_GROUPED]), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "bars": [] if filtered else overlap_bars(counts_of(request.user, decided)),
        "page": page,
        "clusters": show_clusters(list(page)),
        "questions": open_questions(request.user, form.chosen),
        "pair_count": min(len(pairs), MOST_GROUPED),
        "is_cut": is_cut,
        "is_behind": is_behind(),
        "comparing": comparing,
        "filtered": filtered,
        "section": "portfolio",
    }
    return render(request, "governance/overlap_list.html", context)


def overlaps_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """Each pair of each cluster on a line, by the filters of the page."""
    chosen = OverlapFilter(request.user, request.GET).chosen
    groups = clusters_of(pairs_of(request.user, chosen, counting_decisions(request.user)))
    response = StreamingHttpResponse(_lines(groups), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="muster-overlaps.csv"'
    return response


def _lines(groups: list[list[Pair]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for number, pair in each_pair(groups):
        sides = (part for one in (pair.left, pair.right) for part in (one.key, one.title, one.owner_team))
        row = [number, pair.left.kind, *sides, pair.level, pair.score, "; ".join(pair.reasons)]
        yield writer.writerow([safe_cell(str(cell)) for cell in (*row, *_decided(pair))])


def _decided(pair: ShownPair) -> list[Any]:
    if (one := pair.decision) is None:
        return [""] * 4
    return [one.outcome, one.decided_by, f"{one.decided_at:%Y-%m-%d}", one.reason]


def overlap(request: SignedInRequest, kind: str, key: str, other: str) -> HttpResponse:
    """Two entries side by side. What stands against a decision is said above what was typed."""
    entry, second = _pair(request, kind, key, other)
    shown = side_by_side(entry, second)
    refusal = refusal_to_decide_overlap(request.user, entry, second)
    if not refusal and shown.decision is not None:
        refusal = refusal_to_end_overlap(request.user, shown.decision)
    form = None if refusal else OverlapForm(request.POST or None, shown=shown)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            decide_overlap(entry, second, by=request.user, **form.cleaned_data)
        except (OverlapRefused, AliasRefused) as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except (StaleOverlap, PermissionDenied) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Your decision is recorded, for both ends.")
            return redirect(_next(request, entry))
    return _show(request, shown, form, refusal)


@require_POST
def withdraw_overlap(request: SignedInRequest, kind: str, key: str, other: str) -> HttpResponse:
    """Take the standing decision on two entries back."""
    entry, second = _pair(request, kind, key, other)
    decision = get_object_or_404(OverlapDecision.objects.standing().on(entry, second).with_people())
    withdraw_overlap_decision(decision, by=request.user)
    messages.success(request, "Withdrawn. The overlap is open again.")
    return redirect("overlap", kind, key, other)


def _pair(request: SignedInRequest, kind: str, key: str, other: str) -> tuple[Entry, Entry]:
    if kind not in LISTS or key == other:
        raise Http404
    rows = Entry.objects.visible_to(request.user).filter(kind=kind)
    rows = rows.select_related("owner_team", "tool__vendor")
    return get_object_or_404(rows, key=key), get_object_or_404(rows, key=other)


def _next(request: SignedInRequest, entry: Entry) -> str:
    """Back to the page that the form stood on, if that is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("entry", args=[entry.kind, entry.key])


def _show(
    request: SignedInRequest, shown: SideBySide, form: OverlapForm | None, refusal: str
) -> HttpResponse:
    rows = list(_compared(request, shown))
    context = {"shown": shown, "form": form, "refusal": refusal, "rows": rows, "section": "portfolio"}
    return render(request, "governance/overlap_view.html", context)


def _compared(request: SignedInRequest, shown: SideBySide) -> Iterator[tuple[str, list[Fact | None]]]:
    """What both, or one of them, say of what is compared: a label, and what each says."""
    kind = shown.entry.kind
    compared = {"vendor", "provider", "product", "products_named", "vendors_named", *TEXTS[kind]}
    compared |= {path.partition(".")[0] for paths in LISTS[kind].values() for path in paths}
    names = Names(request.user, shown.documents)
    for field in fields_of(kind).values():
        said = [document.get(field.name) for document in shown.documents]
        if field.name in compared and any(one is not None for one in said):
            yield field.label, [None if one is None else fact_of(field, one, names) for one in said]
