"""Would the rules let an entry move to its next stage? Asked at the gate `deploy`, as if it had moved."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from governance.services.engine import Checker
from governance.views.entries import visible_entry
from governance.views.findings import form_url_of, show_findings
from governance.views.names import Names
from governance.views.requests import SignedInRequest
from governance.workflow import next_stage_of
from policies import PolicyError
from registry.models import Entry
from registry.permissions import may_edit

_GATE: Final = "deploy"


@vary_on_headers("HX-Request")
def next_stage(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """What stands in the way of the next stage: a page, or only its section where htmx asks for it."""
    found = visible_entry(request, kind, key)
    template = "_partials/next_stage.html" if request.htmx else "governance/next_stage.html"
    return render(request, template, _answer(request, found) | {"entry": found, "section": "entries"})


def _answer(request: SignedInRequest, found: Entry) -> dict[str, Any]:
    stage = next_stage_of(found.lifecycle_stage)
    if stage is None:
        return {"stage": None}
    checker, document = Checker(visible_to=request.user, about=[(found.kind, found.key)]), found.document
    if not any(found.kind in rule.applies_to and _GATE in rule.gates for rule in checker.packs.rules):
        return {"stage": stage, "asked": 0}
    try:
        report = checker.under_check(document).report(gate=_GATE, stage=stage)
    except PolicyError as refusal:
        return {"stage": stage, "refusal": str(refusal)}
    form_url = form_url_of(found.kind, found.key) if may_edit(request.user, found.owner_team) else None
    names = Names(request.user, [document])
    stops = [one for one in report.findings if one.blocks]
    rest = [one for one in report.findings if not one.blocks]
    return {
        "stage": stage,
        "stops": show_findings(stops, document, names, form_url=form_url),
        "rest": show_findings(rest, document, names, form_url=form_url),
        "asked": len(report.outcomes),
    }
