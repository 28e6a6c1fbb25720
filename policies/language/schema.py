"""The JSON Schema of a pack, made from the table of operators so that it can't lag behind it."""

from typing import Final

from policies.language import durations
from policies.language.comparing import FORMATS
from policies.language.operators import OPERATORS, OperandKind
from policies.language.responsible import WHO
from policies.language.schema_forms import (
    DURATION,
    NAME,
    PATH,
    PREDICATE,
    SCALARS,
    TEXT,
    WORDS,
    Schema,
    by_type,
    mapping,
    named,
)
from policies.language.shapes import FACT_SLOTS, SUBJECTS
from policies.limits import LIMITS
from policies.record.fields import KINDS

GATES: Final = ("submit", "approve", "deploy", "ci", "schedule")
SEVERITIES: Final = ("blocker", "high", "medium", "low", "info")
UNKNOWN_AS: Final = ("block", "warn", "ignore")
# How far an organisation lets a rule go, from the least to the most.
MODES: Final = ("observe", "warn", "block")

_DATE: Final[Schema] = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_SLUG: Final[Schema] = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]*$", "maxLength": LIMITS.slug_length}
_NUMBERS: Final[Schema] = {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"}
_TITLE: Final[Schema] = TEXT | {"maxLength": LIMITS.title_length}
_WHO: Final[Schema] = {"enum": list(WHO)}
_START: Final[Schema] = {
    "type": ["string", "object"],
    "pattern": _DATE["pattern"],
    "properties": {"milestone": NAME},
    "required": ["milestone"],
    "additionalProperties": False,
}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}


