"""The bundle of a decision, to be replayed elsewhere."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from governance.models import Submission
from governance.reports.export import record_taken
from governance.services.replaying import Unverifiable, bundle_of
from governance.views.requests import SignedInRequest
from registry.permissions import may


def bundle(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that the report of the newest round follows from. It quotes other entries, so only who may see all
    of them can take it away.
    """
    rows = Submission.objects.visible_to(request.user).select_related("entry", "check_run")
    found = get_object_or_404(rows, pk=pk)
    if not may(request.user, "registry.view_entry"):
        raise PermissionDenied("Only the council, leaders and auditors can take a decision's bundle away.")
    try:
        made = bundle_of(found)
    except Unverifiable as problem:
        return HttpResponse(
            f"{problem} So there is nothing to replay.", status=409, content_type="text/plain"
        )
    record_taken("decision", made, by=request.user, submission=pk)
    response = JsonResponse(made, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="decision-{pk}.json"'
    return response
