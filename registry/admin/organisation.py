"""What the organisation says once for everybody."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, JSONField, URLField
from django.http import HttpRequest

from policies.record import fields_of
from registry.admin.base import ReadOnlyAdmin, actor
from registry.models import KPI, Organisation, Purpose, Vendor
from registry.models.columns import SetField, terms
from registry.permissions import may
from registry.services.organisation import set_organisation


class LinesField(forms.CharField):
    """A list of lines; an empty one was not said."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (value or "").splitlines()]
        return [line for line in lines if line] or None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return initial != self.to_python(data)


class ValuesField(forms.MultipleChoiceField):
    """Several values of one vocabulary; none chosen was not said."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    """The legal entity behind every report. Its form is Django's; a service saves it."""

    list_display = ("legal_name", "country", "sector", "operating_model")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and not Organisation.objects.exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "registry.change_organisation")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **options: Any) -> Any:
        field = fields_of("organisation").get(db_field.name)
        if field is None:
            return super().formfield_for_dbfield(db_field, request, **options)
        said: dict[str, Any] = {"label": field.label, "help_text": field.help}
        if isinstance(db_field, SetField):
            return ValuesField(choices=terms(db_field.vocabulary_name), required=False, **said)
        if isinstance(db_field, JSONField):
            return LinesField(required=False, **said)
        if isinstance(db_field, URLField):
            options["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **(options | said))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = {name: form.cleaned_data[name] for name in form.changed_data}
        obj.pk = set_organisation(by=actor(request), **said).pk

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The ledger keeps who changed what."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The ledger keeps who changed what."""


class NamedOnce(ReadOnlyAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "registry.view_entry")


@admin.register(Vendor)
class VendorAdmin(NamedOnce):
    list_display = ("name", "country", "vendor_type", "criticality")
    search_fields = ("name",)


@admin.register(Purpose)
class PurposeAdmin(NamedOnce):
    list_display = ("label", "code", "data_use", "is_marketing")
    search_fields = ("label", "code")


@admin.register(KPI)
class KPIAdmin(NamedOnce):
    list_display = ("name", "key", "unit", "direction", "owner")
    list_select_related = ("owner",)
    search_fields = ("name", "key")
