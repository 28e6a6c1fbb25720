"""Findings accepted until a day: under what terms, by whom, and what becomes of a report under them."""

from policies.waivers.apply import apply_waivers
from policies.waivers.seen import as_seen
from policies.waivers.terms import Terms, terms_of
from policies.waivers.waiver import Waiver

__all__ = ["Terms", "Waiver", "apply_waivers", "as_seen", "terms_of"]
