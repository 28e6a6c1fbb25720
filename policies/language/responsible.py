"""Who has to act on a finding: the words that a pack uses, and what people read for them."""

from collections.abc import Mapping
from typing import Final

WHO: Final[Mapping[str, str]] = {
    "business_owner": "Business owner",
    "technical_owner": "Technical owner",
    "accountable_person": "Accountable person",
    "owner_team": "Owner team",
    "data_source_owner": "Owner of the data source",
    "tool_owner": "Owner of the tool",
    "model_owner": "Owner of the model",
    "consent_owner": "Owner of the consent",
    "data_protection_officer": "Data protection officer",
    "legal_counsel": "Legal counsel",
    "information_security": "Information security",
    "procurement": "Procurement",
    "administrator": "Administrator of Muster",
    "ai_council": "AI council",
}


def who_label(who: str) -> str:
    """What people read for one of ``WHO``; "" where nobody is named."""
    return WHO[who] if who else ""
