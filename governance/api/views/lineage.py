"""Where the data of an entry comes from."""

from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.views.entries import OfEntry
from governance.reports.lineage import lineage_of


@docs.entry_lineage
class EntryLineage(OfEntry):
    """The facts about the entry's data, as far as whoever asks may see."""

    def get(self, request: Request, **address: str) -> Response:
        self.query()
        found = lineage_of(request.user, self.entry())
        return Response(
            {"consent": found.consent, "readiness": found.readiness, "onward": list(found.onward)}
        )
