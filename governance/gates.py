"""What the gates of a rule mean to people: when it is asked there, and what it can stop there."""

from collections.abc import Collection
from typing import Final

ASKED: Final = {
    "submit": "before the council sees it",
    "approve": "before the council says yes",
    "deploy": "before the next stage",
    "ci": "when software is released",
    "schedule": "every day",
}
# At the others nothing is waiting that could be stopped.
_STOPPED: Final = {"approve": "approval", "deploy": "the next stage", "ci": "releases"}

# What an entry is to come through when somebody asks what would make it pass.
SOUGHT: Final = "approve"


def what_it_blocks(gates: Collection[str]) -> str:
    """What a finding that blocks keeps back, of a rule with these gates, such as "blocks releases"."""
    *others, last = [what for gate, what in _STOPPED.items() if gate in gates] or [""]
    if not last:
        return "blocks nothing by itself"
    return f"blocks {', '.join(others)} and {last}" if others else f"blocks {last}"
