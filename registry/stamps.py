"""What a record follows from, named by a digest: a small part of the work of digesting the record itself."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from policies.canonical import canonical_bytes
from policies.record import KINDS, references
from policies.record.resolve import DEPTH, Lookup
from registry.around import SUPPORTING
from registry.manifests import Name

_LOOKED_UP: Final = frozenset({*KINDS, *SUPPORTING})
_NOTHING: Final = bytes(32)
# So that a register of any size is stamped in the same memory.
_MOST_KNOWN: Final = 8_000


def json_bytes(value: Any) -> bytes:
    """JSON for a digest, its members as they stand. Raises PolicyError for what has no canonical form."""
    try:
        return orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except TypeError:
        # Which says what of it has none.
        canonical_bytes(value)
        raise


class Stamps:
    """Stamps of manifests: two that resolve to different records never have the same.

    A stamp is SHA-256 over what the manifest says and the stamps of all that ``policies.record.Resolver``
    puts in its place, as a Merkle tree. ``lookup`` and ``org`` are those that records are resolved against.
    """

    def __init__(self, lookup: Lookup, org: Mapping[str, Any]) -> None:
        self._lookup = lookup
        self._org = hashlib.sha256(json_bytes(org)).digest()
        self._said: dict[Name, _Said | None] = {}
        self._known: dict[tuple[str, str, int], bytes] = {}

    def of(self, manifest: Mapping[str, Any]) -> bytes:
        """32 bytes. Raises PolicyError for what has no canonical form."""
        return hashlib.sha256(
            self._org + self._with_linked(_read(manifest["kind"], manifest), DEPTH)
        ).digest()

    def _with_linked(self, said: "_Said", depth: int) -> bytes:
        if not depth or not said.names:
            return said.digest
        linked = [self._linked(kind, key, depth) for kind, key in said.names]
        return hashlib.sha256(b"".join((said.digest, *linked))).digest()

    def _linked(self, kind: str, key: str, depth: int) -> bytes:
        name = kind, key, depth
        if name not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
                self._said.clear()
            said = self._looked_up(kind, key)
            # A use case that another names is not opened any further.
            below = 0 if kind == "use_case" else depth - 1
            self._known[name] = _NOTHING if said is None else self._with_linked(said, below)
        return self._known[name]

    def _looked_up(self, kind: str, key: str) -> "_Said | None":
        if (kind, key) not in self._said:
            found = self._lookup(kind, key)
            self._said[kind, key] = None if found is None else _read(kind, found)
        return self._said[kind, key]


class _Said(NamedTuple):
    """What one manifest says, by SHA-256, and the names of all that it points at."""

    digest: bytes
    names: tuple[Name, ...]


def _read(kind: str, said: Mapping[str, Any]) -> _Said:
    return _Said(hashlib.sha256(json_bytes(said)).digest(), tuple(references(kind, said, _LOOKED_UP)))
