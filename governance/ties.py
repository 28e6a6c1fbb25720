"""Who declared an interest in a vendor that a frozen snapshot names."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from governance.models import Interest, Submission
from governance.snapshots import linked_records
from policies.overlap import Aliases
from policies.overlap.facets import facets_of
from registry import clock
from registry.models import User
from registry.services.aliases import aliases_in_force
from registry.watching import Written

_WRITTEN: Final = Written()


def ties_of(people: Collection[int], submissions: Collection[int]) -> dict[tuple[int, int], str]:
    """The vendor by person and submission, for those that have one.

    One query, and two more where one of ``people`` declared anything.
    """
    interests = _WRITTEN.rows((clock.today(), *sorted(people)), lambda: _declared(people))
    if not interests:
        return {}
    aliases = aliases_in_force()
    declared = _by_person(interests, aliases)
    rows = (
        Submission.objects.filter(pk__in=submissions).order_by().values_list("pk", "entry__kind", "snapshot")
    )
    named = {pk: _vendor_keys(kind, snapshot, aliases) for pk, kind, snapshot in rows}
    return {
        (person, pk): vendor
        for person, vendors in declared.items()
        for pk, keys in named.items()
        for key, vendor in vendors.items()
        if key in keys
    }


def tied_to(kind: str, snapshot: Mapping[str, Any]) -> list[User]:
    """Everybody who has an interest today in a vendor that the snapshot names."""
    interests = list(Interest.objects.in_force().select_related("person"))
    if not interests:
        return []
    aliases = aliases_in_force()
    keys = _vendor_keys(kind, snapshot, aliases)
    return [one.person for one in interests if aliases.vendor_key(one.vendor) in keys]


def _vendor_keys(kind: str, snapshot: Mapping[str, Any], aliases: Aliases) -> frozenset[str]:
    """The vendors that an entry and those linked to it name, each by the key that all spellings share."""
    linked = linked_records(kind, snapshot).items()
    records = [dict(snapshot) | {"kind": kind}, *(dict(one) | {"kind": of} for (of, _), one in linked)]
    return frozenset(key for record in records for key in facets_of(record, aliases).get("vendor", ()))


def _declared(people: Collection[int]) -> QuerySet[Any]:
    rows = Interest.objects.in_force().filter(person__in=people)
    return rows.order_by("-since", "-pk").values_list("person", "vendor")


def _by_person(interests: Iterable[tuple[int, str]], aliases: Aliases) -> dict[int, dict[str, str]]:
    """For each person what they declared: the vendor as they wrote it, by its key."""
    found: dict[int, dict[str, str]] = {}
    for person, vendor in interests:
        if key := aliases.vendor_key(vendor):
            found.setdefault(person, {})[key] = vendor
    return found
