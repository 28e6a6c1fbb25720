"""What the AI Act makes of a use case."""

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import docs
from governance.api.serializers.law import ClassificationSerializer
from governance.api.serializers.queries import LawQuery
from governance.api.views.entries import OfEntry
from governance.reports.law import classification_of
from registry import clock
from registry.models import Kind


@docs.entry_ai_act
class EntryAIAct(OfEntry):
    """The tier of a use case with its reasons, by the law of a day."""

    query_class = LawQuery
    serializer_class = ClassificationSerializer

    def get(self, request: Request, kind: str, key: str) -> Response:
        query, entry = self.query(), self.entry()
        if kind != Kind.USE_CASE:
            raise NotFound("The AI Act is about use cases.")
        found = classification_of(entry.document, as_of=query.get("as_of") or clock.today())
        return Response(self.get_serializer(found).data)
