import pytest

from registry.importers.parsing import parse
from tests.registry.importers.registers import as_json, facts, only

_RECORD = {
    "id": "42",
    "title": "Getijden",
    "organisatie": "Gemeente Voorbeeld",
    "doel": "Het getij voorspellen.",
    "status": "in_gebruik",
    "impactassessment": "Onbekend",
    "juridische_basis": "",
}


@pytest.mark.parametrize("value", [{"algoritmes": [_RECORD], "count": 1}, [_RECORD], _RECORD])
def test_a_snapshot_a_list_and_one_record_read_alike(value: object) -> None:
    candidate = only(parse(as_json(value)))
    assert (candidate.source, candidate.native_id) == ("nl-algoritmeregister", "gemeente voorbeeld › 42")
    assert facts(candidate) == {
        "intended_purpose": "Het getij voorspellen.",
        "lifecycle_stage": "production",
        "assessments": {"$unknown": "source says: impact assessment: Onbekend"},
    }


def test_the_names_of_the_publication_standard_are_read_too() -> None:
    record = {
        **{"name": "Getijden", "organization": "Gemeente Voorbeeld", "status": "Buiten gebruik", "lars": "7"},
        **{"goal": "Het getij voorspellen.", "provider": "Meeuw B.V.", "begin_date": "2023-01"},
        **{"contact_email": "https://voorbeeld.example"},
    }
    candidate = only(parse(as_json([record])))
    assert candidate.native_id == "gemeente voorbeeld › 7"
    assert facts(candidate) == {
        "intended_purpose": "Het getij voorspellen.",
        "lifecycle_stage": "retired",
        "production_on": {"$unknown": "source says: 2023-01"},
        "contact_email": {"$unknown": "source says: https://voorbeeld.example"},
        "vendors_named": ["Meeuw B.V."],
    }


def test_a_stage_between_idea_and_use_stays_words() -> None:
    candidate = only(parse(as_json([{**_RECORD, "status": "ontwikkeling"}])))
    assert candidate.document["lifecycle_stage"] == {"$unknown": "source says: ontwikkeling"}


def test_what_was_left_blank_is_left_out_of_the_kept_words() -> None:
    assert "juridische_basis" not in only(parse(as_json([_RECORD]))).row.said
