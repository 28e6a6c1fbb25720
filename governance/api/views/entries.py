"""Entries: read, and registered or changed with ``PUT``."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.negotiation import MANIFEST_PARSERS
from governance.api.preconditions import etag
from governance.api.problems import Problem
from governance.api.reading import current_findings_for, entries_for, entry_for
from governance.api.serializers import entries as shapes
from governance.api.serializers.links import address_of
from governance.api.serializers.queries import EntryQuery, ListQuery
from governance.api.views.base import View
from governance.api.views.findings import FindingList
from governance.api.writing import put_manifest
from governance.models import CheckRun, CheckStatus, Finding
from governance.services.wording import worded_check
from registry.models import Entry, Revision, Scope


@docs.entry_list
class EntryList(View, ListAPIView):
    query_class = EntryQuery
    serializer_class = shapes.EntrySerializer

    def get_queryset(self) -> QuerySet[Entry]:
        found, query = entries_for(self.request.user), self.query()
        columns = {
            "kind": "kind",
            "team": "owner_team__key",
            "lifecycle_stage": "lifecycle_stage",
            "updated_since": "updated_at__gte",
        }
        found = found.filter(**{column: query[name] for name, column in columns.items() if name in query})
        if "verdict" in query:
            found = found.filter(checks__in=CheckRun.objects.current().filter(verdict=query["verdict"]))
        return found


class OfEntry(View):
    """A view of the entry that the address names; what can't be seen is answered like what isn't there."""

    def entry(self) -> Entry:
        return entry_for(self.person, **self.kwargs)

    def aimed_at(self) -> Entry | None:
        return entries_for(self.request.user).filter(kind=self.kwargs["kind"], key=self.kwargs["key"]).first()


@docs.entry_detail
class EntryDetail(OfEntry):
    required_scope = {"GET": Scope.READ, "PUT": Scope.WRITE}  # noqa: RUF012
    parser_classes = MANIFEST_PARSERS
    serializer_class = shapes.EntryDetailSerializer

    def get(self, request: Request, **address: str) -> Response:
        self.query()
        return self._answer(self.entry())

    def put(self, request: Request, kind: str, key: str) -> Response:
        self.query()
        saved, is_new = put_manifest(request, kind, key, by=self.person)
        headers = {"Location": address_of(saved)} if is_new else {}
        return self._answer(self.entry(), 201 if is_new else 200, headers)

    def _answer(self, entry: Entry, status: int = 200, headers: Any = None) -> Response:
        body = self.get_serializer(entry).data
        return Response(body, status, headers={"ETag": etag(entry)} | (headers or {}))


@docs.entry_findings
class EntryFindings(OfEntry, FindingList):
    """The findings of the entry's current check, worst first. Raises ``Problem`` where there is none."""

    query_class = ListQuery

    def entries(self) -> QuerySet[Entry]:
        return entries_for(self.request.user).filter(**self.kwargs)

    def get_queryset(self) -> QuerySet[Finding]:
        entry = self.entry()
        if worded_check(entry) is None:
            raise Problem("conflict", _refusal(entry))
        return current_findings_for(self.request.user).filter(run__entry=entry)


def _refusal(entry: Entry) -> str:
    """Why nothing can be said of its findings: an empty list would look like an entry without any."""
    newest = entry.checks.first()
    if newest is not None and newest.status == CheckStatus.ERRORED:
        return f"This entry can't be checked. {newest.error}"
    return "This entry is not checked as it stands: a check of it is under way or due. Ask again."


@docs.entry_revisions
class EntryRevisions(OfEntry, ListAPIView):
    query_class = ListQuery
    serializer_class = shapes.RevisionSerializer

    def get_queryset(self) -> QuerySet[Revision]:
        self.query()
        return self.entry().revisions.select_related("author").defer("document")


@docs.entry_revision
class EntryRevision(OfEntry):
    serializer_class = shapes.RevisionDetailSerializer

    def get(self, request: Request, number: int, **address: str) -> Response:
        self.query()
        entry = entry_for(self.person, **address)
        revision = get_object_or_404(entry.revisions.select_related("author"), number=number)
        return Response(self.get_serializer(revision).data, headers={"ETag": f'"{revision.digest}"'})
