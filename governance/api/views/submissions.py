"""Submissions: read. What is done to them is in ``council``."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.serializers.queries import SubmissionQuery
from governance.api.serializers.submissions import SubmissionDetailSerializer, SubmissionSerializer
from governance.api.views.base import View
from governance.models import Submission, Vote


def submissions_for(user: Any) -> QuerySet[Submission]:
    people = ("submitted_by", "decided_by")
    return Submission.objects.visible_to(user).select_related("entry__owner_team", "check_run", *people)


def with_votes(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.prefetch_related(Prefetch("votes", Vote.objects.select_related("voter")))


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

    def aimed_at(self) -> Submission | None:
        return submissions_for(self.person).filter(**self.kwargs).first()

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        submission = get_object_or_404(with_votes(submissions_for(request.user)), pk=pk)
        return Response(self.get_serializer(submission).data)
