"""A portfolio in which some entries are others than those that an index was made of.

A register changes by an entry or two, and whoever checks a manifest puts it in the place of another. What is
new has an index of its own, laid over the one that there is, and the two answer as one of everything would.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = tuple[str, str]  # kind and key
Index = TypeVar("Index")


@dataclass(frozen=True)
class Beneath(Generic[Index]):
    """An index that lies under another. ``gone`` is what of it counts no more: what lies above has it."""

    index: Index
    gone: Collection[Name]

    def keys_gone(self, kind: str) -> set[str]:
        return {key for of, key in self.gone if of == kind}
