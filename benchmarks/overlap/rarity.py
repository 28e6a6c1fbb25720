"""Count how rare pieces of text are in the public registers, and write the table that ships.

    python -m benchmarks.overlap.rarity

The same registers give the same bytes. Names that several records share count once for each text.
"""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.overlap.registers import every_register
from policies.overlap.facets import texts_of
from policies.overlap.normalise import spoken, telling
from policies.overlap.pieces import letter_pieces, word_pieces
from policies.overlap.rarity import FILE, VIEWS, pack
from policies.overlap.vectors import BUCKETS


def main() -> None:
    counts = {view: [0] * BUCKETS for view in VIEWS}
    texts = sorted({_texts(record) for record in every_register()})
    for title, full in texts:
        _add(counts["name"], letter_pieces(spoken(title)))
        _add(counts["text"], word_pieces(telling(full)))
        _add(counts["letters"], letter_pieces(telling(full)))
    table = pack(counts, len(texts))
    Path(str(files("policies.overlap") / FILE)).write_bytes(table)
    print(f"{len(texts):,} different texts, {len(table):,} bytes")


def _texts(record: dict[str, Any]) -> tuple[str, str]:
    """The title, and all there is to read."""
    said = (text for text in texts_of(record) if isinstance(text, str))
    return record["title"], " ".join((record["title"], *said))


def _add(counts: list[int], buckets: Iterable[int]) -> None:
    for bucket in set(buckets):
        counts[bucket] += 1


if __name__ == "__main__":
    main()
