"""Charters: which seats of the council decide on what, and when what they said is a decision."""

from policies.charters.charter import NOT_REACHED, Charter, Terms
from policies.charters.loading import load_charter, shipped_charter, shipped_text
from policies.charters.quorum import Outcome, Say, Tally, Voice, tally

__all__ = [
    "NOT_REACHED",
    "Charter",
    "Outcome",
    "Say",
    "Tally",
    "Terms",
    "Voice",
    "load_charter",
    "shipped_charter",
    "shipped_text",
    "tally",
]
