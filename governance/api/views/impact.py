"""What a proposed change of the rules would do to the entries that the reader can see."""

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
from governance.api.serializers import impact as shapes
from governance.api.serializers.acts import NothingSerializer
from governance.api.serializers.queries import ImpactQuery
from governance.api.views.base import View
from governance.models import Activation, CheckStatus, ImpactMove, ImpactRun
from governance.reports.impact import impact_for, moves_for
from governance.services.impact import count_impact
from governance.services.rule_sets import packs_of
from registry.models import Scope


@docs.rules_impact
class RulesImpact(View):
    required_scope = {"GET": Scope.READ, "POST": Scope.RULES}  # noqa: RUF012
    parser_classes = (ManifestParser,)
    serializer_class = shapes.ImpactSerializer

    def get(self, request: Request, pk: int) -> Response:
        self.query()
        return self._answer(_newest(pk))

    def post(self, request: Request, pk: int) -> Response:
        self.query()
        read_body(request, NothingSerializer)
        change = get_object_or_404(Activation.objects.with_people(), pk=pk)
        try:
            return self._answer(count_impact(change, by=self.person))
        except ValueError as refused:
            raise Problem("conflict", str(refused)) from None

    def _answer(self, run: ImpactRun) -> Response:
        columns = ("status", "as_of", "percent", "error", "queued_at", "finished_at")
        said = {name: getattr(run, name) for name in columns}
        numbers = self._numbers(run) if run.status == CheckStatus.DONE else None
        return Response(self.get_serializer(said | {"numbers": numbers}).data)

    def _numbers(self, run: ImpactRun) -> dict[str, Any]:
        change = run.change
        found = impact_for(run, packs_of(change.based_on), packs_of(change.rule_set.digest), self.person)
        verdicts = [
            {"before": before or None, "after": after or None, "count": number}
            for (before, after), number in sorted(found.verdicts.items())
        ]
        same = ("moved", "total", "rules", "teams", "tiers")
        return {name: getattr(found, name) for name in same} | {"verdicts": verdicts}


@docs.rules_impact_entries
class RulesImpactEntries(View, ListAPIView):
    query_class = ImpactQuery
    serializer_class = shapes.ImpactMoveSerializer

    def get_queryset(self) -> QuerySet[ImpactMove]:
        query = self.query()
        found = moves_for(_newest(self.kwargs["pk"]), self.request.user)
        if "team" in query:
            found = found.filter(entry__owner_team__key=query["team"])
        return found.filter(**{query["turn"]: True}) if "turn" in query else found


def _newest(pk: int) -> ImpactRun:
    """The newest count of a change; nothing is there where none was ever asked for."""
    runs = ImpactRun.objects.filter(change=pk).select_related("change__rule_set")
    return get_object_or_404(runs, pk=runs.values_list("pk", flat=True).first())
