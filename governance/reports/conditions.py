"""How a condition of an approval stands, in words that a page can show."""

from governance.models import Condition, ConditionState
from governance.reports.standing import Look

_LOOKS = {
    ConditionState.MET: ("Met", "good", "pass"),
    ConditionState.MISSED: ("Missed", "bad", "stop"),
    ConditionState.DROPPED: ("Dropped", "plain", "back"),
}


def look_of(one: Condition) -> Look:
    """How it stands today, in words."""
    if one.state != ConditionState.OPEN:
        return Look(*_LOOKS[ConditionState(one.state)])
    if one.is_overdue:
        return Look(*_LOOKS[ConditionState.MISSED])
    return Look(f"Open: {days_words(one.days_left)}", "warn", "wait")


def days_words(days: int) -> str:
    if days == 0:
        return "due today"
    return f"{days} day{'' if days == 1 else 's'} left"
