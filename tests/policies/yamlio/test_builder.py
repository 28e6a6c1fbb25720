"""What strict YAML means, and what it refuses with the place of the offence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.errors import YamlError
from policies.yamlio import load_yaml

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé~/", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_json_reads_as_python_reads_it(value):
    assert load_yaml(json.dumps(value)).value == value


@given(st.text() | st.binary())
def test_no_text_does_anything_but_load_or_be_refused(text):
    try:
        load_yaml(text)
    except YamlError as refusal:
        assert refusal.line >= 1
        assert refusal.column >= 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("2026-11-22", "2026-11-22"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("0o17", 15),
        ("0x1F", 31),
        ("-7", -7),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("~", None),
        ("True", True),
        ("'true'", "true"),
        ('"\\ud83d\\ude00"', None),
    ],
)
def test_words_mean_what_yaml_1_2_says(text, value):
    if "ud83d" in text:
        assert load_yaml(f'{{"a": {text}, "b": "\\\\ud83d"}}').value == {"a": "😀", "b": "\\ud83d"}
    else:
        assert load_yaml(f"a: {text}").value == {"a": value}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: 1\nb: &x 1", 2, 4, "Anchors"),
        ("a: *x", 1, 4, "Aliases"),
        ("a: !!python/object:os.system x", 1, 4, "Tags"),
        ("a: !x [1]", 1, 4, "Tags"),
        ("a: 1\n<<: {b: 2}", 2, 1, "Merge keys"),
        ("a: 1\nb: 2\na: 3", 3, 1, "Duplicate key: 'a'"),
        ("1: a", 1, 1, "must be text"),
        ("? [a]\n: b", 1, 3, "must be text"),
        ("a: 1\n---\nb: 2", 2, 1, "Only one document"),
        ("%YAML 1.2\n---\na: 1", 1, 1, "Directives"),
        ("a:\n\tb: 1", 2, 1, "Tabs"),
        ("a: b: c", 1, 5, "colon"),
        ('a: "b', 1, 6, "ends inside a quoted value"),
        ("a: [1, 2", 1, 9, "not closed"),
        ("a: [1, 2\n\n", 1, 9, "not closed"),
        ("a: 1\nb: {c", 2, 6, "not closed"),
        ('{"a": 1', 1, 8, "not JSON"),
        ('{"a": 1,, "b": 2}', 1, 9, "not JSON"),
        ('{\n"a": "b\n}', 2, 8, "not JSON"),
        ("a: .nan", 1, 4, "not a number"),
        ("a: -.inf", 1, 4, "not a number"),
        ('{"a": NaN}', 1, 7, "not a number"),
        ('{"a": -Infinity}', 1, 7, "not a number"),
        ("a: 1e999", 1, 4, "too large"),
        ("a: 9007199254740993", 1, 4, "limit of 2^53"),
        ('a: "b\\0c"', 1, 4, "U+0000"),
        ("a: b\0c", 1, 5, "U+0000"),
        ("a: \ud800", 1, 4, "surrogate U+D800"),
        ('{"a": "\\ud800"}', 1, 10, "names no character"),
        ("", 1, 1, "empty"),
        ("# only a remark", 1, 1, "empty"),
        (b"a: \xe9", 1, 4, "0xe9 is not UTF-8"),
        ("a: 1".encode("utf-16"), 1, 1, "0xff is not UTF-8"),
    ],
)
def test_refusals_say_where_and_what(text, line, column, says):
    with pytest.raises(YamlError) as refused:
        load_yaml(text, source="x.yaml")
    assert (refused.value.line, refused.value.column) == (line, column)
    assert says in refused.value.message
    assert str(refused.value).startswith(f"x.yaml:{line}:{column}: ")


def test_a_byte_order_mark_and_windows_line_ends_are_no_offence():
    assert load_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").value == {"a": 1, "b": 2}


def test_positions_are_those_of_keys_and_of_the_nearest_thing_that_exists():
    loaded = load_yaml("a:\n  - b/c: 1\n    d~: [x, yy]\n")
    assert loaded.position("/a/0") == (2, 5)
    assert loaded.position("/a/0/b~1c") == (2, 5)
    assert loaded.position("/a/0/d~0/1") == (3, 13)
    assert loaded.position("/a/0/gone/deeper") == (2, 5)
    assert loaded.position("/nothing") == loaded.position() == (1, 1)
