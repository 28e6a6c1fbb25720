"""Records for lineage: a consent that allows everything, a source that stands on it, and who uses that."""

from datetime import date
from typing import Any

from policies.lineage.consent import consent_index

TODAY = date(2026, 11, 22)
Record = dict[str, Any]


def scope(key: str = "yes", **changes: Any) -> Record:
    allows: Record = {
        "key": key,
        "permitted_data_uses": ["marketing", "personalize"],
        "permitted_categories": ["user"],
        "permitted_channels": ["email", "push"],
        "covers_profiling": True,
        "covers_model_training": True,
        "covers_automated_decisions": True,
        "covers_third_party_sharing": True,
        "expires_on": "2027-01-01",
    }
    return allows | changes


def source(key: str, *scopes: Record, **changes: Any) -> Record:
    said = {
        "kind": "data_source",
        "key": key,
        "contains_personal_data": True,
        "data_categories": ["user.contact", "user.behavior"],
        "consent_scopes": list(scopes),
    }
    return said | changes


def link(to: Record, **changes: Any) -> Record:
    said = {
        "data_source": to,
        "usage": "inference_input",
        "data_categories": ["user.contact.email"],
        "data_uses": ["marketing.communications.email"],
        "lawful_basis": "A6-1-a",
    }
    return said | changes


def model(key: str, *trained_on: Record, **changes: Any) -> Record:
    return {"kind": "ai_model", "key": key, "training_data": list(trained_on)} | changes


def use_case(key: str = "use", **changes: Any) -> Record:
    said: Record = {
        "kind": "use_case",
        "key": key,
        "data_uses": ["marketing.communications.email"],
        "uses_profiling": False,
        "decision_mode": "informational",
        "direct_marketing_channels": [],
        "tools": [],
        "models": [],
        "data_links": [],
    }
    return said | changes


def consent_of(record: Record, *others: Record) -> Record:
    return consent_index([record, *others], TODAY).of(record)
