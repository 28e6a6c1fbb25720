"""The JSON Schema of a pack, made from the table of operators so that it can't lag behind it."""

from typing import Any, Final

from policies.language import durations, paths
from policies.language.comparing import FORMATS
from policies.language.operators import OPERATORS, OperandKind
from policies.language.shapes import FACT_SLOTS, SUBJECTS
from policies.limits import LIMITS
from policies.record.fields import KINDS

GATES: Final = ("submit", "approve", "deploy", "ci", "schedule")
SEVERITIES: Final = ("blocker", "high", "medium", "low", "info")
UNKNOWN_AS: Final = ("block", "warn", "ignore")
# How far an organisation lets a rule go, from the least to the most.
MODES: Final = ("observe", "warn", "block")
Schema = dict[str, Any]

_DATE: Final[Schema] = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
_PATH: Final[Schema] = {"type": "string", "pattern": paths.PATTERN}
_NAME: Final[Schema] = {"type": "string", "pattern": f"^{paths.NAME}$"}
_SLUG: Final[Schema] = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]*$", "maxLength": LIMITS.slug_length}
_NUMBERS: Final[Schema] = {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"}
_TITLE: Final[Schema] = _TEXT | {"maxLength": LIMITS.title_length}
_SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}
_SCALARS: Final[Schema] = {"type": "array", "items": _SCALAR, "minItems": 1}
_PREDICATE: Final[Schema] = {"$ref": "#/$defs/predicate"}
_WORDS: Final[Schema] = {"type": "array", "items": _TEXT}
_START: Final[Schema] = {
    "type": ["string", "object"],
    "pattern": _DATE["pattern"],
    "properties": {"milestone": _NAME},
    "required": ["milestone"],
    "additionalProperties": False,
}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}


