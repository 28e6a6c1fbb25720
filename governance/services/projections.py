"""What rules read of each entry, as it is kept so that others can be asked of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from policies import Packs
from policies.canonical import digest
from policies.compiled.projecting import Projection, covers
from policies.record import KINDS
from registry.stamps import json_bytes

Body = tuple[Any, Any]  # record and facts of an entry


class _Named(NamedTuple):
    projection: Projection
    name: str


class Projections:
    """Those of all kinds that some rules make."""

    def __init__(self, packs: Packs) -> None:
        made = {kind: Projection(rule for rule in packs.rules if kind in rule.applies_to) for kind in KINDS}
        self._by_kind = {kind: _Named(one, digest(one.to_json())) for kind, one in made.items()}

    def name(self, kind: str) -> str:
        """SHA-256 over the fields that are kept of a kind."""
        return self._by_kind[kind].name

    def kept(self, kind: str, body: Body) -> bytes:
        return json_bytes(self._by_kind[kind].projection.of(*body))

    def to_json(self) -> dict[str, Any]:
        """The fields that are kept, by kind."""
        return {kind: one.projection.to_json() for kind, one in self._by_kind.items()}

    def are_in(self, kept: Mapping[str, Any]) -> bool:
        """Whether what was ``kept`` for other rules, as ``to_json`` has it, holds all that these read."""
        return all(
            kind in kept and all(covers(kept[kind][part], fields) for part, fields in said.items())
            for kind, said in self.to_json().items()
        )


def body_of(kept: bytes | memoryview) -> Body:
    """Record and facts as far as rules read them."""
    record, facts = orjson.loads(kept)
    return record, facts
