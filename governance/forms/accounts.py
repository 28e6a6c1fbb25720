"""Forms about the person who fills them in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import forms as auth

from registry.models import Scope, User
from registry.services.people import set_password
from registry.services.tokens import DEFAULT_DAYS, MOST_DAYS

_NO_MATCH = "That e-mail address and password don't belong together. Try again, or set a new password."


class SignInForm(auth.AuthenticationForm):
    """Says the same whether the address is unknown, the password wrong or the person gone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {"invalid_login": _NO_MATCH, "inactive": _NO_MATCH}
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True}
        )


class ResetForm(auth.PasswordResetForm):
    """Also for people who were invited and never set a password: their invitation may have run out."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def get_users(self, email: str) -> Iterator[User]:
        return User.objects.filter(email__iexact=email, is_active=True).iterator()


class KeepsPassword:
    """The service sets the password, so that the ledger tells of it."""

    user: User
    cleaned_data: dict[str, Any]

    def save(self, commit: bool = True) -> User:
        return set_password(self.user, self.cleaned_data["new_password1"], by=self.user)


class NewPasswordForm(KeepsPassword, auth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_passwords(self)


class PasswordChangeForm(KeepsPassword, auth.PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Your password now"
        name_passwords(self)


def name_passwords(form: Any) -> None:
    """Say in one sentence what the validators ask for."""
    form.fields["new_password1"].label = "New password"
    form.fields["new_password1"].help_text = "At least 12 characters. A few unrelated words make a good one."
    form.fields["new_password2"].label = "New password again"
    form.fields["new_password2"].help_text = ""


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=100, help_text="What will use it, such as “CI of the shop”."
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(
        label="Days until it expires",
        min_value=1,
        max_value=MOST_DAYS,
        initial=DEFAULT_DAYS,
        help_text=f"At most {MOST_DAYS}.",
    )
