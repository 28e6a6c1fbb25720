from registry.importers.base import Row
from registry.importers.tables import Answers, Column, Layout, has_columns


def test_headers_are_compared_by_letters_and_digits_alone() -> None:
    answers = Answers(Row(2, {"The agency’s  Name?\n": " Harbour Office "}))
    assert answers.text(["the agency's name"]) == "Harbour Office"


def test_of_two_columns_with_one_header_the_first_counts() -> None:
    assert Answers(Row(2, {"Agency": "first", "agency_": "second"})).text(["agency"]) == "first"


def test_of_several_columns_the_first_that_says_something_answers_and_is_named() -> None:
    answers = Answers(Row(2, {"A": " ", "B": "b", "C": "c"}))
    assert (answers.text(["A", "B", "C"]), answers.column(["A", "B", "C"])) == ("b", "B")


def test_a_column_that_is_missing_or_blank_says_nothing_and_still_has_a_name() -> None:
    answers = Answers(Row(2, {"B": ""}))
    assert (answers.text(["A", "B"]), answers.column(["A", "B"]), answers.column(["A"])) == ("", "B", "A")


def test_a_field_is_left_out_when_its_column_says_nothing() -> None:
    layout = Layout(name=("Name",), agency=("Agency",), columns=(Column("description", ("Why",)),))
    said = layout.said(Row(2, {"Name": "Tides", "Why": ""}))
    assert (said.name, said.fields) == ("Tides", {})
    assert said.columns == {"title": "Name", "owner_team": "Agency"}


def test_a_header_must_hold_every_column_under_one_of_its_names() -> None:
    assert has_columns(["b", "Other name"], ("A", "b"), ("other_name",))
    assert not has_columns(["b"], ("A", "b"), ("other_name",))
