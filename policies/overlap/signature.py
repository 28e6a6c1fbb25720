"""What of an entry is compared when looking for near duplicates, worked out once and kept.

Nothing in it depends on other entries, so it changes only with the entry or with the release.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from policies.overlap.aliases import SHIPPED, Aliases
from policies.overlap.facets import facets_of, texts_of
from policies.overlap.keys import keys_of
from policies.overlap.normalise import stem, words
from policies.overlap.pieces import letter_pieces, weighed, word_pieces
from policies.overlap.rarity import rarity_of
from policies.overlap.vectors import Vector

Record = Mapping[str, Any]
# So many pieces of each view are kept, the rarest first, and so many words to explain a match with.
_MOST_PIECES: Final = {"name": 128, "text": 256, "letters": 384}
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
    facets: Mapping[str, tuple[str, ...]]

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
            facets={name: tuple(values) for name, values in said["facets"].items()},
        )


def signature(record: Record, aliases: Aliases = SHIPPED) -> Signature:
    """Read a manifest or a resolved record; whatever wasn't said is left out."""
    kind = str(record.get("kind") or "")
    name = words(record.get("title"))
    described = tuple(word for text in texts_of(record) for word in words(text))
    facets = facets_of(record, aliases)
    spoken = tuple(_telling((*name, *described)))
    return Signature(
        kind=kind,
        key=str(record.get("key") or ""),
        title=str(record.get("title") or record.get("key") or ""),
        keys=keys_of(name, spoken, facets),
        name=weighed("name", letter_pieces(name), most=_MOST_PIECES["name"]),
        text=weighed("text", _twice_the_name(name, described), most=_MOST_PIECES["text"]),
        letters=weighed("letters", letter_pieces(described), most=_MOST_PIECES["letters"]),
        words=spoken[:_MOST_WORDS],
        facets=facets,
    )


def _twice_the_name(name: tuple[str, ...], described: tuple[str, ...]) -> Counter[int]:
    return word_pieces((*name, *name, *described))


def _telling(spoken: tuple[str, ...]) -> Iterator[str]:
    """Each word but fillers once, by its stem, the rarest first."""
    once = {stem(word): word for word in reversed(spoken) if word not in SHIPPED.filler_words}
    return iter(sorted(once.values(), key=lambda word: (-rarity_of(stem(word)), word)))
