"""Forms that the schemas of packs are made of."""

from typing import Any, Final

from policies.language import durations, paths

Schema = dict[str, Any]

PATH: Final[Schema] = {"type": "string", "pattern": paths.PATTERN}
NAME: Final[Schema] = {"type": "string", "pattern": f"^{paths.NAME}$"}
TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
WORDS: Final[Schema] = {"type": "array", "items": TEXT}
DURATION: Final[Schema] = {"type": "string", "pattern": durations.PATTERN}
SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}
SCALARS: Final[Schema] = {"type": "array", "items": SCALAR, "minItems": 1}
PREDICATE: Final[Schema] = {"$ref": "#/$defs/predicate"}


def named(of: Schema) -> Schema:
    """A mapping whose keys are names of the pack's own."""
    return {"type": "object", "propertyNames": NAME, "additionalProperties": of}


def mapping(properties: Schema, required: tuple[str, ...] | str = ()) -> Schema:
    """A mapping with these members and no others; "all" requires each of them."""
    names = list(properties) if required == "all" else list(required)
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | {"required": names} if names else schema


def by_type(listed: Schema, other: Schema) -> Schema:
    """A scalar, a list or a mapping, worded so that an error tells of the form that was written."""
    return {
        "type": ["string", "number", "boolean", "array", "object"],
        "if": {"type": "array"},
        "then": listed,
        "else": {"if": {"type": "object"}, "then": other},
    }
