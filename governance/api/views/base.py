"""What every view of the API shares."""

from typing import Any, ClassVar

from rest_framework.exceptions import NotAuthenticated
from rest_framework.generics import GenericAPIView
from rest_framework.serializers import Serializer

from governance.api.problems import Problem
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
