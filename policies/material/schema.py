"""The JSON Schema of what is not material: it names each field that can be marked, and no other."""

from typing import Any, Final

from policies.material.marks import COMMON
from policies.record.fields import KINDS, PARTS, SUPPORTING, Field, fields_of

JsonSchema = dict[str, Any]
# What another one can take the place of.
_RENEWABLE: Final = frozenset({"date", "ref", "url"})
# The one list of choices that is gone through step by step.
_STEPS: Final = "lifecycle_stage"


def material_schema() -> JsonSchema:
    """The draft 2020-12 schema of ``policies/material/standard.yaml``."""
    tables = (COMMON, *KINDS, *PARTS, *(one for one in SUPPORTING if one != "organisation"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:material:1",
        "title": "What an approval outlives",
        "type": "object",
        "properties": {"muster": {"const": "material/1"}} | {name: _table(name) for name in tables},
        "required": ["muster"],
        "additionalProperties": False,
    }


def _table(name: str) -> JsonSchema:
    said = [field for field in fields_of(name).values() if not field.derived]
    lists = {"cosmetic": said, "renewed": [field for field in said if _is_renewable(field)]}
    if name in KINDS or name == COMMON:
        lists["own_only"] = said
    properties = {
        key: {"type": "array", "items": {"enum": [field.name for field in some]}, "uniqueItems": True}
        for key, some in lists.items()
        if some
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _is_renewable(field: Field) -> bool:
    return field.type in _RENEWABLE or field.of == _STEPS