def pack_schema() -> Schema:
    """The schema of one pack file (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Muster pack",
        **mapping(
            {
                "muster": {"const": "pack/1"},
                "id": _SLUG,
                "version": _NUMBERS | {"maxLength": LIMITS.version_length},
                "title": _TITLE,
                "description": TEXT,
                "jurisdictions": WORDS,
                "facts": named({"$ref": "#/$defs/fact"}),
                "params": named({"$ref": "#/$defs/param"}),
                "lists": named({"$ref": "#/$defs/list"}),
                "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1},
            },
            ("muster", "id", "version", "title", "rules"),
        ),
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    return {
        "rule": _rule(),
        "check": _check(),
        "param": _param(),
        "list": mapping({"source": TEXT, "type": NAME, "values": SCALARS}, "all"),
        "fact": _fact(),
        "predicate": _predicate(),
        "predicates": {"type": "array", "items": PREDICATE, "minItems": 1},
        "test": by_type(SCALARS, {"$ref": "#/$defs/comparison"}),
        "comparison": mapping(
            {name: _operand(row.operand) | {"description": row.about} for name, row in OPERATORS.items()}
        )
        | {"minProperties": 1},
        "operand": by_type(SCALARS, {"$ref": "#/$defs/reference"}),
        "reference": _reference(),
    }


def _check() -> Schema:
    fields = {"id": _SLUG, "that": PREDICATE, "message": TEXT, "fix": TEXT, "ask": TEXT, "who": _WHO}
    return mapping(fields, ("id", "that", "message", "fix"))


def _rule() -> Schema:
    fields = {
        "id": {"type": "string", "pattern": "^[A-Z]{2,5}-[0-9]{3}$"},
        "version": {"type": "integer", "minimum": 1, "maximum": LIMITS.rule_version},
        "title": _TITLE,
        "why": TEXT,
        "who": _WHO,
        "severity": {"enum": list(SEVERITIES)},
        "applies_to": {
            "type": "array",
            "items": {"enum": list(SUBJECTS)},
            "minItems": 1,
            "uniqueItems": True,
        },
        "gates": {"type": "array", "items": {"enum": list(GATES)}, "minItems": 1, "uniqueItems": True},
        "jurisdictions": WORDS,
        "effective_from": _START,
        "effective_overrides": {
            "type": "array",
            "items": mapping({"if": PREDICATE, "from": _START}, "all"),
            "minItems": 1,
        },
        "refs": WORDS | {"minItems": 1},
        "when": PREDICATE,
        "require": {"type": "array", "items": {"$ref": "#/$defs/check"}, "minItems": 1},
        "unknown_as": {"enum": list(UNKNOWN_AS)},
        "waiver": _waiver(),
        "lowest_mode": {"enum": list(MODES)},
        "examples": _examples(),
        "probes": _probes(),
    }
    optional = {"why", "who", "jurisdictions", "effective_from", "effective_overrides", "when"}
    optional |= {"waiver", "lowest_mode", "probes"}
    return mapping(fields, tuple(name for name in fields if name not in optional))


def _waiver() -> Schema:
    fields = {
        "allowed": {"type": "boolean"},
        "max": DURATION,
        "approvals": {"type": "integer", "minimum": 1},
    }
    return mapping(fields, ("allowed",))


def _examples() -> Schema:
    records = {"type": "array", "items": {"type": "object"}, "minItems": 1}
    return mapping(dict.fromkeys(("passes", "fails", "unknown"), records), ("passes", "fails"))


def _probes() -> Schema:
    """What the test tool would complain of and is meant, each with its reason."""
    forms = ("leave_out", "mutant", "never")
    one = mapping({**dict.fromkeys(forms, TEXT), "why": TEXT}, ("why",))
    one |= {"minProperties": 2, "maxProperties": 2}
    return mapping({"allow": {"type": "array", "items": one, "minItems": 1}}, "all")


def _param() -> Schema:
    bound = {"type": ["number", "string"]}
    fields = {
        "type": NAME,
        "items": NAME,
        "default": {},
        "min": bound,
        "max": bound,
        "unit": TEXT,
        "help": TEXT,
    }
    return mapping(fields, ("type", "default"))


def _fact() -> Schema:
    similar = mapping({"field": NAME, "jaccard": {"$ref": "#/$defs/operand"}}, "all")
    fields = {
        "kind": {"enum": list(FACT_SLOTS)},
        "of": {"enum": list(KINDS)},
        "label": _TITLE,
        "settled_by": TEXT,
        "from": {"enum": list(KINDS)},
        "same": {"type": "array", "items": PATH, "minItems": 1},
        "similar": similar,
        "by": PATH,
        "where": PREDICATE,
    }
    return mapping(fields, ("kind", "of"))


def _predicate() -> Schema:
    items = {"in": PATH, "where": PREDICATE}
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
            "not": PREDICATE,
            "at_least": mapping({"n": {"type": "integer", "minimum": 1}, "of": several}, "all"),
            "some": mapping(items | {"satisfies": PREDICATE}, ("in",)),
            "every": mapping(items | {"satisfies": PREDICATE}, ("in", "satisfies")),
            "none": mapping(items | {"satisfies": PREDICATE}, ("in",)),
            "count": mapping(measured, ("in",)) | bounded,
            "sum": mapping(measured | {"of": PATH}, ("in", "of")) | bounded,
        },
        "additionalProperties": {"$ref": "#/$defs/test"},
    }


def _reference() -> Schema:
    items = {"in": PATH, "of": PATH, "where": PREDICATE}
    moved = {
        "type": ["string", "object"],
        "pattern": durations.PATTERN,
        "properties": {"param": NAME, "field": PATH, "unit": {"enum": ["days", "months"]}},
        "additionalProperties": False,
        "minProperties": 1,
        "dependentRequired": {"field": ["unit"], "unit": ["field"]},
    }
    forms = {
        "list": NAME,
        "param": NAME,
        "field": PATH,
        "union": mapping(items, ("in", "of")),
        "sum": mapping(items, ("in", "of")),
        "ago": moved,
        "ahead": moved,
        "milestone": NAME,
    }
    return mapping(forms) | {"minProperties": 1, "maxProperties": 1}


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
