"""What a later edition of a register changes in an entry that its team may have edited since."""

from collections.abc import Mapping
from typing import Any, Final

from registry.importers.base import NothingToRegister, Row, RowProblem
from registry.importers.formats import FORMATS

# An entry keeps its key, and the team that it was handed to.
_KEPT: Final = frozenset({"muster", "kind", "key", "owner_team"})


def said_before(source: str, raw: Mapping[str, str]) -> dict[str, Any]:
    """What the kept words of a row meant: the fields as this importer reads them."""
    convert = FORMATS[source].convert if source in FORMATS else None
    if convert is None:
        return {}
    try:
        said = convert(Row(0, raw))
    except (NothingToRegister, RowProblem):
        return {}
    return {"title": said.name, **said.fields}


def merge(
    current: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Bring ``current`` up to ``now`` wherever the team left it as the register had it ``before``.

    Return the new document, and the fields in which the team's own words were kept against the register's.
    """
    document, kept = dict(current), []
    for field in sorted((before.keys() | now.keys()) - _KEPT):
        if now.get(field) == before.get(field):
            continue
        if current.get(field) != before.get(field):
            if current.get(field) != now.get(field):
                kept.append(field)
        elif field in now:
            document[field] = now[field]
        else:
            del document[field]
    return document, kept
