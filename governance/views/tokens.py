"""My tokens: made, shown once, revoked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.forms.accounts import TokenForm
from governance.views.requests import SignedInRequest
from registry import clock
from registry.models import Scope, Token
from registry.services.tokens import issue_token, revoke_token


def tokens(request: SignedInRequest) -> HttpResponse:
    """The secret of a new token is in this one answer and nowhere else, so there is no redirect after it."""
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        _, secret = issue_token(
            request.user, said["name"], said["scopes"], by=request.user, days=said["days"]
        )
        form = TokenForm()
    listed = [
        (token, [Scope(scope).label for scope in token.scopes])
        for token in Token.objects.filter(user=request.user)
    ]
    context = {"form": form, "tokens": listed, "secret": secret, "now": clock.now()}
    return render(request, "accounts/tokens.html", context)


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk, user=request.user)
    revoke_token(token, by=request.user)
    messages.success(request, f"{token.name} no longer works.")
    return redirect("tokens")
