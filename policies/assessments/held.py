"""Assessments that a host holds beside what a manifest says of them."""

from collections.abc import Mapping
from typing import Any, Final

from policies.assessments.declared import as_declared
from policies.record.resolve import Lookup

Row = dict[str, Any]
Held = Mapping[tuple[str, str], list[Row]]
_JUDGED: Final = frozenset({"approved", "expired"})
_NOT_LISTED: Final = "It was not said which assessments there are besides those written here."


def with_assessments(
    manifest: Mapping[str, Any], held: Held, *, org: Mapping[str, Any] | None, lookup: Lookup
) -> Mapping[str, Any]:
    """``manifest`` with its assessments as rules may read them: its own as declared, then those held of it.

    A row held here replaces the manifest's of the same type once it was judged; a draft stands beside it.
    Where the manifest doesn't say which assessments there are, others stay possible.
    """
    rows, said = held.get((manifest["kind"], manifest["key"]), []), manifest.get("assessments")
    if isinstance(said, list):
        judged = {row["type"] for row in rows if row["status"] in _JUDGED}
        ours = [row for row in said if row.get("type") not in judged]
        own = [as_declared(row, manifest, org or {}, lookup) for row in ours]
    elif rows:
        own = [said if isinstance(said, Mapping) else {"$unknown": _NOT_LISTED}]
    else:
        return manifest
    return {**manifest, "assessments": [*own, *rows]}
