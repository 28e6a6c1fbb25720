"""People, with what they may do for the whole organisation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from governance.groups import AUDITORS, LEADERS, OPERATORS
from governance.models import Seat
from governance.services.seats import appoint, leave_group
from registry.admin.base import actor, posted
from registry.admin.people import PersonAdmin
from registry.models import User

_WHAT = {
    AUDITORS: "Auditors: see everything and export it",
    LEADERS: "Leaders: see the whole portfolio",
    OPERATORS: "Operators: invite people, give roles and seats",
}


class GroupForm(forms.Form):
    group = forms.ChoiceField(choices=list(_WHAT.items()), widget=forms.RadioSelect)


admin.site.unregister(User)


@admin.register(User)
class CouncilPersonAdmin(PersonAdmin):
    """Roles in teams come from the registry; seats and groups are added here."""

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        seats = Seat.objects.filter(holder=thing).order_by("-since")
        return super().detail(request, thing) | {"seats": seats, "leavable": set(_WHAT)}

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return super().pages() | {"appoint": self.appoint_view, "dismiss": self.dismiss_view}

    def appoint_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            appoint(person, said["group"], by=actor(request))
            return f"{person} is one of the {said['group'].lower()} now."

        person, form = self.find(request, str(pk)), GroupForm(posted(request))
        title = f"Appoint {person}"
        return self.ask_about(request, person, form, title=title, submit="Appoint", act=act)

    def dismiss_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(said: dict[str, Any]) -> str:
            leave_group(person, said["group"], by=actor(request))
            return f"{person} is none of the {said['group'].lower()} any more."

        person, form = self.find(request, str(pk)), GroupForm(posted(request))
        title = f"Take {person} out of a group"
        return self.ask_about(request, person, form, title=title, submit="Take out", act=act)
