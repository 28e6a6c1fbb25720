"""What a record follows from, named by a digest: a small part of the work of digesting the record itself."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import orjson

from policies.canonical import canonical_bytes
from policies.record import KINDS, references
from policies.record.resolve import DEPTH, Lookup
from registry.around import SUPPORTING

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
        self._known: dict[tuple[str, str, int], bytes] = {}

    def of(self, manifest: Mapping[str, Any]) -> bytes:
        """32 bytes. Raises PolicyError for what has no canonical form."""
        return hashlib.sha256(self._org + self._said(manifest["kind"], manifest, DEPTH)).digest()

    def _said(self, kind: str, said: Mapping[str, Any], depth: int) -> bytes:
        found = hashlib.sha256(json_bytes(said))
        if depth:
            for name in references(kind, said, _LOOKED_UP):
                found.update(self._linked(*name, depth))
        return found.digest()

    def _linked(self, kind: str, key: str, depth: int) -> bytes:
        name = kind, key, depth
        if name not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._lookup(kind, key)
            # A use case that another names is not opened any further.
            below = 0 if kind == "use_case" else depth - 1
            self._known[name] = _NOTHING if found is None else self._said(kind, found, below)
        return self._known[name]
