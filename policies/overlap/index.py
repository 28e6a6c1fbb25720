"""Signatures kept in memory, ready to be asked for the ones that resemble a given one."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from policies.overlap.comparing import Match
from policies.overlap.matching import likeliest, matches
from policies.overlap.signatures import Signature


class OverlapIndex:
    """A ``Store``: what it answers doesn't depend on the order in which entries came."""

    def __init__(self, signatures: Iterable[Signature] = ()) -> None:
        self._signatures: dict[tuple[str, str], Signature] = {}
        self._holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for signature in signatures:
            self.add(signature)

    def add(self, signature: Signature) -> None:
        """Take an entry in; one with the same kind and key is replaced."""
        self.remove(signature.kind, signature.key)
        self._signatures[signature.kind, signature.key] = signature
        for key in signature.keys:
            self._holders[signature.kind, key].add(signature.key)

    def remove(self, kind: str, entry_key: str) -> None:
        """Forget an entry; nothing happens where there is none."""
        if old := self._signatures.pop((kind, entry_key), None):
            for key in old.keys:
                self._holders[kind, key].discard(entry_key)

    def holding(self, kind: str, key: str) -> Collection[str]:
        """All that have one key, however many they are."""
        return self._holders.get((kind, key), ())

    def get(self, kind: str, entry_key: str) -> Signature | None:
        return self._signatures.get((kind, entry_key))

    def __getitem__(self, name: tuple[str, str]) -> Signature:
        return self._signatures[name]

    def likeliest(self, asked: Signature) -> list[Signature]:
        found = likeliest(asked, {key: self.holding(asked.kind, key) for key in asked.keys})
        return [self._signatures[asked.kind, key] for key in found]

    def matches(
        self, asked: Signature, *, limit: int = 10, shows: Callable[[str], bool] | None = None
    ) -> list[Match]:
        return matches(asked, self, limit=limit, shows=shows)
