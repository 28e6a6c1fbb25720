"""The US federal inventory of 2024 in both its editions: short headers (v1) and whole questions (v2).

Neither has ids, and every row of v1 is in v2, so both are one family: importing v2 after v1 updates.
"""

from registry.importers.reading import Content
from registry.importers.tables import Column, Layout, has_columns
from registry.importers.values import choice, remark, us_date, yes_no

_STAGES = {
    "ideation": "idea",
    "planned": "idea",
    "initiated": "idea",
    "operationandmaintenance": "production",
    "inproduction": "production",
    "inmission": "production",
    "retired": "retired",
}
_IMPACTS = {
    "neither": "neither",
    "rightsimpacting": "rights_impacting",
    "safetyimpacting": "safety_impacting",
    "both": "both",
}
_PURPOSE = ("11_purpose_benefits", "What is the intended purpose and expected benefits of the AI?")
_OUTPUTS = ("12_outputs", "Describe the AI system’s outputs.")
_IMPACT = (
    "17_impact_type",
    "Is the AI use case rights-impacting, safety-impacting, both, or neither?",
)
_PERSONAL_DATA = (
    "29_contains_pii",
    "Does this AI use case involve personally identifiable information (PII) that is maintained by the "
    "agency?",
)
_PRIVACY_REVIEW = (
    "30_saop_review",
    "Has the Senior Agency Official for Privacy (SAOP) assessed the privacy risks associated with this AI "
    "use case?",
)
_ASSESSMENT = ("52_impact_assessment", "Has an AI impact assessment been conducted for this AI use case?")
LAYOUT = Layout(
    name=("2_use_case_name", "Use Case Name"),
    agency=("3_agency", "Agency"),
    agency_short=("3_abr", "Agency Abbreviation"),
    bureau=("4_bureau", "Bureau"),
    columns=(
        Column("intended_purpose", _PURPOSE),
        Column("system_outputs", _OUTPUTS),
        Column("lifecycle_stage", ("16_dev_stage", "Stage of Development"), choice(_STAGES)),
        Column("omb_impact", _IMPACT, choice(_IMPACTS)),
        Column("production_on", ("20_date_implemented", "Date Implemented"), us_date),
        Column("retired_on", ("21_date_retired", "Date Retired"), us_date),
        Column("processes_personal_data", _PERSONAL_DATA, yes_no),
        Column("privacy_officer_reviewed", _PRIVACY_REVIEW, yes_no),
        # One kind of assessment, so a list of one would say that there is no other.
        Column("assessments", _ASSESSMENT, remark("AI impact assessment conducted")),
    ),
)


def recognises(content: Content) -> bool:
    return has_columns(content.sheet.header, LAYOUT.name, LAYOUT.agency, _PURPOSE, _IMPACT)
