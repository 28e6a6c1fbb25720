"""The US federal inventory of 2025, individually reported use cases: 36 columns, from OMB's dictionary.

Headers come as machine names or as the questions of the Excel form, answers with or without the letter
that the form puts in front. The variants of answers are those of the dictionary's ``recoding_map``, with
one exception: it turns "depends on data sources analyzed" into No, which nobody said.
"""

from dataclasses import replace

from registry.importers.base import Row, Said
from registry.importers.names import names
from registry.importers.reading import Content
from registry.importers.tables import Answers, Column, Layout, has_columns
from registry.importers.values import choice, email, explained_yes_no, remark, us_date

# "Initiated" is a pilot here and not in 2024: so the dictionary of each year has it.
_STAGES = {
    "initiated": "pilot",
    "pilot": "pilot",
    "deployed": "production",
    "operationandmaintenance": "production",
    "retired": "retired",
}
_HIGH_IMPACT = {
    "highimpact": "high_impact",
    "yes": "high_impact",
    "presumedhighimpactbutdeterminednothighimpact": "presumed_but_not",
    "presumedhighimpactbutnothighimpact": "presumed_but_not",
    "nothighimpact": "not_high_impact",
    "no": "not_high_impact",
}
_TECHNIQUES = {
    "agenticai": "agentic_ai",
    "classicalpredictivemachinelearning": "classical_ml",
    "classicalml": "classical_ml",
    "machinelearning": "classical_ml",
    "intelligentautomations": "classical_ml",
    "intelligentautomation": "classical_ml",
    "computervision": "computer_vision",
    "generativeai": "generative_ai",
    "genai": "generative_ai",
    "generativeainaturallanguageprocessing": "generative_ai",
    "generativeainaturallanguageprocessingnlp": "generative_ai",
    "aienabledapplication": "generative_ai",
    "naturallanguageprocessing": "nlp",
    "nlp": "nlp",
    "reinforcementlearning": "reinforcement_learning",
}
_PROBLEM = ("problem_solved", "What problem is the AI intended to solve?")
_BENEFITS = (
    "benefits",
    "What are the expected benefits and positive outcomes from the AI for an agency’s mission and/or the "
    "general public?",
)
_PERSONAL_DATA = (
    "has_pii",
    "Does this AI use case involve personally identifiable information (PII) that is maintained by the "
    "agency?",
)
_ASSESSMENT = (
    "hi_assessment_completed",
    "Has an AI impact assessment been completed for this AI use case? Practice: Complete AI Impact "
    "Assessment",
    "Has an AI impact assessment been completed for this AI use case?",
)
_HIGH_IMPACT_NAMES = ("is_high_impact", "Is the AI use case high-impact?")
_STARTED = ("operational_date", "Date when AI use case became operational or the pilot’s start date")
# One column holds the start of the pilot or of the use: the stage says which.
_STARTED_FIELDS = {"pilot": "pilot_started_on", "production": "production_on"}
LAYOUT = Layout(
    name=("use_case_name", "Use Case Name"),
    agency=("agency_name", "agency", "Agency Abbreviation"),
    agency_short=("Agency Abbreviation", "agency", "agency_name"),
    bureau=("agency_bureau", "Bureau/Component"),
    native_id=("id", "Use Case ID [Agency Abbrev.] – [#]", "Use Case ID"),
    columns=(
        Column("contact_email", ("contact_email", "Email Address"), email),
        Column("lifecycle_stage", ("development_stage", "Stage of Development"), choice(_STAGES)),
        Column("omb_high_impact", _HIGH_IMPACT_NAMES, choice(_HIGH_IMPACT)),
        Column("ai_technique", ("classification", "AI Classification"), choice(_TECHNIQUES)),
        Column("intended_purpose", _PROBLEM),
        Column("expected_benefits", _BENEFITS),
        Column("system_outputs", ("system_outputs", "Describe the AI system’s outputs.")),
        Column("vendors_named", ("vendor_name", "Vendor(s) Name"), names),
        Column("processes_personal_data", _PERSONAL_DATA, explained_yes_no),
        # One kind of assessment, so a list of one would say that there is no other.
        Column("assessments", _ASSESSMENT, remark("AI impact assessment completed")),
    ),
)


def recognises(content: Content) -> bool:
    return has_columns(content.sheet.header, LAYOUT.name, _HIGH_IMPACT_NAMES, _PROBLEM)


def convert(row: Row) -> Said:
    """Read one row; the date goes where the stage says, and nowhere when the stage is not pilot or use."""
    said = LAYOUT.said(row)
    stage = said.fields.get("lifecycle_stage")
    started = _STARTED_FIELDS.get(stage) if isinstance(stage, str) else None
    if started is None:
        return said
    fields, columns = Answers(row).fields([Column(started, _STARTED, us_date)])
    return replace(said, fields={**said.fields, **fields}, columns={**said.columns, **columns})
