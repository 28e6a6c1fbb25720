"""What rules read of each entry, as it is kept so that others can be asked of it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson

from governance.models import Reading
from policies import Packs
from policies.canonical import digest
from policies.compiled.projecting import Projection, covers
from policies.record import KINDS
from policies.release import this_release
from registry.bulk import among
from registry.manifests import chunked
from registry.models import Entry
from registry.stamps import json_bytes

AT_ONCE: Final = 1_000
Body = tuple[Any, Any]  # record and facts of an entry


class Read(NamedTuple):
    """What is kept of an entry's reading beside its body."""

    entry: int
    revision: int
    digest: str
    error: str
    kind: str
    key: str


class Kept(NamedTuple):
    """What was read of an entry, with what rules read of it."""

    read: Read
    projection: str

    @property
    def body(self) -> Body:
        """Record and facts as far as rules read them."""
        record, facts = orjson.loads(self.projection)
        return record, facts


def kept_readings(kinds: Collection[str] = KINDS) -> Iterator[list[Kept]]:
    """What was read of all entries of these kinds, in parts, in the order in which they were registered."""
    pks = list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("pk", flat=True))
    for part in chunked(pks, AT_ONCE):
        # Beside them, and not joined: SQLite would sort all projections that are still to come.
        entries = Entry.objects.filter(pk__in=among(part)).order_by()
        called = {pk: name for pk, *name in entries.values_list("pk", "kind", "key")}
        rows = Reading.objects.filter(pk__in=among(part)).order_by("pk")
        said = rows.values_list("entry", "revision", "digest", "error", "projection")
        yield [Kept(Read(*row[:-1], *called[row[0]]), row[-1]) for row in said if row[0] in called]


class _Named(NamedTuple):
    projection: Projection
    name: str


class Projections:
    """Those of all kinds that some rules make, and the facts about the organisation that they read."""

    def __init__(self, packs: Packs) -> None:
        told = packs.facts_read.get("portfolio", frozenset())
        groups = [one for name, one in packs.facts.items() if name in told and one.kind == "groups"]
        self._by_kind: dict[str, _Named] = {}
        for kind in KINDS:
            rules = (rule for rule in packs.rules if kind in rule.applies_to)
            made = Projection(rules, [one for one in groups if one.of == kind])
            # Another release may read the same fields otherwise.
            self._by_kind[kind] = _Named(made, digest([made.to_json(), this_release().to_json()]))

    def name(self, kind: str) -> str:
        """SHA-256 over the fields that are kept of a kind, and the release that reads them."""
        return self._by_kind[kind].name

    def written(self, kind: str, body: Body) -> str:
        return json_bytes(self._by_kind[kind].projection.of(*body)).decode()

    def to_json(self) -> dict[str, Any]:
        """The fields that are kept, by kind."""
        return {kind: one.projection.to_json() for kind, one in self._by_kind.items()}

    def are_in(self, kept: Mapping[str, Any]) -> bool:
        """Whether what was ``kept`` for other rules, as ``to_json`` has it, holds all that these read."""
        return all(
            kind in kept and all(covers(kept[kind][part], fields) for part, fields in said.items())
            for kind, said in self.to_json().items()
        )
