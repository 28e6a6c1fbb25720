"""Inviting people by a link that lets them set a password."""

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from registry import permissions
from registry.ledger.writing import record
from registry.models import User


def invitation_link(user: User, *, base_url: str) -> str:
    """Where ``user`` sets a password. Worth nothing once one was set by it, or after three days."""
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    return base_url.rstrip("/") + reverse("password_reset_confirm", args=[uid, token])


@transaction.atomic
def send_invitation(user: User, *, by: User | None, base_url: str) -> None:
    """Send ``user`` the link, once what invited them has been committed.

    Raises ``PermissionDenied``; ``ValueError`` for someone who has left.
    """
    if by is not None and not permissions.may(by, "registry.add_user"):
        raise PermissionDenied("Only an operator can invite people.")
    if not user.is_active:
        raise ValueError(f"{user} has left and can't be invited.")
    said = {"person": user, "by": by, "link": invitation_link(user, base_url=base_url)}
    text = render_to_string("admin/registry/invitation.txt", said)
    record("person.invitation_sent", user, by=by)
    # A mail server that is away undoes nothing: the link can be sent again.
    transaction.on_commit(
        lambda: send_mail("You are invited to Muster", text, None, [user.email]), robust=True
    )
