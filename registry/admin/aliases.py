"""Names that mean the same, and who said so."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from registry.admin.base import ReadOnlyAdmin, actor, posted
from registry.models import Alias
from registry.services.aliases import end_alias, may_teach, teach_alias


class AliasForm(forms.Form):
    of = forms.ChoiceField(label="What has the names", choices=Alias.Of)
    vendor = forms.CharField(
        max_length=200, required=False, help_text="Of a product: who makes it today. Empty for a vendor."
    )
    name = forms.CharField(label="Today's name", max_length=200)
    also = forms.CharField(
        label="Other name",
        max_length=400,
        help_text="The whole name. A module is never another name of its suite.",
    )


@admin.register(Alias)
class AliasAdmin(ReadOnlyAdmin):
    """The organisation's own table. The one that ships with Muster goes before it."""

    list_display = ("also", "name", "vendor", "of", "confirmed_by", "confirmed_at", "ended_at")
    list_filter = ("of", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("confirmed_by",)
    search_fields = ("name", "also", "vendor")
    detail_template = "admin/registry/alias.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_teach(actor(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_teach(actor(request))

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {"may_end": thing.ended_at is None and may_teach(actor(request))}

    def adding(self, request: HttpRequest) -> HttpResponse:
        form = AliasForm(posted(request))

        def act(said: dict[str, Any]) -> str:
            return f"From now on {teach_alias(by=actor(request), **said)}."

        back = reverse("admin:registry_alias_changelist")
        return self.ask(request, form, title="Add an alias", submit="Add", act=act, back=back)

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {"end": self.end_view}

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        alias = self.find(request, str(pk))

        def act(said: dict[str, Any]) -> str:
            return f"{end_alias(alias, by=actor(request)).also} is a name of its own again."

        return self.ask(
            request,
            forms.Form(posted(request)),
            title=f"End this: {alias}",
            submit="End it",
            act=act,
            back=reverse("admin:registry_alias_change", args=[pk]),
            thing=alias,
            about="Everything is compared and checked again without it.",
        )
