"""Facts that follow from other facts. They are computed wherever a record is read, and never typed.

A derived fact is left out (unknown) as long as one of the facts it follows from was not said.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

Record = dict[str, Any]

# GDPR Article 9(1), in the keys of the data-category taxonomy.
SPECIAL_CATEGORIES: Final = (
    "user.biometric",
    "user.health_and_medical",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.political_opinion",
    "user.demographic.sexual_orientation",
    "user.demographic.sex_life",
    "user.demographic.trade_union_membership",
    "user.authorization.biometric",
)
_UNDER_SPECIAL: Final = tuple(f"{special}." for special in SPECIAL_CATEGORIES)


DERIVING: Final = frozenset({"use_case", "data_source", "consent_scope", "tool", "incident"})


def derive(kind: str, record: Mapping[str, Any]) -> Record:
    """Return the derived facts of ``record`` (already resolved); those that can't be known are absent."""
    match kind:
        case "use_case":
            found: Record = {"lawful_bases": _lawful_bases(record)}
        case "data_source":
            found = {"special_categories": _special_categories(record)}
        case "consent_scope":
            found = {"expires_on": _expires_on(record)}
        case "tool":
            found = {"utilisation_pct": _utilisation(record)}
        case "incident":
            found = {
                f"{authority}_notified_after_days": _days_between(
                    record, "aware_on", f"{authority}_notified_on"
                )
                for authority in ("breach", "ai_authority")
            }
        case _:
            found = {}
    return {name: value for name, value in found.items() if value is not None}


def is_special_category(category: str) -> bool:
    """Whether a data category is, or lies under, one of Article 9(1)."""
    return category in SPECIAL_CATEGORIES or category.startswith(_UNDER_SPECIAL)


def add_months(start: date, months: int) -> date:
    """The same day ``months`` later; a short month clamps to its last day, and year 9999 is the last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _lawful_bases(record: Mapping[str, Any]) -> list[str] | None:
    links = record.get("data_links")
    if not isinstance(links, list):
        return None
    bases = [link.get("lawful_basis") for link in links if isinstance(link, Mapping)]
    said = {basis for basis in bases if isinstance(basis, str)}
    return sorted(said) if all(isinstance(basis, str) for basis in bases) else None


def _special_categories(record: Mapping[str, Any]) -> bool | None:
    categories = record.get("data_categories")
    if not isinstance(categories, list):
        return None
    return any(is_special_category(one) for one in categories if isinstance(one, str))


def _expires_on(record: Mapping[str, Any]) -> str | None:
    start = _day(record.get("refreshed_on")) or _day(record.get("collected_from"))
    months = record.get("valid_months")
    if start is None or not isinstance(months, int):
        return None
    return add_months(start, months).isoformat()


def _utilisation(record: Mapping[str, Any]) -> float | None:
    paid, used = record.get("licences_paid"), record.get("licences_used")
    if not isinstance(paid, int) or not isinstance(used, int) or paid <= 0:
        return None
    share = round(100 * used / paid, 1)
    return int(share) if share.is_integer() else share


def _days_between(record: Mapping[str, Any], start: str, end: str) -> int | None:
    first, last = _day(record.get(start)), _day(record.get(end))
    return None if first is None or last is None else (last - first).days


def _day(value: Any) -> date | None:
    """None for what is no day: nothing follows from it."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
