"""Assessments that a host holds beside what a manifest says of them."""

from collections.abc import Mapping
from typing import Any, Final

Row = dict[str, Any]
Held = Mapping[tuple[str, str], list[Row]]
_JUDGED: Final = frozenset({"approved", "expired"})
_NOT_LISTED: Final = "It was not said which assessments there are besides those written here."


def with_assessments(manifest: Mapping[str, Any], held: Held) -> Mapping[str, Any]:
    """``manifest`` with the rows held of its entry after its own ones.

    A row held here replaces the manifest's of the same type once it was judged; a draft stands beside it.
    Where the manifest doesn't say which assessments there are, others stay possible.
    """
    rows = held.get((manifest["kind"], manifest["key"]))
    if not rows:
        return manifest
    said = manifest.get("assessments")
    if isinstance(said, list):
        judged = {row["type"] for row in rows if row["status"] in _JUDGED}
        own = [row for row in said if row.get("type") not in judged]
    else:
        own = [said if isinstance(said, Mapping) else {"$unknown": _NOT_LISTED}]
    return {**manifest, "assessments": [*own, *rows]}
