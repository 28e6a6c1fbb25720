"""The tables that ship come along as data, and the data never says anything but their text."""

import json
from importlib.resources import files

import pytest

from policies import tables
from policies.tables import table, tables_data
from policies.yamlio import load_yaml

SHIPPED = files("policies")
PATHS = list(json.loads(tables_data())["tables"])


@pytest.fixture
def other(monkeypatch, tmp_path):
    """Write other data in the place of what ships."""
    monkeypatch.setattr(tables, "_NAME", str(tmp_path / "tables.json"))
    tables._known.cache_clear()
    yield (tmp_path / "tables.json").write_text
    tables._known.cache_clear()


@pytest.mark.parametrize("path", PATHS)
def test_a_table_says_what_its_text_says(path):
    assert path in tables._known()
    # Also in the same order, and with numbers of the same type.
    assert repr(table(path)) == repr(load_yaml(SHIPPED.joinpath(path).read_bytes()).value)


def test_no_table_is_left_out():
    there = {
        f"{folder}/{one.name}"
        for folder in ("record", "taxonomies")
        for one in SHIPPED.joinpath(folder).iterdir()
    }
    assert {path for path in there if path.endswith(".yaml")} == set(PATHS)


@pytest.mark.parametrize(
    "damage",
    [
        lambda said: said[: len(said) // 2],
        lambda said: "",
        lambda said: "[]",
        lambda said: json.dumps(json.loads(said) | {"of": "0" * 64}),
    ],
    ids=["cut", "empty", "a list", "of other texts"],
)
def test_of_tables_with_damaged_data_the_text_counts(other, damage):
    other(damage(tables_data()))
    assert table("record/tool.yaml") is tables._read("record/tool.yaml")


def test_of_tables_without_data_the_text_counts(other):
    assert table("record/tool.yaml") is tables._read("record/tool.yaml")
