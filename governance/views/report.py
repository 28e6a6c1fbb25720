"""The compliance report, as a page to read or print and as a file to take away."""

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from governance.reports.decisions import NOT_KNOWN, decision_report_for
from governance.reports.export import as_document, csv_lines, export_decisions
from governance.views.requests import SignedInRequest

ROWS_SHOWN = 500


def report(request: SignedInRequest) -> HttpResponse:
    made = decision_report_for(request.user)
    context = {
        "report": made,
        "rows": made.rows[:ROWS_SHOWN],
        "more": len(made.rows) > ROWS_SHOWN,
        "not_known": NOT_KNOWN,
        "section": "report",
    }
    return render(request, "governance/report.html", context)


@require_POST
def report_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """A POST, since taking the report away is recorded."""
    made = export_decisions(by=request.user)
    response = StreamingHttpResponse(csv_lines(made), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="muster-decisions-{made.made_on}.csv"'
    return response


@require_POST
def report_json(request: SignedInRequest) -> JsonResponse:
    """The same for programs, and recorded as well."""
    made = export_decisions(by=request.user)
    response = JsonResponse(as_document(made), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="muster-decisions-{made.made_on}.json"'
    return response
