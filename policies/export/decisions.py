"""The JSON Schema of the report of decisions, as a program reads it."""

from typing import Any, Final

JsonSchema = dict[str, Any]
VERSION: Final = "decisions/1"

_TEXT: JsonSchema = {"type": "string"}
_DIGEST: JsonSchema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DIGEST_OR_BLANK: JsonSchema = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
_DAY_OR_BLANK: JsonSchema = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
_RULES = "Ids of rules, or 'Not known' where no check speaks of the entry as it stands."
# The columns of the CSV, in its order. All are text, blank where there is nothing to say.
ROW: Final[dict[str, JsonSchema]] = {
    "kind": _TEXT,
    "key": _TEXT,
    "title": _TEXT,
    "team": _TEXT,
    "stage": _TEXT,
    "verdict": _TEXT | {"description": "What the last check says of the entry as it stands."},
    "blocking_findings": _TEXT | {"description": _RULES},
    "open_questions": _TEXT | {"description": _RULES},
    "waived": _TEXT | {"description": _RULES},
    "approval": _TEXT | {"description": "What the decision means for the entry as it stands."},
    "under_way": _TEXT | {"description": "How far a later round has got."},
    "decided_by_seat": _TEXT | {"description": "The seats whose votes the decision counts."},
    "is_urgent": {
        "enum": ["yes", "no", ""],
        "description": "Whether two people approved it without all seats; blank where nothing is decided.",
    },
    "decided_on": _DAY_OR_BLANK,
    "reason": _TEXT,
    "valid_until": _DAY_OR_BLANK,
    "conditions": _TEXT | {"description": "One a line, each with what became of it."},
    "manifest_digest": _DIGEST | {"description": "The entry as it stands."},
    "decided_manifest_digest": _DIGEST_OR_BLANK | {"description": "The entry as it was decided on."},
    "review_digest": _DIGEST_OR_BLANK | {"description": "What the votes were given on."},
    "entry_ledger_digest": _DIGEST_OR_BLANK | {"description": "The last event of the entry."},
    "submission_ledger_digest": _DIGEST_OR_BLANK | {"description": "The last event of the submission."},
}


def decisions_schema() -> JsonSchema:
    """Return the draft 2020-12 schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:decisions:1",
        "title": "Muster report of decisions",
        "description": "Every entry and the decision that stands for it, with what it is held against later.",
    } | _mapping(
        {
            "muster": {"const": VERSION},
            "made_on": {"type": "string", "format": "date"},
            "whole": {"type": "boolean", "description": "Whether it covers everything that is registered."},
            "packs_digest": _DIGEST_OR_BLANK | {"description": "The rules in force."},
            "ledger_digest": _DIGEST | {"description": "SHA-256 over the last event of every subject."},
            "digest": _DIGEST
            | {
                "description": "SHA-256 over `decisions` as canonical JSON (RFC 8785); the ledger has it too."
            },
            "decisions": {"type": "array", "items": _mapping(ROW)},
        }
    )


def _mapping(fields: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
