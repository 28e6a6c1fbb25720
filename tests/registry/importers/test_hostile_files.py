"""Whatever the bytes are, a parser answers with outcomes or with its own ``ImportProblem``."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.importers.base import ImportProblem
from registry.importers.formats import FORMATS
from registry.importers.parsing import parse
from tests.registry.importers import registers
from tests.registry.importers.registers import as_json, sheet

_HEADERS = (
    *(
        registers.HEADER_2023,
        registers.HEADER_2024_SHORT,
        registers.HEADER_2024_QUESTIONS,
        registers.HEADER_2025,
    ),
    *(registers.HEADER_COMMERCIAL, ["name", "organisation", "phase", "description", "body"]),
)
_CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "Yes", "N/A", "[]", "['a", "{", "1/2/2024", "b) Pilot – x", "<h2>x"]),
)
_SHEETS = st.sampled_from(_HEADERS).flatmap(
    lambda header: st.lists(st.lists(_CELLS, min_size=len(header), max_size=len(header)), max_size=4).map(
        lambda rows: sheet(header, *rows, encoding="utf-8")
    )
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    ["algoritmes", "title", "organisatie", "status", "name", "phase", "description"]
                ),
                st.sampled_from(
                    ["organisation", "body", "muster", "manifests", "kind", "key", "id", "tier_1.name"]
                ),
                st.text(max_size=8),
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=20,
)
_DATA = st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode()), _SHEETS)
_ANY = st.one_of(_DATA, _VALUES.map(as_json))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=_ANY, format=st.sampled_from(["auto", *FORMATS]))
def test_no_bytes_make_a_parser_raise_anything_but_its_own_problem(data: bytes, format: str) -> None:
    with contextlib.suppress(ImportProblem):
        parsed = parse(data, format)
        assert parsed.row_count > 0


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
        b"muster: 1\n" + b"- [" * 50_000,
        b'"' * 1_000_000,
        b"," * 1_000_000,
    ]
    + [
        b"\xff\xfe" + b"a\0" * 1_000,
        b"PK\x03\x04" + bytes(1_000),
        b"a: &x [1]\nmuster: *x",
        b"\n" * 1_000_000,
    ],
    ids=["brackets", "braces", "yaml", "quotes", "commas", "utf-16", "zip", "anchors", "blank lines"],
)
def test_a_file_made_to_hurt_is_refused(data: bytes) -> None:
    with pytest.raises(ImportProblem):
        parse(data)
