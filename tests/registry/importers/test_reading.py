from pathlib import Path

import pytest

from registry.importers import reading
from registry.importers.base import ImportProblem, Reject, Row
from registry.importers.reading import decode, distinct, load, read_json, read_sheet, sheet_rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_in_the_encodings_that_registers_use(encoding: str) -> None:
    assert decode("the agency’s tool – naïve".encode(encoding)) == "the agency’s tool – naïve"


@pytest.mark.parametrize("data", ["a,b".encode("utf-16"), b"a\0b", b"\x81\x8d"])
def test_what_is_no_text_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(ImportProblem, match="UTF-8"):
        decode(data)


def test_a_file_that_is_too_large_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(10 * reading.MAX_BYTES)
    with pytest.raises(ImportProblem, match="larger than 10,000,000 bytes"):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match=r"gone\.csv cannot be read: No such file"):
        load(tmp_path / "gone.csv")


def test_a_file_with_too_many_rows_is_refused() -> None:
    with pytest.raises(ImportProblem, match="more than 5,000 rows"):
        read_sheet("a,b\n" + "1,2\n" * 5_001)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ImportProblem, match="empty"):
        read_sheet(" \n\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    sheet = read_sheet(delimiter.join(["a", "b", "c"]) + "\n" + delimiter.join(["1", "2", "3"]))
    assert (sheet.header, sheet.rows) == (("a", "b", "c"), ((2, ("1", "2", "3")),))


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    sheet = read_sheet('\na,b\n1,"two\nlines"\n\n3,4\n')
    assert [row.number for row in sheet_rows(sheet)] == [3, 4, 5]


def test_a_row_with_too_few_cells_is_rejected_at_its_first_missing_column() -> None:
    (reject,) = sheet_rows(read_sheet("a,b,c\n1,2\n"))
    assert reject == Reject(Row(2, {"a": "1", "b": "2"}), "c", "the row has 2 cells and the header 3")


def test_a_row_with_too_many_cells_is_rejected_and_keeps_them_all() -> None:
    (reject,) = sheet_rows(read_sheet("a,b\n1,2,3\n"))
    assert reject == Reject(
        Row(2, {"a": "1", "b": "2", "column 3": "3"}), "column 3", "the row has 3 cells and the header 2"
    )


def test_columns_of_one_name_are_told_apart_by_their_place() -> None:
    assert distinct(("Why?", "Other", "Other", "", "Other")) == [
        "Why?",
        "Other",
        "Other (2)",
        "column 4",
        "Other (3)",
    ]


def test_an_invented_column_name_never_hides_a_real_one() -> None:
    assert len(set(distinct(("Other", "Other (2)", "Other", "column 4", "")))) == 5


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(ImportProblem, match="quotation mark"):
        read_sheet('a,b\n1,"' + "x" * 200_000)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1, "a": 2}', "'a' is said twice"),
        ("[NaN]", "NaN"),
        ("[" * 100_000, "nested"),
        ("{", "cannot be read"),
    ]
    + [("[" + "9" * 5_000 + "]", "cannot be read")],
)
def test_json_that_is_loose_or_hostile_is_refused(text: str, says: str) -> None:
    with pytest.raises(ImportProblem, match=says):
        read_json(text)
