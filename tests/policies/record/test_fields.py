"""The field tables are sound: every name they use exists."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from policies.record import KINDS, fields_of, vocabulary
from policies.record.fields import PARTS, SUPPORTING, vocabularies
from policies.record.schema import all_schemas

TYPES = {
    "str",
    "text",
    "url",
    "email",
    "bool",
    "int",
    "dec",
    "date",
    "json",
    "enum",
    "set",
    "list",
    "ref",
    "refs",
    "parts",
}
TABLES = (*KINDS, *PARTS, *SUPPORTING)


@pytest.mark.parametrize("table", TABLES)
def test_every_field_has_a_type_and_everything_it_refers_to_exists(table):
    for field in fields_of(table).values():
        assert field.type in TYPES, field
        if field.type in {"enum", "set"}:
            assert vocabulary(field.of), field
        elif field.type in {"ref", "refs", "parts"}:
            assert field.of in TABLES, field


@pytest.mark.parametrize("table", TABLES)
def test_every_field_has_words_for_people(table):
    for field in fields_of(table).values():
        assert field.label and field.label[0].isupper() or field.label[0].isdigit(), field


@pytest.mark.parametrize("name", vocabularies())
def test_no_vocabulary_says_a_value_twice(name):
    values = vocabulary(name)
    assert values and len(set(values)) == len(values)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_one_field_that_its_rows_are_called_by(part):
    assert len([field for field in fields_of(part).values() if field.heading]) == 1


def test_norway_is_a_country_and_not_a_no():
    assert "NO" in vocabulary("country")


def test_an_unknown_table_is_an_error():
    with pytest.raises(KeyError):
        fields_of("spaceship")


@pytest.mark.parametrize("name", all_schemas())
def test_published_schemas_are_valid_and_current(name):
    schema = all_schemas()[name]
    Draft202012Validator.check_schema(schema)
    published = json.loads(files("policies").joinpath(f"schemas/{name}").read_text())
    assert published == schema, "run `make generated`"
