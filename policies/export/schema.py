"""The JSON Schema of a registry export, and the limits of its file."""

from typing import Any, Final

from policies.record import vocabulary
from policies.record.fields import KEY_PATTERN, KINDS, REFERENCE_FIELD

JsonSchema = dict[str, Any]
VERSION: Final = "registry/1"
# Sections of what manifests name that is not registered by a manifest, with the kind of each.
SUPPORTING: Final = {
    "teams": "team",
    "people": "person",
    "purposes": "purpose",
    "vendors": "vendor",
    "kpis": "kpi",
}
LARGEST: Final = 64 * 1024 * 1024

_TEXT: JsonSchema = {"type": "string"}
_NAME: JsonSchema = {"type": "string", "minLength": 1, "maxLength": 254}
_DAY: JsonSchema = {"type": "string", "format": "date"}
_DIGEST: JsonSchema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_ADDRESS: JsonSchema = {
    "type": "string",
    "pattern": '^https?://[^\\s<>"]+/$',
    "maxLength": 400,
    "description": "Where the server shows its rules, each at its id.",
}
# Blank is not said: nothing can be held against it, and the rest of the export is as good as before.
_DIGEST_OR_BLANK: JsonSchema = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
_OF_ENTRY: JsonSchema = {
    "kind": {"enum": list(KINDS)},
    "key": {"type": "string", "pattern": KEY_PATTERN},
}


def registry_schema() -> JsonSchema:
    """Return the draft 2020-12 schema. Manifests are the registry's own, checked when they were saved.

    ``engine`` may be missing, as exports were made before it was named in them, and so may ``rules_at``,
    ``aliases`` and ``overlap_decisions``.
    """
    whole = _mapping(_sections())
    whole["properties"] |= {
        "engine": _engine(),
        "rules_at": _ADDRESS,
        "aliases": _many(_alias()),
        "overlap_decisions": _many(_overlap_decision()),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:registry:1",
        "title": "Muster registry export",
        "description": "What a server knows, for checks where there is no server.",
    } | whole


def _sections() -> JsonSchema:
    sections = {name: _many(_supporting(kind)) for name, kind in SUPPORTING.items()}
    return {
        "muster": {"const": VERSION},
        "as_of": _DAY | {"description": "The day it was made; who reads it may take another as today."},
        "whole": {"type": "boolean", "description": "Whether it holds everything that is registered."},
        "organisation": {"type": "object"},
        "manifests": _many({"type": "object", "properties": _OF_ENTRY, "required": ["kind", "key"]}),
        **sections,
        "assessments": _many(_mapping(_OF_ENTRY | {"rows": _many({"type": "object"})})),
        "decisions": _many(_mapping(_OF_ENTRY | {"items": _many({"type": "object"})})),
        "waivers": _many(_waiver()),
        "settings": _settings(),
    }


def _engine() -> JsonSchema:
    about = "The release that made it: its version, and SHA-256 over law, vocabularies and tables of fields."
    return _mapping({"version": _NAME, "data_digest": _DIGEST}) | {"description": about}


def _alias() -> JsonSchema:
    of = {"of": {"enum": ["vendor", "product"]}, "vendor": _TEXT, "name": _NAME}
    about = "Two names that mean one vendor or one product, as the organisation says."
    return _mapping(of | {"also": {"type": "string", "minLength": 1, "maxLength": 400}}) | {
        "description": about
    }


def _overlap_decision() -> JsonSchema:
    ground = {"type": "array", "items": _DIGEST, "minItems": 2, "maxItems": 2}
    other = {"other": _OF_ENTRY["key"], "outcome": {"enum": list(vocabulary("overlap_outcome"))}}
    about = "What was decided on two entries that look alike, and digests of what the two said then."
    return _mapping(_OF_ENTRY | other | {"ground": ground, "other_ground": ground}) | {"description": about}


def _settings() -> JsonSchema:
    pack = _mapping({"id": _NAME, "version": _NAME, "digest": _DIGEST})
    pack["properties"]["text"] = _TEXT | {"description": "The pack itself, where Muster doesn't ship it."}
    return _mapping(
        {
            "packs": _many(pack),
            "packs_digest": _DIGEST_OR_BLANK,
            "charter_digest": _DIGEST_OR_BLANK,
            "settings": {"type": "object", "description": "What the organisation set: muster: settings/1."},
        }
    ) | {"description": "The rules and the charter in force."}


def _supporting(kind: str) -> JsonSchema:
    name = REFERENCE_FIELD.get(kind, "key")
    return {"type": "object", "properties": {name: _NAME}, "required": [name]}


def _waiver() -> JsonSchema:
    return _mapping(
        {
            "id": _NAME,
            "rule_id": _NAME,
            "rule_version": {"type": "integer", "minimum": 1},
            **_OF_ENTRY,
            "reason": _TEXT,
            "compensating_control": _TEXT,
            "requester": _NAME,
            "approvers": _many(_NAME),
            "granted_on": _DAY,
            "expires_on": _DAY,
            "evidence": {
                "type": "object",
                "additionalProperties": _DIGEST_OR_BLANK,
                "propertyNames": _DIGEST,
            },
        }
    )


def _many(item: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": item}


def _mapping(fields: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
