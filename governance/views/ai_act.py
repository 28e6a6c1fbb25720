"""The EU AI Act as a page shows it: the tier with its reasons, and duties with the days that are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.reports.law import classification_of
from governance.views.asked import Question
from policies import Classification
from policies.law.duties import DutyAt
from policies.record import term_label
from registry import clock

_LOOKS = {
    "prohibited": "bad",
    "high_risk_annex_i": "warn",
    "high_risk_annex_iii": "warn",
    "unclassified": "open",
}


@dataclass(frozen=True)
class ShownDuty:
    """A duty with the days until it begins; 0 or less once it has begun, None where no day is set."""

    said: DutyAt
    days_left: int | None

    @property
    def others(self) -> str:
        """Whose duty it is, where our own role is not said or another one."""
        return "" if self.said.applies == "yes" else _listed(self.said.roles)


@dataclass(frozen=True)
class ShownLaw:
    """One use case under the AI Act. ``recorded`` is the tier that somebody wrote down, "" for none."""

    said: Classification
    recorded: str
    duties: tuple[ShownDuty, ...]
    questions: tuple[Question, ...]
    days_left: int | None

    @property
    def look(self) -> str:
        """The tone of the tier's badge."""
        return _LOOKS.get(self.said.tier, "good")

    @property
    def leaning(self) -> str:
        return term_label("eu_ai_tier", self.said.leaning)

    @property
    def possible(self) -> list[str]:
        return [term_label("eu_ai_tier", tier) for tier in self.said.possible]

    @property
    def disagrees(self) -> bool:
        """Whether the recorded tier is none that the answers lead to."""
        names = [term_label("eu_ai_tier", name) for name in self.said.names]
        return self.said.decided and bool(self.recorded) and self.recorded not in names


def ai_act_of(document: Mapping[str, Any], *, form_url: str | None) -> ShownLaw | None:
    """``form_url`` is where the questions are: "" is this page, None is nowhere. None for other kinds."""
    if document.get("kind") != "use_case":
        return None
    today = clock.today()
    found = classification_of(document, as_of=today)
    recorded = document.get("eu_ai_tier")
    return ShownLaw(
        said=found,
        recorded=term_label("eu_ai_tier", recorded)
        if isinstance(recorded, str) and recorded != "unclassified"
        else "",
        duties=tuple(ShownDuty(duty, _days(duty.begins, today)) for duty in found.duties),
        questions=tuple(
            Question(
                one.pointer,
                one.label,
                "" if form_url is None else f"{form_url}#f-{one.pointer.split('/')[1]}",
            )
            for one in found.questions
        ),
        days_left=_days(found.deadline, today),
    )


def _days(day: date | None, today: date) -> int | None:
    return None if day is None else (day - today).days


def _listed(roles: tuple[str, ...]) -> str:
    words = list(dict.fromkeys(term_label("eu_ai_role", role).lower() for role in roles))
    return " or ".join(words[:2])
