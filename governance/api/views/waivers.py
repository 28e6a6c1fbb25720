"""Waivers: read, asked for and decided on."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.bodies import read_body
from governance.api.negotiation import ManifestParser
from governance.api.serializers import waivers as shapes
from governance.api.serializers.acts import NothingSerializer
from governance.api.serializers.queries import WaiverQuery
from governance.api.views.base import Act, View
from governance.models import Waiver
from governance.reports.waivers import waivers_for
from governance.services import waivers
from registry.models import Entry, Scope


@docs.waiver_list
class WaiverList(View, ListAPIView):
    required_scope = {"GET": Scope.READ, "POST": Scope.WRITE}  # noqa: RUF012
    parser_classes = (ManifestParser,)
    query_class = WaiverQuery
    serializer_class = shapes.WaiverSerializer

    def get_queryset(self) -> QuerySet[Waiver]:
        query = self.query()
        columns = {"kind": "entry__kind", "team": "entry__owner_team__key", "rule": "rule_id"}
        wanted = {column: query[name] for name, column in columns.items() if name in query}
        found = waivers_for(self.request.user).filter(**wanted)
        return found.standing_as(query["standing"]) if "standing" in query else found

    def post(self, request: Request) -> Response:
        body = read_body(request, shapes.WaiverRequestSerializer)
        visible = Entry.objects.visible_to(self.person)
        entry = get_object_or_404(visible, kind=body.pop("kind"), key=body.pop("key"))
        made = waivers.request_waiver(entry, body.pop("rule_id"), by=self.person, **body)
        return Response(self.get_serializer(waivers_for(self.person).get(pk=made.pk)).data, 201)


@docs.waiver_detail
class WaiverDetail(View):
    serializer_class = shapes.WaiverSerializer

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        return Response(self.get_serializer(get_object_or_404(waivers_for(request.user), pk=pk)).data)


class WaiverAct(Act):
    required_scope = Scope.JUDGE
    serializer_class = shapes.WaiverSerializer

    def get_queryset(self) -> QuerySet[Waiver]:
        return waivers_for(self.person)


@docs.waiver_approval
class WaiverApproval(WaiverAct):
    act = staticmethod(waivers.approve_waiver)


@docs.waiver_rejection
class WaiverRejection(WaiverAct):
    act = staticmethod(waivers.reject_waiver)


@docs.waiver_revocation
class WaiverRevocation(WaiverAct):
    act = staticmethod(waivers.revoke_waiver)


@docs.waiver_withdrawal
class WaiverWithdrawal(WaiverAct):
    required_scope = Scope.WRITE
    body_class = NothingSerializer
    act = staticmethod(waivers.withdraw_waiver)
