"""How one rule comes to its answer for one entry."""

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.reading import entry_for
from governance.api.views.base import View
from governance.services.engine import Checker
from policies import PolicyError


@docs.entry_explanation
class EntryExplanation(View):
    """Worked out anew from what the token's person may see; the rest counts as not said."""

    def get(self, request: Request, kind: str, key: str, rule: str) -> Response:
        self.query()
        entry = entry_for(self.person, kind, key)
        try:
            checker = Checker(visible_to=self.person, about=[(kind, key)])
            explanation = checker.under_check(entry.document).explanation(rule)
        except PolicyError as problem:
            raise Http404(str(problem)) from problem
        return Response(explanation.to_json())
