"""The JSON Schema of a charter."""

from typing import Any

from policies.charters.charter import NOT_REACHED
from policies.record.fields import KINDS, vocabulary

JsonSchema = dict[str, Any]


def tiers() -> list[str]:
    """What a row of ``reviews`` can name."""
    return [NOT_REACHED, *map(str, vocabulary("eu_ai_tier"))]


def charter_schema() -> JsonSchema:
    """The draft 2020-12 schema of the files in ``policies/charters``."""
    stands_in = _object({"stands_in": _seat()}, [])
    properties: JsonSchema = {
        "muster": {"const": "charter/2"},
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,49}$"},
        "title": {"type": "string", "pattern": "\\S", "maxLength": 100},
        "seats": {
            "type": "object",
            "propertyNames": _seat(),
            "additionalProperties": stands_in,
            "minProperties": 1,
        },
        "reviews": {"type": "array", "items": _review(), "minItems": 1, "maxItems": 50},
        "may_waive": _seats(),
        "may_change_rules": _seats(),
        "may_suspend": _seats(),
        "urgent": _object({"seats": _seats(), "days": _number(1, 90)}, ["seats", "days"]),
        "appeal": _object({"seats": _seats(0), "days": _number(1, 365)}, ["seats", "days"]),
        "assessment_seat": _object({str(one): _seat() for one in vocabulary("assessment_type")}, []),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:charter:2",
        "title": "Muster charter",
    } | _object(properties, list(properties))


def _review() -> JsonSchema:
    kinds = {"enum": list(KINDS)}
    properties: JsonSchema = {
        "kinds": {"type": "array", "items": kinds, "minItems": 1, "uniqueItems": True},
        "tiers": {"type": "array", "items": {"enum": tiers()}, "minItems": 1, "uniqueItems": True},
        "required": _seats(),
        "may_vote": _seats(0),
        "minimum_votes": _number(1, 20),
        "veto": _seats(0),
        "days": _number(1, 365),
        "fast_track": {"type": "boolean"},
        "valid_months": _number(1, 60),
    }
    return _object(properties, ["kinds", "required", "minimum_votes", "days", "valid_months"])


def _seat() -> JsonSchema:
    return {"enum": [str(one) for one in vocabulary("function")]}


def _seats(least: int = 1) -> JsonSchema:
    return {"type": "array", "items": _seat(), "minItems": least, "uniqueItems": True}


def _number(least: int, most: int) -> JsonSchema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _object(properties: JsonSchema, required: list[str]) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
