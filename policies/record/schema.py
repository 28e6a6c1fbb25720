"""The JSON Schema of a manifest, generated from the field tables."""

from typing import Any

from policies.record.fields import KEY_PATTERN, KINDS, PARTS, REFERENCE_FIELD, Field, fields_of, vocabulary

JsonSchema = dict[str, Any]

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_SCALARS: dict[str, JsonSchema] = {
    "str": {"type": "string", "maxLength": 500},
    "text": {"type": "string", "maxLength": 20_000},
    "url": {"type": "string", "maxLength": 2_000, "format": "uri", "pattern": r"^https?://\S+$"},
    "email": {"type": "string", "maxLength": 254, "format": "email", "pattern": r"^[^@\s]+@[^@\s]+$"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991},
    "dec": {"type": "number", "minimum": -1e15, "maximum": 1e15},
    "date": {"type": "string", "format": "date", "pattern": _DATE},
    "json": {"type": ["array", "object"]},
}
_UNKNOWN: JsonSchema = {
    "type": "object",
    "properties": {"$unknown": {"type": "string", "minLength": 1, "maxLength": 500}},
    "required": ["$unknown"],
    "additionalProperties": False,
}


def manifest_schema(kind: str) -> JsonSchema:
    """Return the draft 2020-12 schema of manifests of ``kind``; fields that are derived are refused."""
    properties: JsonSchema = {
        "muster": {"const": 1},
        "kind": {"const": kind},
        "key": {"type": "string", "pattern": KEY_PATTERN},
    }
    table = fields_of(kind)
    properties |= {name: _field(field) for name, field in table.items() if not field.derived}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:muster:manifest:1:{kind}",
        "title": f"Muster manifest of a {kind.replace('_', ' ')}",
        "type": "object",
        "properties": properties,
        "required": ["muster", "kind", "key", *(name for name, field in table.items() if field.required)],
        "additionalProperties": False,
        "$defs": _definitions(kind),
    }


def organisation_schema() -> JsonSchema:
    """Return the draft 2020-12 schema of what is so of the organisation; nothing in it has to be said."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What is so of an organisation",
        **_inline("organisation"),
        "$defs": _definitions("organisation"),
    }


def _definitions(kind: str) -> JsonSchema:
    """What the schema names in several places: things said in place, and the words of each vocabulary."""
    tables = _reachable(kind)
    named = {
        field.of for table in {kind, *tables} for field in _written(table) if field.type in {"enum", "set"}
    }
    words = {_words(name): {"enum": list(vocabulary(name))} for name in sorted(named)}
    things = {name: _part(name) if name in PARTS else _inline(name) for name in sorted(tables)}
    return {"unknown": _UNKNOWN} | words | things


def _words(name: str) -> str:
    return f"words-of-{name}"


def _field(field: Field) -> JsonSchema:
    value = _value(field)
    about = {"title": field.label} | ({"description": field.help} if field.help else {})
    if field.required:
        return about | value
    return about | {"anyOf": [value, {"type": "null"}, {"$ref": "#/$defs/unknown"}]}


def _value(field: Field) -> JsonSchema:
    match field.type:
        case "enum":
            return {"$ref": f"#/$defs/{_words(field.of)}"}
        case "set":
            return _many({"$ref": f"#/$defs/{_words(field.of)}"}) | {"uniqueItems": True}
        case "list":
            return _many(_SCALARS["str"])
        case "ref":
            return _reference(field.of)
        case "refs":
            return _many(_reference(field.of))
        case "parts":
            return _many({"$ref": f"#/$defs/{field.of}"})
        case scalar:
            return _SCALARS[scalar]


def _many(item: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": item, "maxItems": 500}


def _reference(kind: str) -> JsonSchema:
    """A key, or what a check needs to know of the thing itself, said in place."""
    key: JsonSchema = {"type": "string", "minLength": 1, "maxLength": 254}
    if kind not in REFERENCE_FIELD:
        key = {"type": "string", "pattern": KEY_PATTERN}
    return {"anyOf": [key, {"$ref": f"#/$defs/{kind}"}]}


def _inline(kind: str) -> JsonSchema:
    """A thing said in place: nothing is required, and what is said has to be right all the same."""
    key = {} if kind in REFERENCE_FIELD else {"key": {"type": "string", "pattern": KEY_PATTERN}}
    return {
        "type": "object",
        "description": f"The {kind.replace('_', ' ')}'s own fields, in place",
        "properties": key | {field.name: _field(field) for field in _written(kind)},
        "additionalProperties": False,
    }


def _reachable(kind: str) -> set[str]:
    """The parts of a manifest of ``kind``, and what can be said in place over any number of links."""
    found: set[str] = set()
    ahead = [kind]
    while ahead:
        for field in _written(ahead.pop()):
            if field.type in {"parts", "ref", "refs"} and field.of not in found:
                found.add(field.of)
                ahead.append(field.of)
    return found


def _written(name: str) -> list[Field]:
    return [field for field in fields_of(name).values() if not field.derived]


def _part(part: str) -> JsonSchema:
    return {
        "type": "object",
        "properties": {field.name: _field(field) for field in _written(part)},
        "required": [field.name for field in _written(part) if field.required],
        "additionalProperties": False,
    }


def all_schemas() -> dict[str, JsonSchema]:
    """Every published manifest schema by file name."""
    return {f"{kind}.schema.json": manifest_schema(kind) for kind in KINDS}
