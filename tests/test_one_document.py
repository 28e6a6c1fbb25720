"""One document: what a manifest may say, what the registry keeps and what the form asks are the same."""

import pytest
from django.db import models

from governance.forms.manifest import ManifestForm
from governance.forms.questions import Question
from policies.record import Field, fields_of, manifest_schema, term_label, vocabulary
from policies.record.fields import KINDS, PARTS
from registry.models import KIND_MODELS, PART_MODELS, Entry
from registry.models.columns import SetField
from tests.personas import make_person, make_team

COLUMNS: dict[str, type[models.Field]] = {
    "str": models.CharField,
    "text": models.TextField,
    "url": models.URLField,
    "email": models.EmailField,
    "bool": models.BooleanField,
    "int": models.BigIntegerField,
    "dec": models.FloatField,
    "date": models.DateField,
    "json": models.JSONField,
    "enum": models.CharField,
    "set": SetField,
    "list": models.JSONField,
    "ref": models.ForeignKey,
    "refs": models.ManyToManyField,
}
JSON_TYPES = {"bool": "boolean", "int": "integer", "dec": "number", "list": "array", "set": "array"}


def fields_in(name: str) -> list[Field]:
    """Fields that can be said: those that are worked out from others can't."""
    return [field for field in fields_of(name).values() if not field.derived]


BY_TABLE = pytest.mark.parametrize("name", [*KINDS, *PARTS])


def model_of(name: str, field: Field) -> type[models.Model]:
    if name in PARTS:
        return PART_MODELS[name]
    return Entry if field.name in fields_of("common") else KIND_MODELS[name]


def properties_of(name: str) -> dict:
    schema = manifest_schema("use_case" if name in PARTS else name)
    return schema["$defs"][name]["properties"] if name in PARTS else schema["properties"]


def words_of(name: str, schema: dict) -> list:
    """The words that a reference to a vocabulary leads to."""
    definitions = manifest_schema("use_case" if name in PARTS else name)["$defs"]
    return definitions[schema["$ref"].removeprefix("#/$defs/")]["enum"]


def schema_of(name: str, field: Field) -> dict:
    """The schema of what ``field`` may say, without the ways to say nothing or not known."""
    return branch(properties_of(name)[field.name])


def branch(schema: dict) -> dict:
    return schema["anyOf"][0] if {"type": "null"} in schema.get("anyOf", ()) else schema


def questions() -> dict[tuple[str, str], Question]:
    """Every question that a form for some kind asks, by table and field."""
    person = make_person("Fay Filler", team=make_team("fillers"))
    found: dict[tuple[str, str], Question] = {}
    for kind in KINDS:
        form = ManifestForm(kind, person)
        for question in form.questions:
            found[kind, question.field.name] = question
            if question.field.type == "parts":
                form.add_row(question.name)
                found |= {(question.field.of, one.field.name): one for one in question.rows[0].questions}
    return found


@BY_TABLE
def test_the_registry_keeps_every_field_in_a_column_of_its_type(name):
    for field in fields_in(name):
        if field.type == "parts":
            use_case = PART_MODELS[field.of]._meta.get_field("use_case")
            assert use_case.remote_field.related_name == field.name
            continue
        column = model_of(name, field)._meta.get_field(field.name)
        assert isinstance(column, COLUMNS[field.type]), field.name
        if field.type == "enum":
            assert [value for value, _ in column.flatchoices] == list(vocabulary(field.of)), field.name
        if field.type == "set":
            assert column.vocabulary_name == field.of, field.name


@BY_TABLE
def test_the_schema_allows_every_field_what_its_table_says(name):
    for field in fields_in(name):
        schema = schema_of(name, field)
        if field.type in JSON_TYPES:
            assert schema["type"] == JSON_TYPES[field.type], field.name
        if field.type == "enum":
            assert words_of(name, schema) == list(vocabulary(field.of)), field.name
        if field.type == "set":
            assert words_of(name, schema["items"]) == list(vocabulary(field.of)), field.name


@BY_TABLE
def test_the_schema_allows_nothing_else(name):
    assert set(properties_of(name)) - {"muster", "kind", "key"} == {field.name for field in fields_in(name)}


@pytest.mark.django_db
def test_the_form_asks_for_every_field_and_for_nothing_else():
    assert {place: question.field for place, question in questions().items()} == {
        (name, field.name): field for name in (*KINDS, *PARTS) for field in fields_in(name)
    }


@pytest.mark.django_db
def test_the_form_offers_every_value_of_every_vocabulary():
    for place, question in questions().items():
        if question.field.type in {"enum", "set"}:
            offered = [(choice.value, choice.label) for choice in question.choices]
            words = vocabulary(question.field.of)
            assert offered == [(str(word), term_label(question.field.of, word)) for word in words], place
