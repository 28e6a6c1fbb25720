"""Notices: everybody reads their own."""

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView

from governance.api import docs
from governance.api.serializers.notices import NoticeSerializer
from governance.api.serializers.queries import NoticeQuery
from governance.api.views.base import View
from governance.models import Notice


@docs.notice_list
class NoticeList(View, ListAPIView):
    query_class = NoticeQuery
    serializer_class = NoticeSerializer

    def get_queryset(self) -> QuerySet[Notice]:
        query = self.query()
        found = Notice.objects.visible_to(self.person).select_related("entry")
        if "kind" in query:
            found = found.filter(kind=query["kind"])
        return found.filter(seen_at__isnull=not query["seen"]) if "seen" in query else found
