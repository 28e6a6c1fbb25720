"""The published schema of packs is the one the loader uses, and knows every operator."""

from importlib.resources import files

from jsonschema import Draft202012Validator

from policies.language.operators import OPERATORS
from policies.language.schema import pack_schema, schema_text


def test_the_published_schema_is_current():
    published = files("policies").joinpath("schemas/pack.schema.json").read_text("utf-8")
    assert published == schema_text(), "renew it with make generated"


def test_the_schema_is_a_schema_and_lists_exactly_the_operators():
    schema = pack_schema()
    Draft202012Validator.check_schema(schema)
    assert list(schema["$defs"]["comparison"]["properties"]) == list(OPERATORS)
