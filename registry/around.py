"""The organisation, and what entries name beside each other: people, teams, purposes, vendors, KPIs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from policies.record import fields_of
from registry.models import KPI, Organisation, Purpose, Team, User, Vendor
from registry.watching import Watched

SUPPORTING: dict[str, tuple[type[Model], str]] = {
    "team": (Team, "key"),
    "person": (User, "email"),
    "purpose": (Purpose, "code"),
    "vendor": (Vendor, "name"),
    "kpi": (KPI, "key"),
}
Facts = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """Facts as JSON has them; ``supporting`` by kind and name. They are shared: nobody may change them."""

    organisation: Facts
    supporting: Mapping[str, Mapping[str, Facts]]

    def find(self, kind: str, name: str) -> Facts | None:
        return self.supporting[kind].get(name.lower() if kind == "person" else name)


def around_now() -> Around:
    """As it stands at this moment."""
    return _WATCHED.now()


def _around(_: Around | None) -> Around:
    organisation = Organisation.objects.first()
    return Around(
        {} if organisation is None else _facts("organisation", organisation),
        {
            kind: {
                str(getattr(row, name)): _facts(kind, row) | {name: getattr(row, name)}
                for row in _rows(model)
            }
            for kind, (model, name) in SUPPORTING.items()
        },
    )


def _rows(model: type[Model]) -> Iterable[Model]:
    relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
    return model._default_manager.select_related(*relations) if relations else model._default_manager.all()


def _facts(table: str, row: Model) -> Facts:
    """What a row says, field by field, as JSON has it."""
    facts: Facts = {}
    for field in fields_of(table).values():
        value = getattr(row, field.name)
        if isinstance(value, (Team, User)):
            value = value.key if isinstance(value, Team) else value.email
        elif field.type == "date" and value is not None:
            value = value.isoformat()
        if value is not None and value != "":
            facts[field.name] = value
    return facts


def _queries() -> list[QuerySet[Any]]:
    tables: dict[str, tuple[type[Model], str]] = {"organisation": (Organisation, "pk"), **SUPPORTING}
    return [
        model._default_manager.order_by("pk").values_list(name, *fields_of(table))
        for table, (model, name) in tables.items()
    ]


_WATCHED = Watched(_queries, _around)
