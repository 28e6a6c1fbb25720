"""What to say next of an entry, and what would make it pass."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.problems import Problem
from governance.api.reading import entry_for
from governance.api.serializers.queries import AskingQuery
from governance.api.views.base import View
from governance.services.engine import Checker, UnderCheck
from policies import PolicyError

Document = dict[str, Any]
Ask = Callable[[UnderCheck, Document], Document]


class _Asking(View):
    """Worked out anew from what the token's person may see; the rest counts as not said."""

    query_class = AskingQuery

    def answer(self, request: Request, kind: str, key: str, ask: Ask) -> Response:
        query = self.query()
        entry = entry_for(self.person, kind, key)
        checker = Checker(visible_to=self.person, about=[(kind, key)])
        try:
            found = ask(checker.under_check(entry.document), query)
        except PolicyError as problem:
            raise Problem("invalid-request", str(problem)) from problem
        named = {"kind": kind, "key": key, "as_of": checker.as_of.isoformat()}
        return Response(named | {"gate": query.get("gate"), "stage": query.get("stage")} | found)


@docs.entry_questions
class EntryQuestions(_Asking):
    def get(self, request: Request, kind: str, key: str) -> Response:
        return self.answer(request, kind, key, _questions)


@docs.entry_ways
class EntryWays(_Asking):
    def get(self, request: Request, kind: str, key: str) -> Response:
        return self.answer(request, kind, key, _ways)


def _questions(asked: UnderCheck, query: Document) -> Document:
    return {"questions": [one.to_json() for one in asked.next_questions(**query)]}


def _ways(asked: UnderCheck, query: Document) -> Document:
    return asked.what_would_pass(**query).to_json()
