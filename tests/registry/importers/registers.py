"""Small registers made by hand for tests: invented rows under the headers of the real formats."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from registry.importers.base import Candidate, Parsed

HEADER_2023 = [
    *("Use_Case_ID", "Department_Code", "Agency", "Office", "Title", "Summary"),
    *("Development_Stage", "Techniques", "Source_Code", "Department"),
]
PII_2024 = (
    "Does this AI use case involve personally identifiable information (PII) "
    "that is maintained by the agency?"
)
# The questions that the importer reads, and three of the nine columns that share one header.
HEADER_2024_QUESTIONS = [
    *("Use Case Name", "Agency", "Agency Abbreviation", "Bureau"),
    "What is the intended purpose and expected benefits of the AI?",
    "Describe the AI system’s outputs.",
    "Stage of Development",
    "Is the AI use case rights-impacting, safety-impacting, both, or neither?",
    *("Date Implemented", "Date Retired"),
    PII_2024,
    "Has the Senior Agency Official for Privacy (SAOP) assessed the privacy risks "
    "associated with this AI use case?",
    *("If Other, please explain.", "If Other, please explain.", "If Other, please explain."),
]
HEADER_2024_SHORT = [
    *(
        "2_use_case_name",
        "3_agency",
        "3_abr",
        "4_bureau",
        "11_purpose_benefits",
        "12_outputs",
        "16_dev_stage",
    ),
    *("17_impact_type", "20_date_implemented", "21_date_retired", "29_contains_pii", "30_saop_review"),
    *("31_question_type", "35_question_type", "43_question_type"),
]
HEADER_2025 = [
    *("agency", "agency_name", "id", "use_case_name", "agency_bureau", "contact_email", "is_withheld"),
    *("development_stage", "is_high_impact", "HI_justification", "topic_area", "classification"),
    *("problem_solved", "benefits", "system_outputs", "operational_date", "contracting_usage", "vendor_name"),
    *("have_ato", "system_name_ato", "data_description", "link_to_data", "has_pii", "pia_url"),
    *("demographic_features", "has_custom_code", "code_url", "hi_testing_conducted"),
    *("hi_assessment_completed", "hi_potential_impacts", "hi_independent_review", "hi_ongoing_monitoring"),
    *("hi_training_established", "hi_failsafe_presence", "hi_appeal_process", "hi_public_consultation"),
]
HEADER_COMMERCIAL = [
    *("Agency", "AI Use Case", "Agency Use (Y/N)?", "Name of Commercial Product or Service Used"),
    "Estimated # of Licenses/Users",
]


def sheet(header: Iterable[str], *rows: Iterable[str], encoding: str = "utf-8", ends: str = "\r\n") -> bytes:
    """Write a CSV file as a spreadsheet program would."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ends)
    writer.writerows([list(header), *(list(row) for row in rows)])
    return text.getvalue().encode(encoding)


def line(header: Iterable[str], **cells: str) -> list[str]:
    """Make a row with these cells and blanks elsewhere; of columns with one header the first is filled."""
    columns = list(header)
    row = [""] * len(columns)
    for column, text in cells.items():
        row[columns.index(column)] = text
    return row


def row_2024(
    name: str, agency: str = "Harbour Office", *, style: list[str] = HEADER_2024_QUESTIONS, **said: str
) -> list[str]:
    """Make a row of either 2024 header; ``said`` goes by our own short words for the columns."""
    places = {"bureau": 3, "purpose": 4, "outputs": 5, "stage": 6, "impact": 7, "started": 8, "retired": 9}
    places |= {"pii": 10, "reviewed": 11}
    row = [name, agency, agency[:2].upper(), *[""] * (len(style) - 3)]
    for word, text in said.items():
        row[places[word]] = text
    return row


def row_2025(**cells: str) -> list[str]:
    """Make a row of 2025 by machine names."""
    return line(HEADER_2025, **({"agency": "HO", "agency_name": "Harbour Office"} | cells))


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def only(parsed: Parsed) -> Candidate:
    """The one candidate of a file in which nothing was skipped or rejected."""
    assert not parsed.skips and not parsed.rejects, (parsed.skips, parsed.rejects)
    (candidate,) = parsed.candidates
    return candidate


def facts(candidate: Candidate) -> Mapping[str, Any]:
    """What a candidate says beyond what every manifest must."""
    always = {"muster", "kind", "key", "title", "owner_team"}
    return {field: value for field, value in candidate.document.items() if field not in always}
