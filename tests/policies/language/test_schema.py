"""The schema of packs is a schema, and knows every operator."""

from jsonschema import Draft202012Validator

from policies.language.operators import OPERATORS
from policies.language.schema import pack_schema


def test_the_schema_is_a_schema_and_lists_exactly_the_operators():
    schema = pack_schema()
    Draft202012Validator.check_schema(schema)
    assert list(schema["$defs"]["comparison"]["properties"]) == list(OPERATORS)
