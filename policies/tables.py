"""Tables that ship as YAML, for people, and beside it as data, so that no start waits for the reading.

``make generated`` writes the data, and a test holds it against what reading gives. What it has of a file
counts for that very text alone: a table that somebody has changed is read.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from policies.folder import POLICIES
from policies.yamlio import load_yaml

_FOLDERS: Final = ("record", "taxonomies")
_NAME: Final = "tables.json"


def table(path: str) -> Any:
    """What a file of these folders says, such as ``record/tool.yaml``; the same object each time."""
    return _known()[path] if path in _known() else _read(path)


@cache
def _read(path: str) -> Any:
    return load_yaml(POLICIES.joinpath(path).read_bytes(), source=path).value


@cache
def _known() -> dict[str, Any]:
    try:
        said = json.loads(POLICIES.joinpath(_NAME).read_bytes())
        return said["tables"] if said["texts"] == dict(_texts()) else {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}  # Damaged, or not there: the texts are.


def tables_data() -> str:
    """What the file has to say, a table on each line."""
    texts = dict(_texts())
    lines = ",\n".join(f"{json.dumps(path)}:{_line(_read(path))}" for path in texts)
    return f'{{"texts":{_line(texts)},"tables":{{\n{lines}\n}}}}\n'


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _texts() -> Iterator[tuple[str, str]]:
    """Each file with the SHA-256 of its bytes."""
    for folder in _FOLDERS:
        for one in sorted(POLICIES.joinpath(folder).iterdir(), key=lambda file: file.name):
            if one.name.endswith(".yaml"):
                yield f"{folder}/{one.name}", hashlib.sha256(one.read_bytes()).hexdigest()
