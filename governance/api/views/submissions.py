"""Submissions: read. They come and go through the council's services."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.serializers.queries import SubmissionQuery
from governance.api.serializers.submissions import SubmissionDetailSerializer, SubmissionSerializer
from governance.api.views.base import View
from governance.models import Submission


def submissions_for(user: Any) -> QuerySet[Submission]:
    people = ("submitted_by", "decided_by")
    return Submission.objects.visible_to(user).select_related("entry__owner_team", "check_run", *people)


@docs.submission_list
class SubmissionList(View, ListAPIView):
    query_class = SubmissionQuery
    serializer_class = SubmissionSerializer

    def get_queryset(self) -> QuerySet[Submission]:
        query = self.query()
        columns = {"kind": "entry__kind", "team": "entry__owner_team__key", "status": "status"}
        wanted = {column: query[name] for name, column in columns.items() if name in query}
        return submissions_for(self.request.user).filter(**wanted).defer("snapshot")


@docs.submission_detail
class SubmissionDetail(View):
    serializer_class = SubmissionDetailSerializer

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        submission = get_object_or_404(submissions_for(request.user), pk=pk)
        return Response(self.get_serializer(submission).data)
