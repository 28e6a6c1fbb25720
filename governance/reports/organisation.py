"""What the newest check said of the organisation itself, for who may see the whole register."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from governance.models import OrganisationCheck
from registry.permissions import may


@dataclass(frozen=True)
class OrganisationStanding:
    """``findings`` have the columns of a finding's row; ``error`` says why there are none to show."""

    verdict: str
    as_of: date
    findings: list[Any]
    error: str


def newest_check(user: Any) -> OrganisationCheck | None:
    """The check that stands. Its facts count every tool, so that it is only for who sees all entries."""
    return OrganisationCheck.objects.first() if may(user, "registry.view_entry") else None


def standing_of_organisation(user: Any) -> OrganisationStanding | None:
    check = newest_check(user)
    if check is None:
        return None
    findings = [SimpleNamespace(**said) for said in check.report.get("findings", ())]
    return OrganisationStanding(check.report.get("verdict", "errored"), check.as_of, findings, check.error)
