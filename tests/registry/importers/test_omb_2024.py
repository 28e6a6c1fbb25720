import pytest

from registry.importers.parsing import parse
from tests.registry.importers.registers import (
    HEADER_2024_QUESTIONS,
    HEADER_2024_SHORT,
    PII_2024,
    facts,
    only,
    row_2024,
    sheet,
)


def _facts(**said: str) -> dict[str, object]:
    data = sheet(HEADER_2024_QUESTIONS, row_2024("Tide tables", **said), encoding="cp1252")
    return dict(facts(only(parse(data))))


def test_both_editions_give_one_use_case_the_same_identity_and_facts() -> None:
    said = {"bureau": "Piers", "purpose": "To know the tide.", "pii": "Yes", "reviewed": "YES"}
    short = sheet(
        HEADER_2024_SHORT, row_2024("Tide tables", style=HEADER_2024_SHORT, **said), encoding="utf-8-sig"
    )
    whole = sheet(HEADER_2024_QUESTIONS, row_2024("Tide tables ", **said), encoding="cp1252")
    first, second = only(parse(short)), only(parse(whole))
    assert first.source == second.source == "omb-2024"
    assert first.native_id == second.native_id == "harbour office › piers › tide tables"
    assert first.document == second.document


def test_windows_1252_is_read_when_a_file_is_not_utf_8() -> None:
    assert _facts(purpose="The agency’s tide – in full") == {
        "intended_purpose": "The agency’s tide – in full"
    }


@pytest.mark.parametrize(
    ("said", "impact"),
    [("Neither", "neither"), ("Both", "both"), ("Rights-Impacting\n", "rights_impacting")]
    + [("Safety-impacting", "safety_impacting"), ("Safety-Impacting", "safety_impacting")],
)
def test_impact_is_read_in_its_spellings(said: str, impact: str) -> None:
    assert _facts(impact=said) == {"omb_impact": impact}


def test_an_impact_that_is_still_open_is_not_turned_into_neither() -> None:
    assert _facts(impact="No, too new to tell") == {
        "omb_impact": {"$unknown": "source says: No, too new to tell"}
    }
    assert _facts(impact="") == {}


def test_a_blank_about_personal_data_is_not_a_no() -> None:
    assert _facts(pii=" ") == {}
    assert _facts(pii="No") == {"processes_personal_data": False}
    assert _facts(pii="N/A") == {"processes_personal_data": {"$unknown": "source says: N/A"}}


def test_dates_are_read_whole_or_kept_as_words() -> None:
    assert _facts(started="3/4/2024", retired="22-Jul") == {
        "production_on": "2024-03-04",
        "retired_on": {"$unknown": "source says: 22-Jul"},
    }


def test_rows_that_share_agency_bureau_and_name_are_told_apart_by_their_order() -> None:
    rows = [row_2024("Chat", purpose="One"), row_2024("Chat ", purpose="Two")]
    parsed = parse(sheet(HEADER_2024_QUESTIONS, *rows))
    assert [candidate.native_id for candidate in parsed.candidates] == [
        "harbour office ›  › chat",
        "harbour office ›  › chat #2",
    ]
    assert len({candidate.document["key"] for candidate in parsed.candidates}) == 2


def test_cells_under_a_repeated_header_are_all_kept() -> None:
    row = row_2024("Tide tables")
    row[12:15] = ["first", "second", "third"]
    said = only(parse(sheet(HEADER_2024_QUESTIONS, row))).row.said
    other = "If Other, please explain."
    assert [said[other], said[f"{other} (2)"], said[f"{other} (3)"]] == ["first", "second", "third"]


def test_the_words_of_the_source_are_kept_as_they_were() -> None:
    row = row_2024(" Tide\ntables ", pii="YES")
    candidate = only(parse(sheet(HEADER_2024_QUESTIONS, row)))
    assert candidate.row.said["Use Case Name"] == " Tide\ntables "
    assert candidate.row.said[PII_2024] == "YES"
