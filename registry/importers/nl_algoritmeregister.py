"""The Dutch national algorithm register: a snapshot, or records by its publication standard 1.0."""

from collections.abc import Iterator

from registry.importers.base import Row
from registry.importers.names import names
from registry.importers.reading import Content
from registry.importers.records import mappings_in, rows_of
from registry.importers.tables import Column, Layout
from registry.importers.values import choice, email, remark, us_date

_STAGES = {"ingebruik": "production", "buitengebruik": "retired"}
LAYOUT = Layout(
    name=("title", "name", "naam"),
    agency=("organisatie", "organization"),
    native_id=("id", "lars", "source_id"),
    columns=(
        Column("description", ("description_short", "korte omschrijving")),
        Column("intended_purpose", ("doel", "goal")),
        Column("lifecycle_stage", ("status",), choice(_STAGES)),
        # Months ("2023-01") are all that the standard asks for: half a date, kept as words.
        Column("production_on", ("begin_date", "begindatum"), us_date),
        Column("retired_on", ("end_date", "einddatum"), us_date),
        Column("contact_email", ("contact_email", "contactgegevens"), email),
        Column("vendors_named", ("provider", "leverancier"), names),
        Column("human_oversight", ("human_intervention",), remark("human intervention")),
        Column("assessments", ("impactassessment", "impacttoetsen"), remark("impact assessment")),
    ),
)
_WRAPPERS = ("algoritmes", "algorithms", "results", "items")


def recognises(content: Content) -> bool:
    records = mappings_in(content.value, _WRAPPERS)
    return bool(records) and any(name in records[0] for name in LAYOUT.agency) and "status" in records[0]


def rows(content: Content) -> Iterator[Row]:
    yield from rows_of(content.value, _WRAPPERS)
