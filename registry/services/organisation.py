"""What the organisation says once for all teams."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.module_loading import import_string

from registry import permissions
from registry.ledger.writing import record
from registry.models import KPI, KPIReading, Organisation, Purpose, User, Vendor

# Which rules apply, and what counts as approved, follows from these: auditors have to see what they were.
_DECISIVE = frozenset({"jurisdictions", "assessments_kept"})


@transaction.atomic
def set_organisation(*, by: User | None, **facts: Any) -> Organisation:
    """Create or change the organisation of this installation."""
    _check_may_define(by)
    before = Organisation.objects.select_for_update().filter(pk=1).first()
    organisation, _ = Organisation.objects.update_or_create(pk=1, defaults=facts)
    said: dict[str, Any] = {"fields": sorted(facts)}
    for name in _DECISIVE.intersection(facts):
        old = getattr(before, name) if before else None
        said[name] = {"before": old, "after": getattr(organisation, name)}
    record("organisation.changed", "organisation", by=by, **said)
    for path in settings.MUSTER_AFTER_ORGANISATION:
        import_string(path)(by=by)
    return organisation


@transaction.atomic
def define_purpose(code: str, label: str, *, by: User | None, **facts: Any) -> Purpose:
    _check_may_define(by)
    purpose, _ = Purpose.objects.update_or_create(code=code, defaults={"label": label, **facts})
    record("purpose.defined", f"purpose:{code}", by=by, label=label)
    return purpose


@transaction.atomic
def describe_vendor(name: str, *, by: User | None, **facts: Any) -> Vendor:
    _check_may_define(by)
    vendor, _ = Vendor.objects.update_or_create(name=name, defaults=facts)
    record("vendor.described", vendor, by=by, name=name, fields=sorted(facts))
    return vendor


@transaction.atomic
def define_kpi(key: str, name: str, *, by: User | None, **facts: Any) -> KPI:
    _check_may_define(by)
    kpi, _ = KPI.objects.update_or_create(key=key, defaults={"name": name, **facts})
    record("kpi.defined", f"kpi:{key}", by=by, name=name)
    return kpi


@transaction.atomic
def record_readings(kpi: KPI, readings: Mapping[date, float], *, by: User | None) -> None:
    """Keep what ``kpi`` stood at on each day; a reading of the same day is replaced."""
    _check_may_define(by)
    rows = [KPIReading(kpi=kpi, on=on, value=value) for on, value in readings.items()]
    KPIReading.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kpi", "on"], update_fields=["value"]
    )
    said = {on.isoformat(): value for on, value in sorted(readings.items())}
    record("kpi.read", f"kpi:{kpi.key}", by=by, readings=said)


def _check_may_define(by: User | None) -> None:
    if by is not None and not permissions.may(by, "registry.change_organisation"):
        raise PermissionDenied("Only an operator says what holds for the whole organisation.")
