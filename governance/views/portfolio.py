"""The portfolio, for leaders, the council and auditors; others see their own part of it."""

from django.http import HttpResponse
from django.shortcuts import render

from governance.reports.overlaps import find_pairs
from governance.reports.portfolio import portfolio_of
from governance.views.requests import SignedInRequest
from registry.permissions import may

PAIRS_SHOWN = 12


def portfolio(request: SignedInRequest) -> HttpResponse:
    pairs = find_pairs(request.user)
    context = portfolio_of(request.user) | {
        "pairs": pairs[:PAIRS_SHOWN],
        "pair_count": len(pairs),
        "sees_all": may(request.user, "registry.view_entry"),
        "section": "portfolio",
    }
    return render(request, "governance/portfolio.html", context)
