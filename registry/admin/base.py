"""What every page of the admin has in common: it reads, or it asks and calls a service."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from registry.models import User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: a form without fields is posted empty, and counts."""
    return request.POST if request.method == "POST" else None


def actor(request: HttpRequest) -> User:
    """Who acts: the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows things and changes none. What may be done to a thing is a page of its own that calls a service.

    ``detail_template`` replaces Django's form of disabled fields by a page meant for reading.
    """

    detail_template = ""
    # What services refuse with, to be said above the form.
    refusals: tuple[type[Exception], ...] = (PermissionDenied, ValueError)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the filters offer: any other lookup would answer questions about fields no page shows."""
        filters: list[Any] = [one for one in self.list_filter if not isinstance(one, type)]
        offered = [one if isinstance(one, str) else one[0] for one in filters]
        own = {getattr(one, "parameter_name", "") for one in self.list_filter}
        endings = ("", "__exact", "__id__exact", "__isnull", "__gte", "__lt")
        return lookup in own | {f"{name}{ending}" for name in offered for ending in endings}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and not self.has_change_permission(request):
            raise PermissionDenied("Nothing is changed here: what may be done has a page of its own.")
        if not self.detail_template:
            return super().change_view(request, object_id, form_url, extra_context)
        thing = self.find(request, object_id)
        context = self.page(request, title=str(thing), thing=thing) | self.detail(request, thing)
        return TemplateResponse(request, self.detail_template, context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.adding(request)

    def adding(self, request: HttpRequest) -> HttpResponse:
        """The page that asks for what a service needs to create one."""
        return super().add_view(request)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404("The ledger is the history.")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": str(self.opts.verbose_name_plural).capitalize()}
        return super().changelist_view(request, title | (extra_context or {}))

    def detail(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        """What ``detail_template`` shows of ``thing``."""
        return {}

    def find(self, request: HttpRequest, object_id: str) -> Any:
        """The thing, if this person may see it. Raises ``Http404`` and ``PermissionDenied``."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        return thing

    def page(self, request: HttpRequest, *, title: str, **said: Any) -> dict[str, Any]:
        context = {"title": title, "opts": self.opts, "has_view_permission": True, "media": self.media}
        return self.admin_site.each_context(request) | context | said

    def url_of(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def pages(self) -> dict[str, Callable[..., HttpResponse]]:
        """Further pages of one thing: the last part of the address, and the view taking its primary key."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        return [self._path(name, view) for name, view in self.pages().items()] + super().get_urls()

    def _path(self, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        address = f"<int:pk>/{name.replace('_', '-')}/"
        return path(address, self.admin_site.admin_view(view), name=self.url_of(name))

    def ask(
        self,
        request: HttpRequest,
        form: forms.Form,
        *,
        title: str,
        submit: str,
        act: Callable[[dict[str, Any]], str],
        back: str,
        thing: Any = None,
        about: str = "",
    ) -> HttpResponse:
        """Ask for what ``form`` asks for and give it to ``act``, which calls a service and says what it did.

        What the service refuses is said above the form; nothing typed is lost.
        """
        if request.method == "POST" and form.is_valid():
            try:
                done = act(form.cleaned_data)
            except self.refusals as problem:
                form.add_error(None, str(problem))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return redirect(back)
        said = {"form": form, "submit": submit, "about": about, "back": back, "thing": thing}
        context = self.page(request, title=title, **said)
        return TemplateResponse(request, "admin/ask.html", context)
