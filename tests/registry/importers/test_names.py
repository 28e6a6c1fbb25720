import pytest

from registry.importers.names import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tidewriter", ["Tidewriter"]),
        ("Tidewriter, Quayside; Gull AI", ["Tidewriter", "Quayside", "Gull AI"]),
        ("Tidewriter, Quayside, ", ["Tidewriter", "Quayside"]),
        ("Tidewriter, Tidewriter", ["Tidewriter"]),
        ("Tidewriter, Inc., Quayside LLC", ["Tidewriter, Inc.", "Quayside LLC"]),
        ("Suite (Notes, Sheets), Gull", ["Suite (Notes, Sheets)", "Gull"]),
        ("['Tidewriter', 'Quayside']", ["Tidewriter", "Quayside"]),
        ('["Tidewriter"]', ["Tidewriter"]),
    ],
)
def test_a_cell_gives_the_names_it_lists(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_line_breaks_part_names_where_nothing_else_does() -> None:
    assert names("Tidewriter\nQuayside Watch") == ["Tidewriter", "Quayside Watch"]


@pytest.mark.parametrize("text", ["Tidewriter\nwith Quayside", "Tidewriter \n(an assistant)"])
def test_a_line_that_goes_on_in_small_letters_or_brackets_is_one_name(text: str) -> None:
    assert len(names(text)) == 1


def test_a_line_break_beside_commas_is_only_a_wrapped_line() -> None:
    assert names("Tidewriter for\nHarbours, Quayside") == ["Tidewriter for Harbours", "Quayside"]


@pytest.mark.parametrize("text", ["", "  ", "[]"])
def test_a_blank_and_an_empty_list_as_exported_say_nothing(text: str) -> None:
    assert names(text) is None


@pytest.mark.parametrize("text", ["None", "none", "['None']"])
def test_none_is_an_answer(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "N/A",
        "Various",
        "TBD",
        "https://harbour.example/contract",
        "www.harbour.example",
        "1899-12-31 11:59:00",
    ]
    + ["7021-B0042-19", "47QTCA22D0042", "2024"],
)
def test_what_names_nobody_is_kept_as_the_reason(text: str) -> None:
    assert names(text) == {"$unknown": f"source says: {text}"}


def test_names_are_kept_beside_what_names_nobody() -> None:
    assert names("Tidewriter, https://harbour.example, various") == ["Tidewriter"]
