import pytest

from registry.importers.base import ImportProblem, NamedTeam, Parsed, Reject
from registry.importers.parsing import parse
from tests.registry.importers.registers import (
    HEADER_2023,
    HEADER_2024_QUESTIONS,
    as_json,
    line,
    row_2024,
    sheet,
)


def _parse(*rows: list[str], team: NamedTeam | None = None) -> Parsed:
    return parse(sheet(HEADER_2024_QUESTIONS, *rows), team=team)


def test_every_row_is_exactly_one_outcome() -> None:
    rows = [
        row_2024("A"),
        row_2024("A"),
        row_2024(""),
        row_2024("B"),
        [""] * 15,
        HEADER_2024_QUESTIONS,
        ["short"],
    ]
    parsed = _parse(*rows)
    numbers = [[one.row.number for one in kind] for kind in (parsed.candidates, parsed.skips, parsed.rejects)]
    assert numbers == [[2, 5], [3, 6, 7], [4, 8]]
    assert parsed.row_count == len(rows)


def test_a_row_that_differs_in_one_cell_is_no_duplicate() -> None:
    parsed = _parse(row_2024("A", pii="Yes"), row_2024("A", pii="No"))
    assert len(parsed.candidates) == 2


def test_a_row_without_an_organisation_needs_a_team() -> None:
    (reject,) = _parse(row_2024("A", agency=" ")).rejects
    assert (reject.column, reject.reason) == ("Agency", "no organisation is named, so no team answers for it")
    piers = NamedTeam("piers", "Piers")
    (candidate,) = _parse(row_2024("A", agency=" "), team=piers).candidates
    assert (candidate.document["owner_team"], candidate.team) == ("piers", piers)


def test_a_name_that_no_entry_can_hold_is_rejected_under_the_column_of_the_source() -> None:
    (reject,) = _parse(row_2024("x" * 501)).rejects
    assert reject.column == "Use Case Name"
    assert reject.reason == "the text is longer than 500 characters. Shorten it."


@pytest.mark.parametrize("broken", ["\\u0000", "\\ud800"])
def test_text_that_no_database_holds_is_rejected(broken: str) -> None:
    data = as_json([{"id": "1", "title": "MARK", "organisatie": "Gemeente", "status": "in_gebruik"}])
    (reject,) = parse(data.replace(b"MARK", f"a{broken}".encode())).rejects
    assert isinstance(reject, Reject)
    assert (reject.column, reject.reason) == ("title", "the text holds a character that cannot be stored")


def test_a_header_with_nothing_under_it_is_refused() -> None:
    with pytest.raises(ImportProblem, match="no rows under it"):
        _parse()


def test_progress_is_told_for_every_row() -> None:
    told: list[int] = []
    row = line(HEADER_2023, Use_Case_ID="1", Title="A", Department="D")
    parse(sheet(HEADER_2023, row, row), watch=told.append)
    assert told == [1, 2]
