"""Asking the engine about the organisation itself: its policy, its limits, what it has registered in all."""

from datetime import date
from typing import Any

from governance.models import OrganisationCheck
from governance.services.engine import Checker
from governance.services.rule_sets import packs_in_force
from policies import PolicyError
from registry import clock
from registry.models import Organisation, User

SUBJECT = "portfolio"


def queue_organisation_check(*, by: User | None) -> None:
    """Check it again once the change is committed (``MUSTER_AFTER_ORGANISATION``)."""
    from governance.tasks import check_organisation as task

    task.delay_on_commit()


def check_organisation(*, as_of: date | None = None) -> OrganisationCheck | None:
    """Check the organisation and keep what was said; None where there is none yet, or no rule is about it."""
    asked = any(SUBJECT in rule.applies_to for rule in packs_in_force().rules)
    if not asked or not Organisation.objects.exists():
        return None
    checker = Checker(as_of=as_of or clock.today())
    said: dict[str, Any] = {}
    problem = ""
    try:
        said = checker.check_organisation().to_json()
    except PolicyError as error:
        problem = str(error)
    return OrganisationCheck.objects.create(
        as_of=checker.as_of, checked_at=clock.now(), report=said, error=problem
    )
