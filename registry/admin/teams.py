"""Teams and the roles people have in them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from registry.admin.base import ReadOnlyAdmin, actor, posted
from registry.models import Role, Team, User
from registry.models.columns import terms
from registry.permissions import may
from registry.services.people import create_team, grant_role


class TeamForm(forms.Form):
    name = forms.CharField(max_length=200)
    key = forms.SlugField(max_length=80, help_text="Stays as it is: manifests name the team by it.")
    function = forms.ChoiceField(choices=lambda: [("", "Not said"), *terms("function")], required=False)


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        choices=Role,
        help_text="Viewers see, members also edit and submit, owners also give roles. "
        "It takes the place of any other role there.",
    )


class PersonRoleForm(RoleForm):
    person = forms.ModelChoiceField(User.objects.filter(is_active=True), empty_label="Choose a person")
    field_order = ("person", "role")


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    """Who works with whom, and what they own."""

    list_display = ("name", "key", "function", "people", "owned")
    search_fields = ("name", "key")
    detail_template = "admin/registry/team.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "registry.add_user")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = {
            "people": Count("memberships", distinct=True),
            "owned": Count("entries", distinct=True),
        }
        return super().get_queryset(request).annotate(**counted)

    @admin.display(description="People", ordering="people")
    def people(self, team: Any) -> int:
        return team.people

    @admin.display(description="Entries", ordering="owned")
    def owned(self, team: Any) -> int:
        return team.owned

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {
            "memberships": thing.memberships.select_related("user").order_by("user__name"),
            "may_manage": may(request.user, "registry.add_user"),
        }

    def adding(self, request: HttpRequest) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            team = create_team(by=actor(request), **(said | {"function": said["function"] or None}))
            return f"{team} was created."

        back = reverse("admin:registry_team_changelist")
        form = TeamForm(posted(request))
        return self.ask(request, form, title="Create a team", submit="Create", act=act, back=back)

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"grant": self.grant_view}

    def grant_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        team = self.find(request, str(pk))

        def act(said: dict[str, Any]) -> str:
            role = grant_role(said["person"], team, Role(said["role"]), by=actor(request))
            return f"{role.user} is now {role.get_role_display().lower()} of {team}."

        return self.ask(
            request,
            PersonRoleForm(posted(request)),
            title=f"Give a role in {team}",
            submit="Give the role",
            act=act,
            back=reverse("admin:registry_team_change", args=[pk]),
            thing=team,
        )
