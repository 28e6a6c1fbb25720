import pytest

from registry.importers.base import Parsed
from registry.importers.parsing import parse
from tests.registry.importers.registers import HEADER_2025, facts, only, row_2025, sheet

# The dictionary's Excel headers for what the importer reads, line breaks and all.
EXCEL = {
    "agency": "Agency Abbreviation",
    "agency_name": "Agency",
    "id": "Use Case ID\n\n[Agency Abbrev.] – [#]",
    "use_case_name": "Use Case Name",
    "agency_bureau": "Bureau/Component",
    "contact_email": "Email Address",
    "development_stage": "Stage of Development",
    "is_high_impact": "Is the AI use case high-impact?",
    "classification": "AI Classification",
    "problem_solved": "What problem is the AI intended to solve?",
    "benefits": "What are the expected benefits and positive outcomes from the AI for an agency's mission "
    "and/or the general public?",
    "system_outputs": "Describe the AI system's outputs.",
    "operational_date": "Date when AI use case became operational or the pilot's start date",
    "vendor_name": "Vendor(s) Name",
    "has_pii": "Does this AI use case  involve personally  identifiable information (PII)  that is "
    "maintained by the  agency?",
    "hi_assessment_completed": "Has an AI impact assessment been completed for this AI use case? \n\n\n\n"
    "Practice: Complete AI Impact Assessment",
}


def _file(*rows: list[str], header: list[str] = HEADER_2025) -> Parsed:
    return parse(sheet(header, *rows, encoding="utf-8-sig", ends="\n"))


def _facts(**cells: str) -> dict[str, object]:
    return dict(facts(only(_file(row_2025(use_case_name="Tide tables", **cells)))))


def test_machine_names_and_the_headers_of_the_excel_form_read_alike() -> None:
    row = row_2025(
        **{"id": "HO-7", "use_case_name": "Tide tables", "development_stage": "c) Deployed – In use."},
        **{
            "benefits": "Fewer groundings",
            "system_outputs": "A table",
            "operational_date": "01/15/2026 00:00:00",
        },
        **{
            "has_pii": "No",
            "vendor_name": "Gull",
            "problem_solved": "Groundings",
            "classification": "Classical ML",
        },
        **{"contact_email": "desk@harbour.example", "hi_assessment_completed": "a) Yes"},
    )
    machine = only(_file(row))
    excel = only(_file(row, header=[EXCEL.get(name, name) for name in HEADER_2025]))
    assert machine.document == excel.document
    assert machine.native_id == "ho › ho-7"
    assert facts(machine) == {
        "contact_email": "desk@harbour.example",
        "lifecycle_stage": "production",
        "ai_technique": "classical_ml",
        "intended_purpose": "Groundings",
        "expected_benefits": "Fewer groundings",
        "system_outputs": "A table",
        "vendors_named": ["Gull"],
        "processes_personal_data": False,
        "assessments": {"$unknown": "source says: AI impact assessment completed: a) Yes"},
        "production_on": "2026-01-15",
    }


@pytest.mark.parametrize(
    ("said", "stage"),
    [("b)  b)  Pilot – The use case has been deployed in a limited way.", "pilot"), ("Initiated", "pilot")]
    + [("c)  Deployed ñ The use case is in use.", "production"), ("Operation and Maintenance", "production")]
    + [("d) Retired – It has been discontinued.", "retired"), ("retired", "retired")]
    + [("a) a) Pre-deployment – In development.", None), ("Acquisition and/or Development", None)],
)
def test_stages_are_read_in_the_variants_of_the_dictionary(said: str, stage: str | None) -> None:
    expected = stage or {"$unknown": f"source says: {said}"}
    assert _facts(development_stage=said) == {"lifecycle_stage": expected}


