"""Records as the registry knows them: manifests with what they point at put in place."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import F, Model

from policies.record import KINDS, fields_of, resolve
from registry.models import KPI, Organisation, Purpose, Revision, Team, User, Vendor

_SUPPORTING: dict[str, tuple[type[Model], str]] = {
    "team": (Team, "key"),
    "person": (User, "email"),
    "purpose": (Purpose, "code"),
    "vendor": (Vendor, "name"),
    "kpi": (KPI, "key"),
}


class Register:
    """Everything that records are resolved against, read once.

    The whole register is read, whoever asks: a check must not change with the reader. What a reader is
    shown of it is decided by ``visible_to``.
    """

    def __init__(self, also: Iterable[Mapping[str, Any]] = ()) -> None:
        """``also`` are manifests that are not registered; they go before registered ones of the same key."""
        self._also = {(said["kind"], said["key"]): said for said in also}

    def record(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        return resolve(manifest, self.find, org=self.organisation)

    def records(self) -> list[dict[str, Any]]:
        """The record of everything registered, in order of kind and key."""
        return [self.record(manifest) for _, manifest in sorted((self._manifests | self._also).items())]

    def find(self, kind: str, key: str) -> Mapping[str, Any] | None:
        if kind in KINDS:
            return self._also.get((kind, key)) or self._manifests.get((kind, key))
        return self._supporting[kind].get(key.lower() if kind == "person" else key)

    @cached_property
    def organisation(self) -> dict[str, Any]:
        organisation = Organisation.objects.first()
        return {} if organisation is None else _facts("organisation", organisation)

    @cached_property
    def _manifests(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        latest = Revision.objects.filter(number=F("entry__revision_count")).order_by()
        rows = latest.values_list("entry__kind", "entry__key", "document")
        return {(kind, key): document for kind, key, document in rows}

    @cached_property
    def _supporting(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {
            kind: {
                str(getattr(row, name)): _facts(kind, row) | {name: getattr(row, name)}
                for row in _rows(model)
            }
            for kind, (model, name) in _SUPPORTING.items()
        }


def _rows(model: type[Model]) -> Iterable[Model]:
    relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
    return model._default_manager.select_related(*relations) if relations else model._default_manager.all()


def _facts(name: str, row: Model) -> dict[str, Any]:
    """What a row says, field by field, as JSON has it."""
    facts: dict[str, Any] = {}
    for field in fields_of(name).values():
        value = getattr(row, field.name)
        if isinstance(value, (Team, User)):
            value = value.key if isinstance(value, Team) else value.email
        elif field.type == "date" and value is not None:
            value = value.isoformat()
        if value is not None and value != "":
            facts[field.name] = value
    return facts
