"""Signing in and out, links, passwords and invitations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from sesame.views import LoginView as LinkView

from governance.forms.accounts import NewPasswordForm, PasswordChangeForm, ResetForm, SignInForm


class SignIn(views.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """Also tells the browser to forget what it has seen, so that "back" shows nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


@method_decorator(login_not_required, name="dispatch")
class SignInWithLink(LinkView):
    """One-time links. Used, expired or mistyped: the page says what to do next, and not which it was."""

    def login_failed(self) -> HttpResponse:
        return render(self.request, "accounts/link_failed.html", status=403)


class ForgottenPassword(views.PasswordResetView):
    template_name = "accounts/password_forgotten.html"
    email_template_name = "accounts/mail_password.txt"
    subject_template_name = "accounts/mail_password_subject.txt"
    form_class = ResetForm
    success_url = reverse_lazy("password_reset_done")


class ForgottenPasswordSent(views.PasswordResetDoneView):
    template_name = "accounts/password_sent.html"


class SetPassword(views.PasswordResetConfirmView):
    """A new password after a forgotten one, and the first one after an invitation."""

    template_name = "accounts/password_set.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        welcome = self.user is not None and not self.user.has_usable_password()
        return super().get_context_data(welcome=welcome, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is set, and you are signed in.")
        return super().form_valid(form)


class ChangePassword(views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)
