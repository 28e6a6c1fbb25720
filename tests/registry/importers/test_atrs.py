import pytest

from registry.importers.parsing import parse
from tests.registry.importers.registers import as_json, facts, only, sheet

_FACTS = {
    "description": "Shows the tide.",
    "intended_purpose": "For skippers.",
    "expected_benefits": "Fewer groundings.",
    "lifecycle_stage": "pilot",
    "contact_email": "desk@harbour.example",
    "vendors_named": ["Gull Ltd"],
}
_V3 = {
    "metadata": {"id": 12, "standard_version": "v3.0", "date_archived": ""},
    "title_information": {
        "title": "Tide tables",
        "organisation_name": "Harbour Office",
        "phase": "Beta/Pilot",
    },
    "tier_1": {
        "name": "Tide tables",
        "description": "Shows the tide.",
        "contact_email": "desk@harbour.example",
    },
    "tier_2": {
        "owner_and_responsibility": {
            "organisation_or_department": "Harbour Office",
            "external_supplier": "Gull Ltd",
        },
        "description_and_rationale": {"scope": "For skippers.", "benefit": "Fewer groundings."},
        "model_specification": [
            {"model_name": "Gauge", "name": "Gauge", "description": "A model's own words"}
        ],
        "data_specification": {"description": "Readings", "sensitive_attributes": "none"},
    },
}
_LABELS = {
    "0.1 - ID": "12",
    "1.1 - Name": "Tide tables",
    "1.2 - Description": "Shows the tide.",
    "1.4 - Contact email": "desk@harbour.example",
    "2.1.1 - Organisation": "Harbour Office",
    "2.1.4 - Third party": "Gull Ltd",
    "2.2.1 - Detailed description": "For skippers.",
    "2.2.2 - Benefits": "Fewer groundings.",
    "2.4.2.1 - Model name": "Gauge",
    "Phase": "Private beta",
}
_DOTTED = {
    "id": "12",
    "tier_1.name": "Tide tables",
    "tier_1.description": "Shows the tide.",
    "tier_1.contact_email": "desk@harbour.example",
    "tier_2.owner.organisation": "Harbour Office",
    "tier_2.owner.third_party.name": "Gull Ltd",
    "tier_2.rationale.detailed_description": "For skippers.",
    "tier_2.rationale.benefits": "Fewer groundings.",
    "tier_2.model.name": "Gauge",
    "phase": "public-beta",
}
_BODY = (
    "<h2>1. Summary</h2><h3>1 - Name</h3><p>Tide tables</p><h3>2 - Description</h3><p>Shows the tide.</p>"
    "<h3>4 - Contact email</h3><p>desk@harbour.example</p>"
    "<h2>2. Owner</h2><h3>9 - Third party</h3><p>Gull Ltd</p>"
    "<h2>3. Rationale</h2><h3>12 - Detailed description</h3><p>For skippers.</p>"
    "<h3>13 - Benefits</h3><p>Fewer groundings.</p><h2>Model specification</h2><h3>30 - Name</h3><p>Gauge</p>"
)
_GOV_UK = {
    "base_path": "12",
    "title": "Harbour Office: Tide tables",
    "description": "A page's summary.",
    "details": {
        "metadata": {
            "algorithmic_transparency_record_organisation": "harbour-office",
            "algorithmic_transparency_record_phase": "private-beta",
        },
        "body": _BODY,
    },
}


@pytest.mark.parametrize(
    "record", [_V3, _LABELS, _DOTTED, _GOV_UK], ids=["nested", "labels", "dotted", "gov.uk"]
)
@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"records": [one]}])
def test_a_record_reads_alike_in_every_style(record: dict, wrap) -> None:
    candidate = only(parse(as_json(wrap(record))))
    assert (candidate.source, candidate.native_id) == ("atrs", "harbour office › 12")
    assert candidate.document["title"] == "Tide tables"
    assert candidate.team is not None and candidate.team.name == "Harbour Office"
    assert facts(candidate) == _FACTS


@pytest.mark.parametrize("record", [_LABELS, _DOTTED], ids=["labels", "dotted"])
def test_records_read_from_a_sheet_with_a_column_for_each_question(record: dict[str, str]) -> None:
    assert facts(only(parse(sheet(record.keys(), record.values())))) == _FACTS


def test_one_record_reads_from_a_sheet_with_a_row_for_each_question() -> None:
    rows = [["", label, text] for label, text in _LABELS.items()]
    candidate = only(parse(sheet(["Section", "Attribute", "Entry"], *rows)))
    assert candidate.document["title"] == "Tide tables"
    assert facts(candidate) == _FACTS


def test_a_record_without_an_id_is_known_by_organisation_team_and_name() -> None:
    record = {key: text for key, text in _DOTTED.items() if key != "id"} | {"tier_2.owner.team": "Piers"}
    assert only(parse(as_json(record))).native_id == "harbour office › piers › tide tables"


def test_a_title_gives_organisation_and_name_where_nothing_else_does() -> None:
    record = {"title": "Harbour Office: Tide tables", "phase": "Idea", "description": "Shows the tide."}
    candidate = only(parse(as_json(record)))
    assert candidate.document["title"] == "Tide tables"
    assert candidate.document["owner_team"] == "harbour-office"


def test_a_colon_that_parts_no_organisation_stays_in_the_name() -> None:
    candidate = only(parse(as_json({**_DOTTED, "tier_1.name": "", "title": "Tides: a table"})))
    assert candidate.document["title"] == "Tides: a table"


@pytest.mark.parametrize("phase", ["Design", "development", "Alpha"])
def test_a_phase_that_has_no_word_of_ours_stays_words(phase: str) -> None:
    candidate = only(parse(as_json({**_DOTTED, "phase": phase})))
    assert candidate.document["lifecycle_stage"] == {"$unknown": f"source says: {phase}"}


def test_answers_in_prose_are_kept_as_the_reason_where_a_field_wants_one_word() -> None:
    record = {
        **_DOTTED,
        "tier_2.context.human_review": "A clerk checks each.",
        "impact_assessments": "DPIA, May 2024",
    }
    document = only(parse(as_json(record))).document
    assert document["human_oversight"] == {"$unknown": "source says: human review: A clerk checks each."}
    assert document["assessments"] == {"$unknown": "source says: impact assessments: DPIA, May 2024"}


def test_a_record_without_a_name_is_rejected_under_the_column_of_the_source() -> None:
    (reject,) = parse(as_json({**_DOTTED, "tier_1.name": " "})).rejects
    assert (reject.column, reject.reason) == ("tier_1.name", "there is no name")
