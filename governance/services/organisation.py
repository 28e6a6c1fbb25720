"""Asking the engine about the organisation itself: its policy, its limits, what it has registered in all."""

from collections.abc import Callable
from datetime import date
from typing import Any

from governance.models import OrganisationCheck
from policies import Packs, PolicyError, Report
from registry import clock
from registry.models import Organisation, User

SUBJECT = "portfolio"


def queue_checks_of_everything(*, by: User | None) -> None:
    """Check it and all entries again once the change is committed (``MUSTER_AFTER_ORGANISATION``).

    Which rules apply to an entry follows from where the organisation is, and what it resembles from which
    names mean the same (``MUSTER_AFTER_ALIASES``), so no older verdict may stand.
    """
    from governance.tasks import recheck_portfolio

    recheck_portfolio.delay_on_commit()


def keep_organisation_check(
    packs: Packs, as_of: date, check: Callable[[], Report]
) -> OrganisationCheck | None:
    """Keep what ``check`` says of the organisation; None where there is none yet, or no rule is about it."""
    asked = any(SUBJECT in rule.applies_to for rule in packs.rules)
    if not asked or not Organisation.objects.exists():
        return None
    said: dict[str, Any] = {}
    problem = ""
    try:
        said = check().to_json()
    except PolicyError as error:
        problem = str(error)
    return OrganisationCheck.objects.create(as_of=as_of, checked_at=clock.now(), report=said, error=problem)
