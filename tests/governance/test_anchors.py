import pytest

from governance.anchors import Anchor, NoSuchField, anchor_at, value_at

CRM, CALLS = {"data_source": "crm", "usage": "training"}, {"data_source": "calls"}
SAID = {"kind": "use_case", "title": "Churn", "data_links": [CRM, CALLS], "tools": ["mailer"]}


def moved(pointer, *rows):
    return anchor_at("use_case", SAID, pointer).place_in("use_case", SAID | {"data_links": list(rows)})


def test_a_field_stays_where_it_is():
    assert anchor_at("use_case", SAID, "/title") == Anchor("/title")
    assert moved("/title") == "/title"


def test_a_field_of_a_row_is_found_where_the_row_is_now():
    assert moved("/data_links/0/usage", CALLS, CRM | {"usage": "inference"}) == "/data_links/1/usage"
    assert moved("/data_links/1", CALLS) == "/data_links/0"
    assert moved("/data_links/0/usage", CALLS) is None


def test_rows_of_one_name_are_told_apart_by_their_order():
    said = SAID | {"data_links": [CRM, CRM | {"usage": "inference"}]}
    second = anchor_at("use_case", said, "/data_links/1/usage")
    assert second.place_in("use_case", said | {"data_links": [CALLS, *said["data_links"]]}) == (
        "/data_links/2/usage"
    )
    assert second.place_in("use_case", SAID) is None


@pytest.mark.parametrize(
    "pointer",
    [
        "/nothing",
        "title",
        "/data_links/7",
        "/data_links/0/data_source/region",
        "/tools/0",
        "/lawful_bases",
        "/org/name",
        "/title/0",
        "/",
    ],
)
def test_nothing_is_said_where_the_entry_has_no_field_of_its_own(pointer):
    with pytest.raises(NoSuchField):
        anchor_at("use_case", SAID, pointer)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/title", "Churn"),
        ("/data_links/1", CALLS),
        ("/data_links/0/usage", "training"),
        ("/data_links/5/usage", None),
        ("/title/more", None),
        ("", None),
        (None, None),
    ],
)
def test_what_stands_at_a_place(pointer, value):
    assert value_at(SAID, pointer) == value
