"""What every entry is read as when everything is checked: its record, and facts over the whole portfolio.

What rules read of them is kept, so that others can be asked of it. Of the rest facts are kept, for words;
records are made anew, which takes less than to read them back.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple

import orjson
from django.db import transaction

from governance.models import CheckRun, Reading, Waiver
from governance.models.readings import packed, unpacked
from governance.services.decisions import decisions_that_stand
from governance.services.engine import held_for
from governance.services.inputs import reading_digest
from governance.services.overlap_facts import decisions_said
from governance.services.projections import Body, Projections, Read, kept_readings
from governance.services.records import held_assessments, streamed_with_judgements
from governance.services.results import attempt
from policies import Packs, PolicyError, Report
from policies.basis import Basis
from policies.canonical import digest
from policies.facts import Held, StreamedFacts
from policies.language.stored import facts_digest
from policies.record import resolve_organisation
from policies.release import this_release
from registry.bulk import among, insert_alike
from registry.models import Entry
from registry.overlaps.names import names_in_force
from registry.overlaps.stored import StoredOverlaps
from registry.services.comparing import compare_everything, is_spread
from registry.services.signing import look_up
from registry.stamps import json_bytes
from registry.streaming import Saved, StreamedRegister

Row = dict[str, Any]  # of ``Reading``


class Made(NamedTuple):
    """What an entry is read as: a row where it is kept otherwise, and its record with its facts, if any."""

    read: Read
    changed: Row | None
    body: Body | None


class Portfolio:
    """The register as of a day with its facts, for packs that read these."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self.packs = packs
        self.as_of = as_of
        # Before anything is read: what comes to wait later may be for what was not read, such as a waiver.
        self.waiting = _waiting()
        # Taken before all that is read of them, so that what is decided meanwhile has a pass read once more.
        self.names, self._overlaps = names_in_force().stamp, decisions_said()
        is_read = any(spec.kind == "decisions" for spec in packs.facts.values())
        self._decided = decisions_that_stand(as_of) if is_read else {}
        self._stored = StoredOverlaps()
        self._assessments = held_assessments(as_of)
        self.register = streamed_with_judgements(self._assessments)

    @cached_property
    def projections(self) -> Projections:
        return Projections(self.packs)

    @cached_property
    def readings_digest(self) -> str:
        """SHA-256 over all that readings follow from, but the day."""
        # Their kinds and keys are in the manifests.
        said = Entry.objects.order_by("pk").values_list("manifest_digest", "revision_count")
        around = self.register.around
        parts = {
            "entries": _rolled(said.iterator(chunk_size=2_000)),
            "around": {"organisation": around.organisation, **around.supporting},
            "assessments": [[*name, rows] for name, rows in sorted(self._assessments.items())],
            "decisions": self._council_said(),
            "overlaps": self._overlaps,
            "facts": facts_digest(self.packs),
            "names": self.names,
            "release": this_release().to_json(),
        }
        return digest(parts)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that a pass follows from, but the day."""
        waivers = [one.to_json() for rows in self.waivers.values() for one in rows]
        return digest([self.readings_digest, waivers, self.packs.digest])

    @cached_property
    def waivers(self) -> Mapping[tuple[str, str], Sequence[Any]]:
        """What was granted and not revoked, by kind and key of the entry."""
        found: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for one in Waiver.objects.granted().with_people().order_by("pk"):
            found[one.entry.kind, one.entry.key].append(one.as_policy())
        return dict(found)

    def organisation_report(self) -> Report:
        """What is said of the organisation, whose facts are over what was read of its entries."""
        record = resolve_organisation(self.register.organisation)
        kind, find = record["kind"], self.register.find_record
        facts = StreamedFacts(self._as_kept, self.packs, self.as_of, {}, find, about=kind).for_rules(record)
        waivers = self.waivers.get((kind, record["key"]), ())
        return Basis(record, self.as_of, None, facts, waivers).report(self.packs)

    def _as_kept(self, kinds: Collection[str]) -> Iterator[Mapping[str, Any]]:
        """Records of these kinds as far as rules read them, and whole where no facts could be read."""
        for one in (one for part in kept_readings(kinds) for one in part):
            record = self.register.find_record(one.read.kind, one.read.key) if one.read.error else one.body[0]
            if record is not None:
                yield record

    def readings(self, chunk: Sequence[Saved]) -> Iterator[Made]:
        """What these entries are read as now, with an error where nothing can be made of one."""
        if not chunk:
            return  # All of them were gone by the time they were read.
        rows = Reading.objects.filter(pk__in=among(saved.entry for saved in chunk))
        kept = {pk: tuple(said) for pk, *said in rows.values_list("pk", "revision", "digest", "projected_by")}
        self._stored.announce(chunk[0].entry, chunk[-1].entry)
        for saved in chunk:
            made, error = attempt(saved.entry, partial(self._made, saved))
            # What fails on the same again fails in the same way.
            said, facts, body = made or (_rolled([saved.manifest, error]), b"", None)
            read = Read(
                saved.entry, saved.revision, said, error, saved.manifest["kind"], saved.manifest["key"]
            )
            as_kept = read.revision, read.digest, self.projections.name(read.kind)
            yield Made(read, None if kept.get(saved.entry) == as_kept else self._row(read, facts, body), body)

    def _row(self, read: Read, facts: bytes, body: Body | None) -> Row:
        return {
            "entry_id": read.entry,
            "revision": read.revision,
            "digest": read.digest,
            "error": read.error,
            "facts": packed(facts) if facts else b"",
            "projection": self.projections.written(read.kind, body) if body else "",
            "projected_by": self.projections.name(read.kind),
        }

    def _made(self, saved: Saved) -> tuple[str, bytes, Body]:
        stamp = self.register.stamp(saved.manifest)
        record = self.register.whole_record(saved.manifest)
        facts = self._facts.for_rules(record)
        said = json_bytes(facts)
        return reading_digest(stamp, said), said, (record, facts)

    def _council_said(self) -> list[list[Any]]:
        return [[key, item] for key, item in sorted(self._decided.items())]

    @cached_property
    def _held(self) -> Held:
        return held_for((self.packs,), self.register, self.as_of, standing=self._decided)

    @cached_property
    def _facts(self) -> StreamedFacts:
        # What waits to be compared is looked up, entry by entry.
        compare_everything()
        # Somebody else may still be at it, or hold an entry: then what others find may be that of before.
        overlaps = self._stored if is_spread() else look_up()
        find = self.register.find_record
        # By a register of its own: that of the pass has read what the first entries take in.
        streamed = streamed_with_judgements(self._assessments).streamed
        return StreamedFacts(streamed, self.packs, self.as_of, self._held, find, overlaps=overlaps)


def _waiting() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for entry, pk in CheckRun.objects.waiting().order_by("pk").values_list("entry", "pk"):
        found[entry].append(pk)
    return dict(found)


def _is_still(register: StreamedRegister, saved: Saved, facts: bytes, digest: str) -> bool:
    try:
        return reading_digest(register.stamp(saved.manifest), facts) == digest
    except PolicyError:
        return False  # What has no canonical form was not read.


def kept_bodies(register: StreamedRegister, digests: Mapping[int, str]) -> dict[int, Body]:
    """Record and facts of those entries that are read as when their readings had these digests."""
    rows = Reading.objects.filter(pk__in=among(digests), error="").order_by("pk").values_list("pk", "facts")
    facts = {pk: unpacked(kept) for pk, kept in rows}
    return {
        one.entry: (register.whole_record(one.manifest), orjson.loads(facts[one.entry]))
        for one in register.chunk(list(facts))
        if _is_still(register, one, facts[one.entry], digests[one.entry])
    }


@transaction.atomic
def keep_readings(made: Sequence[Row]) -> None:
    """Keep those of entries that are still there."""
    if not made:
        return
    rows = Entry.objects.select_for_update(no_key=True).filter(pk__in=among(one["entry_id"] for one in made))
    there = set(rows.order_by("pk").values_list("pk", flat=True))
    Reading.objects.filter(pk__in=among(there)).delete()
    insert_alike(Reading, [one for one in made if one["entry_id"] in there], {})


def _rolled(rows: Iterable[Any]) -> str:
    """SHA-256 over rows, however many."""
    said = hashlib.sha256()
    for row in rows:
        said.update(repr(row).encode())
    return said.hexdigest()
