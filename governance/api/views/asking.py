"""What to say next of an entry, and what would make it pass."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.problems import Problem
from governance.api.reading import entries_for
from governance.api.serializers.queries import AskingQuery
from governance.api.views.base import View
from governance.services.engine import Checker
from policies import PolicyError


class _Asking(View):
    """Worked out anew from what the token's person may see; the rest counts as not said."""

    query_class = AskingQuery

    def get(self, request: Request, kind: str, key: str) -> Response:
        query = self.query()
        entry = get_object_or_404(entries_for(request.user), kind=kind, key=key)
        checker = Checker(visible_to=self.person)
        try:
            found = self.asked(checker, entry.document, query)
        except PolicyError as problem:
            raise Problem("invalid-request", str(problem)) from problem
        named = {"kind": kind, "key": key, "as_of": checker.as_of.isoformat()}
        return Response(named | {"gate": query.get("gate"), "stage": query.get("stage")} | found)

    def asked(self, checker: Checker, document: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


@docs.entry_questions
class EntryQuestions(_Asking):
    def asked(self, checker: Checker, document: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
        return {"questions": [one.to_json() for one in checker.next_questions(document, **query)]}


@docs.entry_ways
class EntryWays(_Asking):
    def asked(self, checker: Checker, document: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
        return checker.what_would_pass(document, **query).to_json()
