"""Tables that ship as YAML, for people, and beside it as data, so that no start waits for the reading.

``make generated`` writes the data, and a test holds it against what reading gives. It counts for the very
texts that it was made of alone: where somebody has changed any, all are read.
"""

import json
from functools import cache
from typing import Any, Final

from policies.folder import POLICIES
from policies.release import texts_digest
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
        return dict(said["tables"]) if said["of"] == texts_digest() else {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}  # Damaged, or not there: the texts are.


def tables_data() -> str:
    """What the file has to say, a table on each line."""
    found = (one for folder in _FOLDERS for one in POLICIES.joinpath(folder).glob("*.yaml"))
    names = sorted(one.relative_to(POLICIES).as_posix() for one in found)
    lines = ",\n".join(f"{_line(name)}:{_line(_read(name))}" for name in names)
    return f'{{"of":{_line(texts_digest())},"tables":{{\n{lines}\n}}}}\n'


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
