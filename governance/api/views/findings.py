"""Findings of current checks, over everything the reader may see."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from governance.api import docs
from governance.api.pagination import FindingCursor
from governance.api.reading import current_findings_for
from governance.api.serializers.findings import EntryFindingSerializer
from governance.api.serializers.queries import FindingQuery, Query
from governance.api.views.base import View
from governance.disclosure import Disclosure
from governance.models import Finding
from governance.reports.register import not_checked
from registry.models import Entry


@docs.finding_list
class FindingList(View, ListAPIView):
    query_class: ClassVar[type[Query]] = FindingQuery
    serializer_class = EntryFindingSerializer
    pagination_class = FindingCursor

    def get_queryset(self) -> QuerySet[Finding]:
        query = self.query()
        columns = {
            "kind": "run__entry__kind",
            "team": "run__entry__owner_team__key",
            "rule": "rule_id",
            "severity": "severity",
            "outcome": "outcome",
        }
        wanted = {column: query[name] for name, column in columns.items() if name in query}
        return current_findings_for(self.request.user).filter(**wanted)

    def entries(self) -> QuerySet[Entry]:
        """The entries whose findings are asked for."""
        query, columns = self.query(), {"kind": "kind", "team": "owner_team__key"}
        wanted = {column: query[name] for name, column in columns.items() if name in query}
        return Entry.objects.visible_to(self.request.user).filter(**wanted)

    def get_paginated_response(self, data: Any) -> Response:
        """The page, and of how many entries nothing is in the list because they are not checked."""
        answer = super().get_paginated_response(data)
        answer.data["not_checked"] = not_checked(self.entries()).count()
        return answer

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        """A page of findings, without what the reader may not see of other teams' entries."""
        page = super().paginate_queryset(queryset)
        return Disclosure(self.request.user).findings(page or [])
