"""People: invited by link, given roles, and never edited by hand."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from registry.admin.base import ReadOnlyAdmin, actor, posted
from registry.admin.teams import RoleForm
from registry.models import Membership, Role, Team, User
from registry.models.columns import terms
from registry.permissions import may
from registry.services.invitations import send_invitation
from registry.services.people import grant_role, invite_person, revoke_role


class InvitationForm(forms.Form):
    name = forms.CharField(max_length=200)
    email = forms.EmailField(label="E-mail", help_text="A link to set a password goes there.")
    function = forms.ChoiceField(choices=lambda: [("", "Not said"), *terms("function")], required=False)


class RoleInTeamForm(RoleForm):
    team = forms.ModelChoiceField(Team.objects.all(), empty_label="Choose a team")
    field_order = ("team", "role")


class Sure(forms.Form):
    """Asks nothing but whether to go on."""


@admin.register(User)
class PersonAdmin(ReadOnlyAdmin):
    """Who may sign in, and what they may do in which team."""

    list_display = ("name", "email", "function", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "function", "groups")
    search_fields = ("name", "email")
    detail_template = "admin/registry/person.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "registry.add_user")

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {
            "memberships": thing.memberships.select_related("team").order_by("team__name"),
            "groups": thing.groups.order_by("name"),
            "may_manage": self.has_add_permission(request),
            "has_signed_in": thing.last_login is not None,
        }

    def adding(self, request: HttpRequest) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            facts = {"function": said["function"] or None}
            with transaction.atomic():
                person = invite_person(said["email"], said["name"], by=actor(request), **facts)
                send_invitation(person, by=actor(request), base_url=request.build_absolute_uri("/"))
            return f"{person} was invited: a link is on its way to {person.email}."

        back = reverse("admin:registry_user_changelist")
        form = InvitationForm(posted(request))
        return self.ask(request, form, title="Invite a person", submit="Invite", act=act, back=back)

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {
            "give_role": self.give_role_view,
            "take_role": self.take_role_view,
            "invite_again": self.invite_again_view,
        }

    def give_role_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            role = grant_role(person, said["team"], Role(said["role"]), by=actor(request))
            return f"{person} is now {role.get_role_display().lower()} of {role.team}."

        person, form = self.find(request, str(pk)), RoleInTeamForm(posted(request))
        title = f"Give {person} a role"
        return self.ask_about(request, person, form, title=title, submit="Give the role", act=act)

    def take_role_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.find(request, str(pk))
        roles = Membership.objects.select_related("team").filter(user=person)
        held = get_object_or_404(roles, team__key=request.GET.get("team", ""))

        def act(said: dict[str, Any]) -> str:
            revoke_role(person, held.team, by=actor(request))
            return f"{person} has no role in {held.team} any more."

        title = f"Take away the role in {held.team}"
        about = f"{person} is {held.get_role_display().lower()} of {held.team} and won't be after this."
        return self.ask_about(
            request, person, Sure(posted(request)), title=title, submit="Take it away", act=act, about=about
        )

    def invite_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            send_invitation(person, by=actor(request), base_url=request.build_absolute_uri("/"))
            return f"Another link is on its way to {person.email}."

        person = self.find(request, str(pk))
        about = f"{person} gets a new link at {person.email} to set a password with."
        form = Sure(posted(request))
        return self.ask_about(
            request, person, form, title="Send the link again", submit="Send it", act=act, about=about
        )

    def ask_about(self, request: HttpRequest, person: User, form: forms.Form, **said: Any) -> HttpResponse:
        back = reverse("admin:registry_user_change", args=[person.pk])
        return self.ask(request, form, back=back, thing=person, **said)
