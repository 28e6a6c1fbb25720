"""Policy checks for build servers: the same engine, the same answer."""

from dataclasses import replace

from django.urls import reverse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.checking import answer, check_manifests, checker_of, registered, store_checks
from governance.api.manifests import read_manifests
from governance.api.negotiation import MANIFEST_PARSERS, JunitRenderer, SarifRenderer
from governance.api.problems import Problem
from governance.api.serializers.queries import CheckQuery
from governance.api.views.base import View
from policies.reporters.junit import to_junit
from policies.reporters.sarif import to_sarif
from registry.models import Scope


@docs.policy_checks
class PolicyChecks(View):
    required_scope = Scope.CHECK
    parser_classes = MANIFEST_PARSERS
    renderer_classes = (JSONRenderer, SarifRenderer, JunitRenderer)
    query_class = CheckQuery

    def post(self, request: Request) -> Response:
        query = self.query()
        if query["store"] and query.keys() & {"gate", "stage", "as_of"}:
            detail = "A stored check asks all rules as of today: leave out gate, stage and as_of."
            raise Problem("invalid-request", detail)
        manifests = read_manifests(request, source=query.get("path", ""))
        checker = checker_of(manifests, query, reader=self.person)
        entries = registered(checker)
        if query["store"]:
            store_checks(manifests, entries)
            entries = registered(checker)
        rules_at = request.build_absolute_uri(reverse("rules"))
        run = replace(check_manifests(checker, manifests, query), rules_at=rules_at)
        if request.accepted_renderer.format == SarifRenderer.format:
            return Response(to_sarif(run))
        if request.accepted_renderer.format == JunitRenderer.format:
            return Response(to_junit(run))
        return Response(answer(run, manifests, entries, request=request))
