"""The US federal inventory of 2023, as OMB consolidated it: 10 columns, ids that OMB made for this file."""

from registry.importers.reading import Content
from registry.importers.tables import Column, Layout, has_columns
from registry.importers.values import choice

_STAGES = {
    "initiation": "idea",
    "operationandmaintenance": "production",
    "operationandmanagement": "production",
    "inuse": "production",
    "inmission": "production",
    "inproduction": "production",
}
_TECHNIQUES = {
    "naturallanguageprocessing": "nlp",
    "machinevision": "computer_vision",
    "computervision": "computer_vision",
    "reinforcementlearning": "reinforcement_learning",
}
LAYOUT = Layout(
    name=("Title",),
    agency=("Department",),
    agency_short=("Department_Code",),
    bureau=("Agency",),
    native_id=("Use_Case_ID",),
    columns=(
        Column("description", ("Summary",)),
        Column("lifecycle_stage", ("Development_Stage",), choice(_STAGES)),
        Column("ai_technique", ("Techniques",), choice(_TECHNIQUES)),
    ),
)


def recognises(content: Content) -> bool:
    return has_columns(content.sheet.header, LAYOUT.native_id, LAYOUT.agency, LAYOUT.name, ("Summary",))
