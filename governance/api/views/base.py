"""What every view of the API shares."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from governance.api.bodies import read_body
from governance.api.negotiation import ManifestParser
from governance.api.problems import Problem
from governance.api.serializers.acts import ReasonSerializer
from governance.api.serializers.queries import Query
from registry.models import Scope, User


class View(GenericAPIView):
    """A view names the scope it asks for and the parameters it knows; anything else is refused."""

    required_scope: Any = Scope.READ
    http_method_names = ["get", "head", "post", "put"]
    query_class: ClassVar[type[Query]] = Query
    serializer_class: type[Serializer] | None = None

    @property
    def person(self) -> User:
        """Whose token it is."""
        user = self.request.user
        if not isinstance(user, User):
            raise NotAuthenticated
        return user

    def query(self) -> dict[str, Any]:
        """The parameters after ``?``. Raises ``Problem`` for one that is wrong, unknown or doubled."""
        given = self.request.query_params
        query = self.query_class(data=given.dict())
        errors = [
            {"parameter": name, "detail": sentence}
            for name, sentences in query.problems(given)
            for sentence in sentences
        ]
        if errors:
            raise Problem("invalid-request", "The address has parameters that can't be used.", errors=errors)
        return query.validated_data

    def aimed_at(self) -> Model | None:
        """The row that the address names, where the person can see it: a refused act is recorded of it."""
        return None


class Act(View):
    """One thing done to one row. What was sent goes to the service, and the row is answered as it is then."""

    parser_classes = (ManifestParser,)
    body_class: type[Serializer] = ReasonSerializer
    act: Callable[..., object]

    def aimed_at(self) -> Model | None:
        return self.get_queryset().filter(**self.kwargs).first()

    def post(self, request: Request, pk: int) -> Response:
        self.query()
        row = get_object_or_404(self.get_queryset(), pk=pk)
        type(self).act(row, by=self.person, **read_body(request, self.body_class))
        return Response(self.get_serializer(self.get_queryset().get(pk=pk)).data)
