import pytest

from registry.importers import values
from registry.importers.values import choice, email, explained_yes_no, free_text, listed, us_date, yes_no


@pytest.mark.parametrize("blank", ["", " ", "\xa0", "\u200b", "\ufeff \n"])
@pytest.mark.parametrize(
    "read", [yes_no, explained_yes_no, us_date, email, free_text, choice({}), values.remark("x")]
)
def test_a_blank_says_nothing(read: values.Reader, blank: str) -> None:
    assert read(blank) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes", True), ("YES", True), ("yes ", True), ("TRUE", True), ("b) Yes", True), ("Y", True)]
    + [("No", False), ("NO", False), ("No\xa0", False), ("FALSE", False), ("a) No", False), ("n", False)],
)
def test_yes_and_no_are_read_in_every_spelling(text: str, answer: bool) -> None:
    assert yes_no(text) is answer


@pytest.mark.parametrize("text", ["N/A", "Not Applicable", "Partly", "No longer", "Yes, for some"])
def test_what_is_neither_yes_nor_no_is_kept_as_the_reason(text: str) -> None:
    assert yes_no(text) == {"$unknown": f"source says: {text}"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes (only log-in names)", True), ("Yes - staff names", True), ("b) Yes, of clients", True)]
    + [("No - invented data only", False), ("a) No", False), ("false", False)],
)
def test_an_explanation_behind_yes_or_no_is_looked_past(text: str, answer: bool) -> None:
    assert explained_yes_no(text) is answer


@pytest.mark.parametrize("text", ["Depends on data sources analyzed", "N/A", "No longer in use", "Yes/No"])
def test_an_explained_answer_is_never_guessed(text: str) -> None:
    assert explained_yes_no(text) == {"$unknown": f"source says: {text}"}


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-15",
        "2026-01-15T08:00:00",
        "2026-01-15T08:00:00.000Z",
        "1/15/2026 12:00:00 AM",
        "2026-01-15 00:00:00",
        "01/15/2026",
        "1/15/2026",
    ]
    + ["01/15/2026 00:00:00", "January 15, 2026", "Jan 15, 2026", "15 January 2026", "15-Jan-2026"],
)
def test_a_whole_date_is_read_in_every_form(text: str) -> None:
    assert us_date(text) == "2026-01-15"


def test_a_date_with_slashes_has_its_month_first() -> None:
    assert us_date("03/04/2024") == "2024-03-04"


@pytest.mark.parametrize(
    "text",
    ["Jul-25", "22-Jul", "2023", "07/2025", "2025-07", "Q1 2025", "FY24", "10/12023", "N/A", "13/13/2025"]
    + ["2/30/2024", "1899-12-31 11:59:00", "1900-01-00", "45292", "1/15/26", "2024-10-16 (pilot begins)"],
)
def test_half_a_date_and_a_broken_one_stay_words(text: str) -> None:
    assert us_date(text) == {"$unknown": f"source says: {text}"}


@pytest.mark.parametrize(
    "text",
    [
        "Pilot",
        "pilot",
        "b) Pilot – limited use",
        "b)  b)  Pilot – limited",
        "b)  Pilot ñ limited",
        "b)\xddPilot",
    ],
)
def test_a_term_is_found_behind_its_letter_and_before_its_explanation(text: str) -> None:
    assert choice({"pilot": "found"})(text) == "found"


def test_a_term_that_is_not_listed_is_kept_as_the_reason() -> None:
    assert choice({"pilot": "found"})("Piloting soon") == {"$unknown": "source says: Piloting soon"}


def test_a_reason_is_cut_to_what_a_manifest_may_hold() -> None:
    reason = values.unknown("x" * 900)["$unknown"]
    assert len(reason) == 500
    assert reason.endswith("…")


def test_text_is_kept_word_for_word_inside_its_outer_blanks() -> None:
    assert free_text(" \u200bTwo\nlines, one \ufffd ") == "Two\nlines, one \ufffd"


def test_na_is_no_text() -> None:
    assert free_text("n/a") == {"$unknown": "source says: n/a"}


@pytest.mark.parametrize("text", ["not an address", "a@b.example; c@d.example", "a@b"])
def test_only_one_whole_address_is_an_email(text: str) -> None:
    assert email(text) == {"$unknown": f"source says: {text}"}
    assert email(" desk@harbour.example ") == "desk@harbour.example"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("[]", []),
        ("['k) None', \"b\"]", ["k) None", "b"]),
        ('["Age", "Sex"]', ["Age", "Sex"]),
        ("[1, ' ']", ["1"]),
    ],
)
def test_lists_are_read_as_json_and_as_python_writes_them(text: str, items: list[str]) -> None:
    assert listed(text) == items


@pytest.mark.parametrize(
    "text", ["Age, Sex", "[Age]", "[open('x')]", "[" + "-" * 9_000 + "1]", "[" * 9_000 + "]"]
)
def test_what_is_no_list_of_plain_values_is_not_read_as_one(text: str) -> None:
    assert listed(text) is None


def test_a_list_beyond_reason_is_not_read() -> None:
    assert listed("[" + "1," * 20_000 + "]") is None
