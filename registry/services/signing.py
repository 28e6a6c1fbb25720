"""Keeping what entries are compared by in step with what they say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from policies.canonical import digest
from policies.overlap import THRESHOLDS, signature
from registry.bulk import insert_alike, update_each
from registry.models import Entry, OverlapKey, OverlapSignature, Revision
from registry.overlaps.keys import token_of
from registry.overlaps.lookup import Lookup
from registry.overlaps.names import Names, names_in_force
from registry.prepared import Prepared

Said = tuple[Entry, Mapping[str, Any]]
_AT_ONCE = 200
_SIGNED_OTHERWISE = Prepared(
    lambda stamp: OverlapSignature.objects.signed_otherwise(stamp).order_by().values_list("pk")[:1]
)
_COLUMNS = [field.name for field in OverlapSignature._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def sign_entries(items: Iterable[Said], names: Names | None = None) -> list[OverlapSignature]:
    """Work out by what these entries are compared; give those of which that has changed.

    Whoever saves an entry holds its row, so that two can't sign it at once.
    """
    names = names or names_in_force()
    compared = [item for item in items if item[0].kind in THRESHOLDS]
    changed: list[OverlapSignature] = []
    for start in range(0, len(compared), _AT_ONCE):
        changed += _sign(compared[start : start + _AT_ONCE], names)
    return changed


def sign_stale() -> int:
    """Sign in parts what another release or other names signed, or nobody. Return how many were signed."""
    names, done, last = names_in_force(), 0, 0
    while True:
        pks = list(_stale(names.stamp).filter(pk__gt=last).values_list("pk", flat=True)[:_AT_ONCE])
        if not pks:
            return done
        with transaction.atomic():
            entries = Entry.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
            sign_entries(_said(entries.order_by("pk")), names)
        done, last = done + len(pks), pks[-1]


def look_up(also: Iterable[Mapping[str, Any]] = ()) -> Lookup:
    """Near duplicates as they are signed, also where that is stale (see ``all_signed``).

    Who reads signs nothing: all readers would wait for the same rows. Who compares in the background does.
    """
    return Lookup(names_in_force(), also)


def all_signed() -> bool:
    """Whether everything registered can be found: what is not signed as of now may be missed."""
    return not _SIGNED_OTHERWISE(names_in_force().stamp)


def _stale(stamp: str) -> QuerySet[Entry]:
    unsigned = Q(overlap_signature=None)
    other = ~Q(overlap_signature__signed_by=stamp)
    older = ~Q(overlap_signature__manifest_digest=F("manifest_digest"))
    return Entry.objects.filter(unsigned | other | older, kind__in=THRESHOLDS).order_by("pk")


def _said(entries: Iterable[Entry]) -> list[Said]:
    by_pk = {entry.pk: entry for entry in entries}
    latest = Revision.objects.filter(entry__in=by_pk, number=F("entry__revision_count"))
    rows = latest.order_by("entry").values_list("entry", "document")
    return [(by_pk[pk], document) for pk, document in rows]


def _sign(items: Sequence[Said], names: Names) -> list[OverlapSignature]:
    before = OverlapSignature.objects.in_bulk([entry.pk for entry, _ in items])
    changed: list[OverlapSignature] = []
    same: list[OverlapSignature] = []
    for entry, document in sorted(items, key=lambda item: item[0].pk):
        row = before.get(entry.pk) or OverlapSignature(entry=entry, kind=entry.kind)
        row.signed_by, row.manifest_digest = names.stamp, entry.manifest_digest
        is_changed = _fill(row, signature(document, names.aliases).to_json())
        (changed if is_changed else same).append(row)
    # Whether these are compared is for whoever compares them to say.
    update_each(OverlapSignature, [vars(row) for row in same], ["signed_by", "manifest_digest"])
    OverlapSignature.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["entry"], update_fields=_COLUMNS
    )
    _write_keys(changed, before)
    return changed


def _fill(row: OverlapSignature, said: Mapping[str, Any]) -> bool:
    """Put what is compared into a row; False where that is what it says already."""
    if row.digest == (made := digest(said)):
        return False
    known = {*(row.keys_before or ()), *(row.data["keys"] if row.data else ())}
    row.keys_before, row.compared_by = sorted(known), ""
    row.data, row.digest = said, made
    return True


def _write_keys(rows: Sequence[OverlapSignature], before: Mapping[int, OverlapSignature]) -> None:
    known = [row.pk for row in rows if row.pk in before]
    if known:
        OverlapKey.objects.filter(entry__in=known).delete()
    keys = [(token_of(row.kind, key), row.pk) for row in rows for key in row.data["keys"]]
    insert_alike(OverlapKey, [{"token": token, "entry_id": pk} for token, pk in keys], {})
