import pytest

from registry.importers.base import ImportProblem
from registry.importers.records import mappings_in, rows_of


def test_a_nested_record_is_a_row_of_paths() -> None:
    value = {
        "a": {"b": "x", "list": ["p", "q"], "one": ["p"]},
        "m": [{"n": 1}, {"n": True}],
        "no": None,
        "e": [],
    }
    (row,) = rows_of(value, ())
    assert row.cells == {
        **{"a › b": "x", "a › list": '["p", "q"]', "a › one": "p", "m › 1 › n": "1", "m › 2 › n": "true"},
        **{"no": "", "e": ""},
    }


def test_records_are_found_under_the_names_that_registers_wrap_them_in() -> None:
    assert mappings_in({"records": [{"a": 1}, "stray"]}, ("records",)) == [{"a": 1}]
    assert mappings_in("text", ("records",)) == []


def test_what_is_no_record_is_still_a_row() -> None:
    assert [row.cells for row in rows_of([{"a": "x"}, "stray"], ())] == [{"a": "x"}, {"value": "stray"}]


def test_too_many_and_too_deep_are_refused() -> None:
    with pytest.raises(ImportProblem, match="more than 5,000 records"):
        list(rows_of([{}] * 5_001, ()))
    deep: dict[str, object] = {}
    for _ in range(20):
        deep = {"a": deep}
    with pytest.raises(ImportProblem, match="nested more than 12 deep"):
        list(rows_of([deep], ()))
