"""The JSON Schema of an outline."""

from typing import Any, Final

from policies.assessments.outline import QUESTION_TYPES
from policies.record.fields import vocabularies, vocabulary

JsonSchema = dict[str, Any]
ID: Final = r"^[a-z][a-z0-9_]{0,49}$"
PATH: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"


def outline_schema() -> JsonSchema:
    """The draft 2020-12 schema of the files in ``policies/assessments``."""
    properties = {
        "muster": {"const": "outline/1"},
        "type": {"enum": list(vocabulary("assessment_type"))},
        "version": {"type": "integer", "minimum": 1},
        "title": _text(100),
        "about": _text(500),
        "valid_months": {"type": "integer", "minimum": 1, "maximum": 60},
        "sources": {"type": "array", "items": _text(100), "minItems": 1},
        "sections": {"type": "array", "items": _section(), "minItems": 1, "maxItems": 20},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:outline:1",
        "title": "Muster outline of an assessment",
    } | _object(properties, list(properties))


def _section() -> JsonSchema:
    questions = {"type": "array", "items": _question(), "minItems": 1, "maxItems": 40}
    properties = {"id": _form(ID), "title": _text(80), "about": _text(300), "questions": questions}
    return _object(properties, ["id", "title", "questions"])


def _question() -> JsonSchema:
    paths = {"type": "array", "items": _form(PATH), "minItems": 1, "maxItems": 10}
    choice = {"properties": {"type": {"const": "choice"}}, "required": ["type"]}
    one_of_both = {"oneOf": [{"required": ["options"]}, {"required": ["vocabulary"]}]}
    neither = {"properties": {"options": False, "vocabulary": False}}
    properties = {
        "id": _form(ID),
        "label": _text(150),
        "help": _text(400),
        "source": _text(60),
        "type": {"enum": list(QUESTION_TYPES)},
        "required": {"type": "boolean"},
        "options": {"type": "object", "propertyNames": _form(ID), "additionalProperties": _text(100)},
        "vocabulary": {"enum": list(vocabularies())},
        "prefill": {"anyOf": [_form(PATH), paths]},
        "fact": _form(ID),
    }
    return _object(properties, ["id", "label", "type"]) | {"if": choice, "then": one_of_both, "else": neither}


def _object(properties: JsonSchema, required: list[str]) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _text(longest: int) -> JsonSchema:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _form(pattern: str) -> JsonSchema:
    return {"type": "string", "pattern": pattern}
