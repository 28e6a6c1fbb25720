"""What a vote takes beside a verdict and a reason."""

from datetime import timedelta

from governance.services.condition_drafts import Draft
from registry import clock


def conditions_of(verdict: str) -> list[Draft]:
    """What a vote with this verdict has to ask for: one condition that is not met yet, or nothing."""
    if verdict != "approved_with_conditions":
        return []
    until = clock.today() + timedelta(days=30)
    return [Draft("Say where people can object.", {"objection_route_url": {"exists": True}}, until)]
