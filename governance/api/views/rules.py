"""Rules: read, proposed and decided on."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.bodies import read_body
from governance.api.negotiation import ManifestParser
from governance.api.problems import Problem
from governance.api.serializers import rules as shapes
from governance.api.serializers.acts import NothingSerializer
from governance.api.serializers.queries import ListQuery
from governance.api.views.base import Act, View
from governance.api.views.submissions import submissions_for
from governance.models import Activation, PackVersion
from governance.reports.export import record_taken
from governance.services import activations
from governance.services.replaying import Unverifiable, bundle_of
from governance.services.rule_sets import packs_in_force, settings_of
from registry.models import Scope
from registry.permissions import may


def changes() -> QuerySet[Activation]:
    return Activation.objects.with_people()


@docs.rules_in_force
class RulesInForce(View):
    serializer_class = shapes.RulesSerializer

    def get(self, request: Request) -> Response:
        self.query()
        packs, current = packs_in_force(), Activation.objects.in_force().first()
        said = {
            "digest": packs.digest,
            "packs": [_pack(pack) for pack in packs.packs],
            "settings": packs.settings.to_json(),
            "change": current.pk if current else None,
        }
        return Response(self.get_serializer(said).data)


@docs.pack_version
class PackVersionDetail(View):
    serializer_class = shapes.PackVersionSerializer

    def get(self, request: Request, digest: str) -> Response:
        self.query()
        return Response(self.get_serializer(get_object_or_404(PackVersion, digest=digest)).data)


@docs.rules_change_list
class RulesChangeList(View, ListAPIView):
    required_scope = {"GET": Scope.READ, "POST": Scope.RULES}  # noqa: RUF012
    parser_classes = (ManifestParser,)
    query_class = ListQuery
    serializer_class = shapes.RulesChangeSerializer

    def get_queryset(self) -> QuerySet[Activation]:
        self.query()
        return changes()

    def post(self, request: Request) -> Response:
        body = read_body(request, shapes.RulesProposalSerializer)
        settings = body.get("settings")
        draft = activations.Draft(
            packs=body.get("packs"),
            text=body.get("text", ""),
            settings=packs_in_force().settings if settings is None else settings_of(settings),
        )
        made = activations.propose_rules(draft, by=self.person, reason=body["reason"])
        return Response(self.get_serializer(changes().get(pk=made.pk)).data, 201)


@docs.rules_change
class RulesChangeDetail(View):
    serializer_class = shapes.RulesChangeSerializer

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        return Response(self.get_serializer(get_object_or_404(changes(), pk=pk)).data)


class RulesChangeAct(Act):
    required_scope = Scope.RULES
    serializer_class = shapes.RulesChangeSerializer

    def get_queryset(self) -> QuerySet[Activation]:
        return changes()


@docs.rules_activation
class RulesActivation(RulesChangeAct):
    act = staticmethod(activations.activate_rules)


@docs.rules_rejection
class RulesRejection(RulesChangeAct):
    act = staticmethod(activations.reject_rules)


@docs.rules_withdrawal
class RulesWithdrawal(RulesChangeAct):
    body_class = NothingSerializer
    act = staticmethod(activations.withdraw_rules)


@docs.decision_bundle
class DecisionBundle(View):
    """It quotes what the facts quote, so it is for who may see every entry."""

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        submission = get_object_or_404(submissions_for(self.person), pk=pk)
        if not may(self.person, "registry.view_entry"):
            raise Problem("forbidden", "Only who may see every entry can take a decision's bundle away.")
        try:
            made = bundle_of(submission)
        except Unverifiable as problem:
            raise Problem("conflict", str(problem)) from None
        record_taken("decision", made, by=self.person, submission=pk)
        return Response(made)


def _pack(pack: Any) -> dict[str, Any]:
    said = {name: getattr(pack, name) for name in ("id", "version", "title", "digest")}
    return said | {"rules": [rule.id for rule in pack.rules]}
