"""The packs that ship, also as data that was made of them beforehand, so that no start waits for the reading.

``make generated`` writes the data, and a test holds it against what reading the packs gives. It names the
very texts that it was made of and counts for no others: packs that somebody has changed are read.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import partial
from typing import Final

from policies.canonical import digest
from policies.folder import POLICIES
from policies.language.packs import Packs, load_packs, shipped_texts
from policies.language.stored import decode_packs, encode_packs

_NAME: Final = "shipped.json"
# Read by programs alone, so without blanks.
_line = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def shipped_packs() -> Packs:
    """What ``load_packs()`` gives."""
    texts = shipped_texts()
    try:
        said = json.loads(POLICIES.joinpath("language", _NAME).read_bytes())
        if said["texts"] == _digest_of(texts):
            return decode_packs(said, dict(texts))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass  # Damaged, or not there: the texts are.
    return load_packs()


def shipped_data() -> str:
    """What the file has to say, a row on each line."""
    said = {"texts": _digest_of(shipped_texts())} | encode_packs(load_packs())
    rows = ",\n".join(map(_line, said.pop("rows")))
    return f'{_line(said)[:-1]},"rows":[\n{rows}\n]}}\n'


def _digest_of(texts: Iterable[tuple[str, bytes]]) -> str:
    return digest([[name, hashlib.sha256(text).hexdigest()] for name, text in texts])
