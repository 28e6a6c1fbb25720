"""Assessments: read. They are written and approved on the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.serializers.assessments import AssessmentDetailSerializer, AssessmentSerializer
from governance.api.serializers.queries import AssessmentQuery
from governance.api.views.base import View
from governance.models import Assessment


def assessments_for(user: Any) -> QuerySet[Assessment]:
    return Assessment.objects.visible_to(user).select_related("entry", "author", "approver")


@docs.assessment_list
class AssessmentList(View, ListAPIView):
    query_class = AssessmentQuery
    serializer_class = AssessmentSerializer

    def get_queryset(self) -> QuerySet[Assessment]:
        query = self.query()
        columns = {"type": "type", "team": "entry__owner_team__key", "state": "state", "entry": "entry__key"}
        wanted = {column: query[name] for name, column in columns.items() if name in query}
        return assessments_for(self.request.user).filter(**wanted)


@docs.assessment_detail
class AssessmentDetail(View):
    serializer_class = AssessmentDetailSerializer

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        assessment = get_object_or_404(assessments_for(request.user), pk=pk)
        return Response(self.get_serializer(assessment).data)
