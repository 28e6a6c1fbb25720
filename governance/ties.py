"""Who declared an interest in a vendor that a frozen snapshot names."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from governance.models import Interest, Submission
from governance.snapshots import linked_records
from policies.overlap.facets import facets_of
from registry.models import User
from registry.services.aliases import aliases_in_force


def ties_of(people: Collection[int], submissions: Collection[int]) -> dict[tuple[int, int], str]:
    """The vendor by person and submission, for those that have one.

    One query, and two more where one of ``people`` declared anything.
    """
    declared = _by_person(Interest.objects.in_force().filter(person__in=people))
    if not declared:
        return {}
    rows = (
        Submission.objects.filter(pk__in=submissions).order_by().values_list("pk", "entry__kind", "snapshot")
    )
    named = {pk: vendor_keys(kind, snapshot) for pk, kind, snapshot in rows}
    return {
        (person, pk): vendor
        for person, vendors in declared.items()
        for pk, keys in named.items()
        for key, vendor in vendors.items()
        if key in keys
    }


def tied_to(kind: str, snapshot: Mapping[str, Any]) -> list[User]:
    """Everybody who has an interest today in a vendor that the snapshot names."""
    declared = _by_person(Interest.objects.in_force())
    keys = vendor_keys(kind, snapshot) if declared else frozenset()
    return list(User.objects.filter(pk__in=[pk for pk, vendors in declared.items() if keys & vendors.keys()]))


def vendor_keys(kind: str, snapshot: Mapping[str, Any]) -> frozenset[str]:
    """The vendors that an entry and those linked to it name, each by the key that all spellings share."""
    linked, aliases = linked_records(kind, snapshot).items(), aliases_in_force()
    records = [dict(snapshot) | {"kind": kind}, *(dict(one) | {"kind": of} for (of, _), one in linked)]
    return frozenset(key for record in records for key in facets_of(record, aliases).get("vendor", ()))


def _by_person(interests: Iterable[Interest]) -> dict[int, dict[str, str]]:
    """For each person what they declared: the vendor as they wrote it, by its key."""
    found: dict[int, dict[str, str]] = {}
    for one in interests:
        if key := aliases_in_force().vendor_key(one.vendor):
            found.setdefault(one.person_id, {})[key] = one.vendor
    return found