def pack_schema() -> Schema:
    """The schema of one pack file (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Muster pack",
        **_mapping(
            {
                "muster": {"const": "pack/1"},
                "id": _SLUG,
                "version": _NUMBERS | {"maxLength": LIMITS.version_length},
                "title": _TITLE,
                "description": _TEXT,
                "jurisdictions": _WORDS,
                "facts": _named({"$ref": "#/$defs/fact"}),
                "params": _named({"$ref": "#/$defs/param"}),
                "lists": _named({"$ref": "#/$defs/list"}),
                "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1},
            },
            ("muster", "id", "version", "title", "rules"),
        ),
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    return {
        "rule": _rule(),
        "check": _mapping({"id": _SLUG, "that": _PREDICATE, "message": _TEXT, "fix": _TEXT}, "all"),
        "param": _param(),
        "list": _mapping({"source": _TEXT, "type": _NAME, "values": _SCALARS}, "all"),
        "fact": _fact(),
        "predicate": _predicate(),
        "predicates": {"type": "array", "items": _PREDICATE, "minItems": 1},
        "test": _by_type(_SCALARS, {"$ref": "#/$defs/comparison"}),
        "comparison": _mapping(
            {name: _operand(row.operand) | {"description": row.about} for name, row in OPERATORS.items()}
        )
        | {"minProperties": 1},
        "operand": _by_type(_SCALARS, {"$ref": "#/$defs/reference"}),
        "reference": _reference(),
    }


def _rule() -> Schema:
    fields = {
        "id": {"type": "string", "pattern": "^[A-Z]{2,5}-[0-9]{3}$"},
        "version": {"type": "integer", "minimum": 1, "maximum": LIMITS.rule_version},
        "title": _TITLE,
        "why": _TEXT,
        "severity": {"enum": list(SEVERITIES)},
        "applies_to": {
            "type": "array",
            "items": {"enum": list(SUBJECTS)},
            "minItems": 1,
            "uniqueItems": True,
        },
        "gates": {"type": "array", "items": {"enum": list(GATES)}, "minItems": 1, "uniqueItems": True},
        "jurisdictions": _WORDS,
        "effective_from": _START,
        "effective_overrides": {
            "type": "array",
            "items": _mapping({"if": _PREDICATE, "from": _START}, "all"),
            "minItems": 1,
        },
        "refs": _WORDS | {"minItems": 1},
        "when": _PREDICATE,
        "require": {"type": "array", "items": {"$ref": "#/$defs/check"}, "minItems": 1},
        "unknown_as": {"enum": list(UNKNOWN_AS)},
        "waiver": _waiver(),
        "lowest_mode": {"enum": list(MODES)},
        "examples": _examples(),
        "probes": _probes(),
    }
    optional = {"why", "jurisdictions", "effective_from", "effective_overrides", "when"}
    optional |= {"waiver", "lowest_mode", "probes"}
    return _mapping(fields, tuple(name for name in fields if name not in optional))


def _waiver() -> Schema:
    fields = {
        "allowed": {"type": "boolean"},
        "max": _duration(),
        "approvals": {"type": "integer", "minimum": 1},
    }
    return _mapping(fields, ("allowed",))


def _examples() -> Schema:
    records = {"type": "array", "items": {"type": "object"}, "minItems": 1}
    return _mapping(dict.fromkeys(("passes", "fails", "unknown"), records), ("passes", "fails"))


def _probes() -> Schema:
    """What the test tool would complain of and is meant, each with its reason."""
    forms = ("leave_out", "mutant", "never")
    one = _mapping({**dict.fromkeys(forms, _TEXT), "why": _TEXT}, ("why",))
    one |= {"minProperties": 2, "maxProperties": 2}
    return _mapping({"allow": {"type": "array", "items": one, "minItems": 1}}, "all")


def _param() -> Schema:
    bound = {"type": ["number", "string"]}
    fields = {
        "type": _NAME,
        "items": _NAME,
        "default": {},
        "min": bound,
        "max": bound,
        "unit": _TEXT,
        "help": _TEXT,
    }
    return _mapping(fields, ("type", "default"))


def _fact() -> Schema:
    similar = _mapping({"field": _NAME, "jaccard": {"$ref": "#/$defs/operand"}}, "all")
    fields = {
        "kind": {"enum": list(FACT_SLOTS)},
        "of": {"enum": list(KINDS)},
        "from": {"enum": list(KINDS)},
        "same": {"type": "array", "items": _PATH, "minItems": 1},
        "similar": similar,
        "by": _PATH,
        "where": _PREDICATE,
    }
    return _mapping(fields, ("kind", "of"))


def _predicate() -> Schema:
    items = {"in": _PATH, "where": _PREDICATE}
    operand = {"$ref": "#/$defs/operand"}
    measured = items | {"gte": operand, "lte": operand}
    bounded = {"anyOf": [{"required": ["gte"]}, {"required": ["lte"]}]}
    several = {"$ref": "#/$defs/predicates"}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {
            "all": several,
            "any": several,
            "not": _PREDICATE,
            "at_least": _mapping({"n": {"type": "integer", "minimum": 1}, "of": several}, "all"),
            "some": _mapping(items | {"satisfies": _PREDICATE}, ("in",)),
            "every": _mapping(items | {"satisfies": _PREDICATE}, ("in", "satisfies")),
            "none": _mapping(items | {"satisfies": _PREDICATE}, ("in",)),
            "count": _mapping(measured, ("in",)) | bounded,
            "sum": _mapping(measured | {"of": _PATH}, ("in", "of")) | bounded,
        },
        "additionalProperties": {"$ref": "#/$defs/test"},
    }


def _reference() -> Schema:
    items = {"in": _PATH, "of": _PATH, "where": _PREDICATE}
    moved = {
        "type": ["string", "object"],
        "pattern": durations.PATTERN,
        "properties": {"param": _NAME, "field": _PATH, "unit": {"enum": ["days", "months"]}},
        "additionalProperties": False,
        "minProperties": 1,
        "dependentRequired": {"field": ["unit"], "unit": ["field"]},
    }
    forms = {
        "list": _NAME,
        "param": _NAME,
        "field": _PATH,
        "union": _mapping(items, ("in", "of")),
        "sum": _mapping(items, ("in", "of")),
        "ago": moved,
        "ahead": moved,
        "milestone": _NAME,
    }
    return _mapping(forms) | {"minProperties": 1, "maxProperties": 1}


def _operand(kind: OperandKind) -> Schema:
    match kind:
        case "flag":
            return {"type": "boolean"}
        case "pattern":
            return {"type": "string", "minLength": 1, "maxLength": LIMITS.pattern_length}
        case "format":
            return {"enum": list(FORMATS)}
        case "text":
            return {"type": "string", "minLength": 1}
    return {"$ref": "#/$defs/operand"}


def _duration() -> Schema:
    return {"type": "string", "pattern": durations.PATTERN}


def _named(of: Schema) -> Schema:
    return {"type": "object", "propertyNames": _NAME, "additionalProperties": of}


def _mapping(properties: Schema, required: tuple[str, ...] | str = ()) -> Schema:
    names = list(properties) if required == "all" else list(required)
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | {"required": names} if names else schema


def _by_type(listed: Schema, mapping: Schema) -> Schema:
    """A scalar, a list or a mapping, worded so that an error tells of the form that was written."""
    return {
        "type": ["string", "number", "boolean", "array", "object"],
        "if": {"type": "array"},
        "then": listed,
        "else": {"if": {"type": "object"}, "then": mapping},
    }
