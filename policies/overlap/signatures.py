"""What of an entry is compared when looking for near duplicates, worked out once and kept.

Nothing in it depends on other entries, so it changes only with the entry or with the release.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from policies.overlap.aliases import SHIPPED, Aliases
from policies.overlap.facets import facets_of, texts_of
from policies.overlap.keys import keys_of
from policies.overlap.normalise import spoken, stem, telling, words
from policies.overlap.pieces import letter_pieces, weighed, word_pieces
from policies.overlap.rarity import rarity_of
from policies.overlap.vectors import Vector

Record = Mapping[str, Any]
# So many pieces of each view are kept, the rarest first, and so many words to explain a match with.
MOST_PIECES: Final = {"name": 128, "text": 128, "letters": 256}
_MOST_WORDS: Final = 60


@dataclass(frozen=True)
class Signature:
    """One entry as it is compared. ``keys`` are what it is found by, the rarest first.

    ``facets`` holds what was said in lists and chosen from lists, by the name of the signal it serves.
    """

    kind: str
    key: str
    title: str
    keys: tuple[str, ...]
    name: Vector
    text: Vector
    letters: Vector
    words: tuple[str, ...]
    described: bool
    facets: Mapping[str, tuple[str, ...]]

    @cached_property
    def called(self) -> frozenset[str]:
        """The words of the title, by their stems."""
        return frozenset(map(stem, telling(self.title)))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Of ``words``, in their order."""
        return tuple(map(stem, self.words))

    @cached_property
    def by_stem(self) -> Mapping[str, str]:
        return dict(zip(self.stems, self.words, strict=True))

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "key": self.key,
            "title": self.title,
            "keys": list(self.keys),
            "name": self.name.to_text(),
            "text": self.text.to_text(),
            "letters": self.letters.to_text(),
            "words": " ".join(self.words),
            "described": self.described,
            "facets": {name: list(values) for name, values in self.facets.items()},
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Signature":
        return cls(
            kind=said["kind"],
            key=said["key"],
            title=said["title"],
            keys=tuple(said["keys"]),
            name=Vector.from_text(said["name"]),
            text=Vector.from_text(said["text"]),
            letters=Vector.from_text(said["letters"]),
            words=tuple(said["words"].split()),
            described=said["described"],
            facets={name: tuple(values) for name, values in said["facets"].items()},
        )


def signature(record: Record, aliases: Aliases = SHIPPED) -> Signature:
    """Read a manifest or a resolved record; whatever wasn't said is left out."""
    kind = str(record.get("kind") or "")
    title = str(record.get("title") or "")
    name = telling(title) or words(title)
    described = tuple(word for text in texts_of(record) for word in telling(text))
    facets = facets_of(record, aliases)
    # Without its small words a short name would be alike to all that share one other word.
    called = (facets["product"][0].partition("|")[2],) if kind == "tool" else spoken(title)
    rarest = _rarest((*name, *described))
    full = (*name, *name, *described)
    return Signature(
        kind=kind,
        key=str(record.get("key") or ""),
        title=title or str(record.get("key") or ""),
        keys=keys_of(name, rarest, facets),
        name=weighed("name", letter_pieces(called), most=MOST_PIECES["name"]),
        text=weighed("text", word_pieces(full), most=MOST_PIECES["text"]),
        letters=weighed("letters", letter_pieces(full), most=MOST_PIECES["letters"]),
        words=rarest[:_MOST_WORDS],
        described=bool(described),
        facets=facets,
    )


def _rarest(said: tuple[str, ...]) -> tuple[str, ...]:
    """Each word once, by its stem, and in an order that is the same however others spell it."""
    once = {stem(word): word for word in reversed(said) if len(word) > 1}
    return tuple(once[root] for root in sorted(once, key=lambda root: (-rarity_of(root), root)))
