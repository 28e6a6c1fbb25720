"""From manifests to rows: the queryable form of what was said."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from policies.record import Field, fields_of
from registry.models import KIND_MODELS, PART_MODELS, Entry
from registry.services.references import References

Document = Mapping[str, Any]
Said = tuple[Entry, Document]
BATCH = 500


def entry_columns(document: Document, references: References) -> dict[str, Any]:
    """The columns of ``Entry`` that a manifest fills."""
    links = [field for field in fields_of(document["kind"]).values() if field.type in {"refs", "parts"}]
    return _columns(fields_of("common"), document, references) | {
        "none_said": [field.name for field in links if document.get(field.name) == []],
        "not_said": not_said(document),
    }


def not_said(said: Document) -> dict[str, str]:
    """The reasons given for not knowing, by field."""
    return {name: value["$unknown"] for name, value in said.items() if _is_unknown(value)}


def write_rows(kind: str, items: list[Said], references: References) -> None:
    """Write the kind's rows and their links for entries that exist; what stood there before is replaced."""
    model = KIND_MODELS[kind]
    own = {name: field for name, field in fields_of(kind).items() if name not in fields_of("common")}
    rows = [model(entry=entry, **_columns(own, document, references)) for entry, document in items]
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["entry"], update_fields=columns
    )
    for field in own.values():
        if field.type == "refs":
            _write_many(model, field, items, references)
        elif field.type == "parts":
            _write_parts(field, items, references)


def _write_many(model: type[Model], field: Field, items: Iterable[Said], references: References) -> None:
    relation: Any = model._meta.get_field(field.name)
    through: type[Model] = relation.remote_field.through
    source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
    items = list(items)
    _delete(through, source, items)
    rows = [
        through(**{source: entry.pk, target: references.pk(field.of, key)})
        for entry, document in items
        for key in dict.fromkeys(_said_list(document, field))
    ]
    through._default_manager.bulk_create(rows, batch_size=BATCH)


def _write_parts(field: Field, items: Iterable[Said], references: References) -> None:
    model: Any = PART_MODELS[field.of]
    items = list(items)
    _delete(model, "use_case_id", items)
    rows = [
        model(
            use_case_id=entry.pk,
            position=position,
            not_said=not_said(part),
            **_columns(fields_of(field.of), part, references),
        )
        for entry, document in items
        for position, part in enumerate(_said_list(document, field))
    ]
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _delete(model: type[Model], column: str, items: list[Said]) -> None:
    for start in range(0, len(items), BATCH):
        pks = [entry.pk for entry, _ in items[start : start + BATCH]]
        model._default_manager.filter(**{f"{column}__in": pks}).delete()


def _columns(fields: Mapping[str, Field], said: Document, references: References) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field in fields.values():
        if field.derived or field.type in {"refs", "parts"}:
            continue
        value = said.get(field.name)
        value = None if _is_unknown(value) else value
        if field.type == "ref":
            columns[f"{field.name}_id"] = None if value is None else references.pk(field.of, value)
        elif field.type == "date":
            columns[field.name] = None if value is None else date.fromisoformat(value)
        else:
            columns[field.name] = value
    return columns


def _said_list(document: Document, field: Field) -> list[Any]:
    value = document.get(field.name)
    return value if isinstance(value, list) else []


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Mapping) and "$unknown" in value
