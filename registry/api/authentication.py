"""Who a program acts for, and what its token lets it do.

Only tokens count: a signed-in browser is refused here, so no page can make it act on its reader's behalf.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from registry.models import Scope, Token, User
from registry.services.tokens import find_token, note_use

if TYPE_CHECKING:  # its module reads the settings, which name this one
    from rest_framework.views import APIView

SCHEME = "Bearer"
# Tokens have 60 characters; what is much longer is not looked at.
LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer muster_...`` (RFC 6750). One answer for unknown, expired and revoked."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The token's owner and the token; None without the header. Raises ``AuthenticationFailed``."""
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, secret = header.partition(" ")
        usable = scheme.lower() == SCHEME.lower() and secret.isascii() and len(secret) <= LONGEST
        token = find_token(secret.strip()) if usable else None
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.")
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="muster"'


class HasScope(BasePermission):
    """The token carries what the view asks for: ``required_scope``, one for all methods or one for each.

    A view that names none is closed to everybody.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        method = str(request.method)
        wanted = scope_for(view, method)
        if not isinstance(request.auth, Token):
            return False
        if method not in view.allowed_methods:
            raise MethodNotAllowed(method)
        if wanted is not None and wanted not in request.auth.scopes:
            raise PermissionDenied(f"This token lacks the scope {wanted}.")
        return wanted is not None


def scope_for(view: object, method: str) -> Scope | None:
    """The scope that ``view`` asks for when called with ``method``; None where it names none."""
    said: Scope | Mapping[str, Scope] | None = getattr(view, "required_scope", None)
    if isinstance(said, Mapping):
        return said.get("GET" if method == "HEAD" else method)
    return said
