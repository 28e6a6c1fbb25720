"""Putting a large portfolio into the database: what a check reads, and nothing else.

Neither the columns of each kind nor the ledger are written: no check reads them, and they would take longer
than all that is measured.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from random import Random

from django.db import transaction

from benchmarks.portfolio.manifests import DAY, Manifest, manifests
from governance.demo.company import Company
from governance.demo.content import load_content
from policies.canonical import digest
from registry.models import Entry, Revision, Team
from registry.services.comparing import compare_everything

_BATCH = 1_000


def fill(number: int) -> None:
    """Register the people, teams, vendors and purposes of the demonstration, and ``number`` entries.

    They are signed and compared, as what is registered is in life.
    """
    Company(load_content(DAY)).set_up()
    teams = dict(Team.objects.values_list("key", "pk"))
    register(manifests(number), teams)
    compare_everything()


def register(manifests: Iterable[Manifest], teams: Mapping[str, int]) -> None:
    """Register entries of teams that are there, by the primary key of each."""
    for batch in _batches(manifests):
        with transaction.atomic():
            _register(batch, teams)


def change(share: float, seed: int = 2) -> int:
    """Save a share of all entries again, with another description, and compare them. Return how many."""
    random = Random(seed)  # noqa: S311 - nothing secret
    pks = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    for pk in sorted(random.sample(pks, int(len(pks) * share))):
        with transaction.atomic():
            _change(Entry.objects.get(pk=pk), random)
    compare_everything()
    return int(len(pks) * share)


def _register(batch: list[Manifest], teams: Mapping[str, int]) -> None:
    entries = Entry.objects.bulk_create(
        Entry(
            kind=said["kind"],
            key=said["key"],
            title=said["title"],
            owner_team_id=teams[said["owner_team"]],
            manifest_digest=digest(said),
            revision_count=1,
        )
        for said in batch
    )
    Revision.objects.bulk_create(
        Revision(entry=entry, number=1, document=said, digest=entry.manifest_digest)
        for entry, said in zip(entries, batch, strict=True)
    )


def _change(entry: Entry, random: Random) -> None:
    said = dict(entry.document)
    said["description"] = f"{said.get('description', '')} Looked at once more: {random.random()}"
    entry.manifest_digest, entry.revision_count = digest(said), entry.revision_count + 1
    entry.save(update_fields=["manifest_digest", "revision_count"])
    Revision.objects.create(
        entry=entry, number=entry.revision_count, document=said, digest=entry.manifest_digest
    )


def _batches(items: Iterable[Manifest]) -> Iterator[list[Manifest]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
