"""The request of someone who signed in: what every view behind the sign-in is given."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from registry.models import User


class SignedInRequest(HttpRequest):
    """``LoginRequiredMiddleware`` lets nobody else through; the type says so."""

    user: User
    htmx: HtmxDetails
