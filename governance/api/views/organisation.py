"""The organisation itself: its newest check, for who may see the whole register; for others there is none."""

from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.views.base import View
from governance.reports.organisation import newest_check


@docs.organisation_check
class OrganisationCheckDetail(View):
    def get(self, request: Request) -> Response:
        self.query()
        check = newest_check(self.person)
        if check is None:
            return Response({"as_of": None, "checked_at": None, "error": "", "report": None})
        said = {"as_of": check.as_of, "checked_at": check.checked_at, "error": check.error}
        return Response(said | {"report": check.report or None})
