"""The portfolio, for leaders, the council and auditors; others see their own part of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from governance.models import PortfolioCheck
from governance.reports.organisation import standing_of_organisation
from governance.reports.overlaps import find_pairs
from governance.reports.portfolio import portfolio_of
from governance.views.findings import show_findings
from governance.views.names import Names
from governance.views.readiness import show_readiness
from governance.views.requests import SignedInRequest
from registry.permissions import may

PAIRS_SHOWN = 12


def _organisation(request: SignedInRequest) -> dict[str, Any] | None:
    standing = standing_of_organisation(request.user)
    if standing is None:
        return None
    # Pointers lead into the organisation's own fields, and nowhere else.
    document = {"kind": "organisation"}
    findings = show_findings(standing.findings, document, Names(request.user, []), form_url=None)
    return {
        "standing": standing,
        "findings": findings,
        "may_change": may(request.user, "registry.change_organisation"),
    }


@vary_on_headers("HX-Request")
def portfolio(request: SignedInRequest) -> HttpResponse:
    """All of it; or only how far the check of everything is, where htmx asks for it."""
    sees_all = may(request.user, "registry.view_entry")
    # How many entries there are is for those who may see them all.
    checking = PortfolioCheck.objects.under_way().first() if sees_all else None
    if request.htmx:
        return render(request, "_partials/checking.html", {"checking": checking})
    pairs, pair_count = find_pairs(request.user, limit=PAIRS_SHOWN)
    context = portfolio_of(request.user) | {
        "pairs": pairs,
        "pair_count": pair_count,
        "ready": show_readiness(request.user),
        "organisation": _organisation(request),
        "sees_all": sees_all,
        "checking": checking,
        "section": "portfolio",
    }
    return render(request, "governance/portfolio.html", context)
