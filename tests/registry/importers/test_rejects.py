import csv
from pathlib import Path

from registry.importers.base import Reject, Row
from registry.importers.rejects import write_rejects


def _written(path: Path, *rejects: Reject) -> list[list[str]]:
    write_rejects(path, rejects)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_reject_is_written_with_its_reason_and_all_its_columns(tmp_path: Path) -> None:
    first = Reject(Row(7, {"Name": "", "Why": "two\nlines"}), "Name", "there is no name")
    second = Reject(Row(9, {"Name": "x", "column 3": "stray"}), "column 3", "too many")
    assert _written(tmp_path / "rejects.csv", first, second) == [
        ["row", "column", "reason", "Name", "Why", "column 3"],
        ["7", "Name", "there is no name", "", "two\nlines", ""],
        ["9", "column 3", "too many", "x", "", "stray"],
    ]


def test_no_cell_can_act_as_a_formula(tmp_path: Path) -> None:
    reject = Reject(Row(2, {"=A1": "@SUM(1)", "b": "-1", "c": "plain"}), "=A1", "+x")
    assert _written(tmp_path / "rejects.csv", reject)[1:] == [
        ["2", "'=A1", "'+x", "'@SUM(1)", "'-1", "plain"],
    ]


def test_half_a_character_does_not_stop_the_file(tmp_path: Path) -> None:
    reject = Reject(Row(1, {"a": "\ud800"}), "a", "the text holds a character that cannot be stored")
    assert _written(tmp_path / "rejects.csv", reject)[1][3] == "\\ud800"
