"""The register read in parts, so that one of any size takes no more memory than a small one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import orjson
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from policies.record import KINDS, Resolver, references
from policies.record.resolve import DEPTH
from registry.bulk import among
from registry.documents import Register
from registry.manifests import Manifest, Name, chunked
from registry.models import Entry, Revision

CHUNK: Final = 250
# So many manifests of other entries are kept from chunk to chunk.
_MOST_KEPT: Final = 1_000


class Saved(NamedTuple):
    """The latest revision of an entry."""

    entry: int
    revision: int
    manifest: Manifest


class StreamedRegister(Register):
    """The register for who asks about everything, chunk by chunk: nothing is hidden, and little is kept."""

    def chunks(self, size: int | None = None, kinds: Collection[str] = KINDS) -> Iterator[list[Saved]]:
        """All entries of these kinds that there are now, in the order in which they were registered.

        Those that came together mostly link to each other, so that little is read twice. Each chunk is a
        query of its own: a cursor over everything would hold a transaction open while others, and whoever
        writes down what came out, want to write.
        """
        entries = Entry.objects.filter(kind__in=kinds).order_by("pk")
        for part in chunked(list(entries.values_list("pk", flat=True)), size or CHUNK):
            # No others lie between the first and the last, and two bounds are faster than a list.
            within = Revision.objects.filter(entry__gte=part[0], entry__lte=part[-1], entry__kind__in=kinds)
            yield self._chunk(part, within)

    def chunk(self, entries: Sequence[int]) -> list[Saved]:
        """Those of some entries that are there, in the order of their primary keys ``entries``."""
        return self._chunk(entries, Revision.objects.filter(entry__in=among(entries)))

    def _chunk(self, entries: Sequence[int], revisions: QuerySet[Revision]) -> list[Saved]:
        if len(self._kept) > _MOST_KEPT:
            self._forget()
        found = {row.entry: row for row in _saved(revisions)}
        chunk = [found[pk] for pk in entries if pk in found]
        self._read_ahead(chunk)
        return chunk

    def streamed(self, kinds: Collection[str] = KINDS) -> Iterator[dict[str, Any]]:
        """The record of everything registered of these kinds, in the same order."""
        for chunk in self.chunks(kinds=kinds):
            for row in chunk:
                yield self.whole_record(row.manifest)
        # What refers to itself would be kept until the next look for garbage, beside what comes after.
        self._forget()

    def whole_record(self, manifest: Manifest) -> dict[str, Any]:
        return self._resolver.record(self._complete(manifest))

    def registered(self, kind: str, key: str) -> dict[str, Any]:
        if (kind, key) not in self._records:
            if len(self._records) >= _MOST_KEPT:
                self._records.clear()
            self._records[kind, key] = self.whole_record(self._manifest(kind, key))
        return self._records[kind, key]

    def find_record(self, kind: str, key: str) -> dict[str, Any] | None:
        return None if self._entry(kind, key) is None else self.registered(kind, key)

    def keys(self, kind: str) -> Collection[str]:
        return list(Entry.objects.filter(kind=kind).values_list("key", flat=True))

    def _entry(self, kind: str, key: str) -> Manifest | None:
        if (kind, key) not in self._kept:
            self._read([(kind, key)])
        return self._kept[kind, key]

    def _manifest(self, kind: str, key: str) -> Manifest:
        found = self._entry(kind, key)
        if found is None:
            raise KeyError((kind, key))
        return found

    def _forget(self) -> None:
        """All at once: a manifest that is read again may be another than records and stamps were made of."""
        for name in ("_kept", "_records", "_resolver", "_stamps"):
            self.__dict__.pop(name, None)

    def _read_ahead(self, chunk: Sequence[Saved]) -> None:
        """Read in a few queries what the records of a chunk take in."""
        level: Iterable[Manifest] = [row.manifest for row in chunk]
        for row in chunk:
            # What is kept stays: records were made of it, which others share.
            self._kept.setdefault((row.manifest["kind"], row.manifest["key"]), row.manifest)
        for _ in range(DEPTH):
            named = {name for said in level for name in references(said["kind"], said)}
            self._read(new := [name for name in named if name not in self._kept])
            level = [said for name in new if name[0] != "use_case" and (said := self._kept[name]) is not None]

    def _read(self, names: Sequence[Name]) -> None:
        self._kept.update(dict.fromkeys(names))
        for part in chunked(names, CHUNK):
            rows = _saved(Revision.objects.filter(entry__in=Entry.objects.named(part).order_by()))
            self._kept.update(((row.manifest["kind"], row.manifest["key"]), row.manifest) for row in rows)

    @cached_property
    def _resolver(self) -> Resolver:
        return self.resolver()

    @cached_property
    def _kept(self) -> dict[Name, Manifest | None]:
        return {}

    @cached_property
    def _records(self) -> dict[Name, dict[str, Any]]:
        return {}


def _saved(revisions: QuerySet[Revision]) -> Iterator[Saved]:
    latest = revisions.filter(number=F("entry__revision_count")).order_by()
    rows = latest.values_list("entry", "number", Cast("document", TextField()))
    return (Saved(entry, number, orjson.loads(said)) for entry, number, said in rows)
