"""What one rule's new outcome means to whoever answers for a record."""

from typing import Final, Literal

from policies.engine.report import Outcome

# "" is a rule that was not asked there: it is new, was removed, or is about another kind.
Said = Outcome | Literal[""]
Turn = Literal["fails", "opens", "breaks", "passes", "lapses"]
TURNS: Final[tuple[Turn, ...]] = ("fails", "opens", "breaks", "passes", "lapses")
TURN_LABELS: Final[dict[Turn, str]] = {
    "fails": "newly fails",
    "opens": "newly open",
    "breaks": "can't be checked any more",
    "passes": "newly passes",
    "lapses": "no longer asked",
}
_NOISY: Final[dict[str, Turn]] = {"fail": "fails", "unknown": "opens", "error": "breaks"}


def turn_of(before: Said, after: Said) -> Turn | None:
    """None where nobody has to do anything, now or before: from *not applicable* to *pass*, for one."""
    if before == after:
        return None
    if after in _NOISY:
        return _NOISY[after]
    if before in _NOISY:
        return "passes" if after == "pass" else "lapses"
    return None