@pytest.mark.parametrize(
    ("said", "impact"),
    [("a) High-impact", "high_impact"), ("yes", "high_impact"), ("c) Not high-impact", "not_high_impact")]
    + [
        ("b) Presumed high-impact but determined not high-impact", "presumed_but_not"),
        ("no", "not_high_impact"),
    ],
)
def test_high_impact_is_read_in_the_variants_of_the_dictionary(said: str, impact: str) -> None:
    assert _facts(is_high_impact=said) == {"omb_high_impact": impact}


def test_the_start_goes_where_the_stage_says_and_nowhere_without_one() -> None:
    assert (
        _facts(development_stage="Pilot", operational_date="2026-01-15")["pilot_started_on"] == "2026-01-15"
    )
    assert _facts(operational_date="2026-01-15") == {}
    assert set(_facts(development_stage="Retired", operational_date="2026-01-15")) == {"lifecycle_stage"}


@pytest.mark.parametrize("half", ["Jul-25", "2023", "Q3 FY25"])
def test_half_a_start_stays_words(half: str) -> None:
    found = _facts(development_stage="Deployed", operational_date=half)
    assert found["production_on"] == {"$unknown": f"source says: {half}"}


def test_personal_data_that_depends_is_not_a_no() -> None:
    said = "Depends on data sources analyzed"
    assert _facts(has_pii=said) == {"processes_personal_data": {"$unknown": f"source says: {said}"}}
    assert _facts(has_pii="Yes - System logs may contain names") == {"processes_personal_data": True}
    assert _facts(has_pii="") == {}


def test_vendors_are_names_and_not_addresses_dates_or_contracts() -> None:
    assert _facts(vendor_name="1899-12-31 11:59:00") == {
        "vendors_named": {"$unknown": "source says: 1899-12-31 11:59:00"}
    }
    assert _facts(vendor_name="['Gull, Inc.', 'Quayside']") == {"vendors_named": ["Gull, Inc.", "Quayside"]}


def test_lists_as_python_writes_them_are_kept_word_for_word() -> None:
    row = row_2025(use_case_name="Tide tables", demographic_features="['k) None of the above']")
    assert only(_file(row)).row.said["demographic_features"] == "['k) None of the above']"


def test_one_bare_number_in_two_agencies_is_two_use_cases() -> None:
    rows = [
        row_2025(id="1", use_case_name="A"),
        row_2025(id="1", use_case_name="A", agency="PO", agency_name="Port"),
    ]
    assert [one.native_id for one in _file(*rows).candidates] == ["ho › 1", "po › 1"]


def test_an_id_repeated_inside_one_agency_gets_an_ordinal() -> None:
    parsed = _file(row_2025(id="HO-7", use_case_name="A"), row_2025(id="HO-7", use_case_name="B"))
    assert [one.native_id for one in parsed.candidates] == ["ho › ho-7", "ho › ho-7 #2"]


@pytest.mark.parametrize("own_id", ["", "TBD"])
def test_without_an_id_the_name_identifies(own_id: str) -> None:
    name = "Tide tables [2024 INV#HO7]"
    candidate = only(_file(row_2025(id=own_id, use_case_name=name, agency_bureau="Piers")))
    assert candidate.native_id == "harbour office › piers › tide tables [2024 inv#ho7]"
    assert candidate.document["title"] == name


def test_a_nameless_row_is_rejected_and_a_repeated_one_skipped() -> None:
    parsed = _file(row_2025(id="1"), row_2025(id="2", use_case_name="A"), row_2025(id="2", use_case_name="A"))
    (reject,), (skip,) = parsed.rejects, parsed.skips
    assert (reject.row.number, reject.column, reject.reason) == (2, "use_case_name", "there is no name")
    assert (skip.row.number, skip.earlier, skip.reason) == (4, 3, "exact duplicate of an earlier row")


def test_line_breaks_inside_cells_do_not_move_rows() -> None:
    parsed = _file(row_2025(use_case_name="A", benefits="one\ntwo\n\nthree"), row_2025())
    assert parsed.candidates[0].document["expected_benefits"] == "one\ntwo\n\nthree"
    assert parsed.rejects[0].row.number == 3
