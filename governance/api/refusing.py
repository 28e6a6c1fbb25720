"""Which refused requests the record keeps: those that were after what only the council decides.

What a service refuses it records itself. Here is what reaches none: a token without the scope, a status that
is to be written, a verdict in a manifest. Without a person there is nothing to keep, and of what a person
tries the record has each refusal once a day.
"""

from collections.abc import Mapping
from typing import Any, Final

from rest_framework.exceptions import MethodNotAllowed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS

from governance.api.problems import Problem
from governance.api.views.base import View
from governance.models import Submission
from governance.services.refusals import record_refusal
from registry.api.authentication import scope_for
from registry.models import Scope, Token

_DECIDING: Final = frozenset({Scope.COUNCIL, Scope.JUDGE, Scope.RULES})
# What describes a thing has no such fields: whoever sends one wants it decided.
_DECIDED: Final = frozenset(
    {
        "approval",
        "approval_status",
        "approved",
        "approved_by",
        "decided_by",
        "decision",
        "decisions",
        "review_status",
        "status",
        "verdict",
        "votes",
    }
)


def record_refused_request(error: Exception, context: Mapping[str, Any]) -> None:
    """Record that a request was refused with ``error``, of the row it was aimed at or else of who sent it."""
    request: Any = context.get("request")
    view: Any = context.get("view")
    if request is None or not isinstance(request.auth, Token):
        return
    why = _why(error, request, view)
    if why:
        thing = view.aimed_at() or request.user.subject
        record_refusal(
            "request", thing, by=request.user, why=why, of="token" if isinstance(thing, str) else ""
        )


def _why(error: Exception, request: Any, view: View) -> str:
    """In words that are ours alone; "" where it is nothing to record."""
    if isinstance(error, PermissionDenied):
        wanted = scope_for(view, request.method)
        lacks = wanted in _DECIDING and wanted not in request.auth.scopes
        return f"The token lacks the scope {wanted}." if lacks else ""
    if isinstance(error, MethodNotAllowed):
        writes = request.method not in SAFE_METHODS and isinstance(view.aimed_at(), Submission)
        return "What became of a submission is decided, and not written." if writes else ""
    if isinstance(error, Problem) and error.sort == "invalid-manifest" and request.method == "PUT":
        said = {str(one.get("pointer", "")).strip("/") for one in error.errors}
        return f"A manifest can't say: {', '.join(found)}." if (found := sorted(said & _DECIDED)) else ""
    return ""
