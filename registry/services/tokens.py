"""Tokens for programs: hashed, scoped, expiring, shown once."""

import hashlib
import secrets
import zlib
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from registry import clock
from registry.ledger.writing import record
from registry.models import Scope, Token, User
from registry.prepared import Prepared

PREFIX = "muster_"
DEFAULT_DAYS = 90
MOST_DAYS = 365


@transaction.atomic
def issue_token(
    user: User, name: str, scopes: Iterable[str], *, by: User, days: int = DEFAULT_DAYS
) -> tuple[Token, str]:
    """Return the new token and its secret, which is never to be seen again.

    Raises ``PermissionDenied`` for someone else's token, ``ValueError`` for an unknown scope or term.
    """
    if by != user:
        raise PermissionDenied("People make their own tokens.")
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - set(Scope.values):
        raise ValueError(f"Choose scopes from {', '.join(Scope.values)}.")
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A token lasts between 1 and {MOST_DAYS} days.")
    secret = _new_secret()
    token = Token.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        prefix=secret[: len(PREFIX) + 6],
        scopes=wanted,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    record("token.issued", f"token:{token.pk}", by=by, owner=str(user.uid), scopes=wanted, days=days)
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: User) -> Token:
    """End ``token`` at once."""
    token = Token.objects.select_for_update().get(pk=token.pk)
    if by != token.user and not by.is_superuser:
        raise PermissionDenied("People revoke their own tokens; an operator can revoke any.")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record("token.revoked", f"token:{token.pk}", by=by)
    return token


# Asked by each request.
_TOKEN = Prepared(
    lambda digest: Token.objects.select_related("user").filter(
        revoked_at=None, user__is_active=True, digest=digest
    )
)


def find_token(secret: str) -> Token | None:
    """The live token of ``secret``, or None: unknown, expired, revoked, or its owner has left."""
    if not is_well_formed(secret):
        return None
    found = _TOKEN(digest_of(secret))
    return found[0] if found and found[0].expires_at > clock.now() else None


def note_use(token: Token) -> None:
    """Remember, to the hour, that ``token`` was used: writing at every request would lock at every one."""
    if token.last_used_at is None or clock.now() - token.last_used_at > timedelta(hours=1):
        Token.objects.filter(pk=token.pk).update(last_used_at=clock.now())


def is_well_formed(secret: str) -> bool:
    """Prefix and checksum hold: secret scanners look for them, and a typing error costs no query."""
    body, _, check = secret.removeprefix(PREFIX).rpartition("_")
    return secret.startswith(PREFIX) and bool(body) and check == _checksum(body)


def digest_of(secret: str) -> str:
    """A plain SHA-256 is right here: the secret has 256 bits and can't be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_secret() -> str:
    body = secrets.token_urlsafe(32)
    return f"{PREFIX}{body}_{_checksum(body)}"


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
