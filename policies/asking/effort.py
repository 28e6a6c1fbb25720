"""What it takes to change a field: from an answer that is only missing to work on the system itself."""

from typing import Final, Literal

from policies.record.fields import Field

Effort = Literal["answering", "decision", "document", "building"]
COST: Final[dict[Effort, int]] = {"answering": 1, "decision": 2, "document": 3, "building": 5}


def effort_of(field: Field, *, was_said: bool) -> Effort | None:
    """The effort of saying something, or something else; None for what was said and is simply so."""
    if field.derived or field.effort == "follows":
        return None
    if was_said:
        return None if field.effort == "fixed" else field.effort
    if field.type in ("parts", "url", "date"):
        # Somebody has to do what it tells of.
        return "document" if field.effort == "fixed" else field.effort
    return "answering"
