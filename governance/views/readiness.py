"""How the readiness of data sources is put before leaders: a plot, and the table behind it."""

from collections.abc import Iterator
from typing import Any, Final

from governance.reports.readiness import Held, ReadySource, asked_readiness, ready_sources
from governance.views.lineage import ready_row, span
from policies.lineage.readiness import DIMENSIONS
from policies.record import term_label

PLOTTED: Final = 12
LISTED: Final = 200
HELD_SHOWN: Final = 3
# The columns of the plot, in its own units: each 100 wide, with room between them.
_STEP: Final = 110


def show_readiness(user: Any) -> dict[str, Any]:
    """What ``_partials/ready_sources.html`` needs."""
    asked = asked_readiness()
    rows = [_row(one) for one in ready_sources(user, asked)]
    return {
        "rows": rows[:LISTED],
        "plotted": rows[:PLOTTED],
        "total": len(rows),
        "dimensions": [term_label("readiness_dimension", name) for name in DIMENSIONS],
        "asked": asked,
    }


def _row(source: ReadySource) -> dict[str, Any]:
    fact = source.fact
    cells = list(_cells(source))
    said = (f"{cell['dimension']}: {cell['text']}" for cell in cells if cell["asked"])
    return {
        "entry": source.entry,
        "text": span(fact["score"], fact["score_max"]),
        "cells": cells,
        "summary": ", ".join(said),
        "holds": _counted(source.held),
        "surely": _shown(source.held, surely=True),
        "perhaps": _shown(source.held, surely=False),
    }


def _cells(source: ReadySource) -> Iterator[dict[str, Any]]:
    """One for each dimension; of data that is about nobody, two are not asked."""
    items = {item["dimension"]: item for item in source.fact["items"]}
    for number, name in enumerate(DIMENSIONS):
        label = term_label("readiness_dimension", name)
        cell = ready_row(items[name]) if name in items else {"dimension": label}
        yield cell | {"asked": name in items, "left": number * _STEP}


def _counted(held: tuple[Held, ...]) -> str:
    """Such as "holds back 2, perhaps 3 more"; nothing where nothing is held back."""
    surely = sum(one.surely for one in held)
    perhaps = len(held) - surely
    if surely and perhaps:
        return f"holds back {surely}, perhaps {perhaps} more"
    return f"holds back {surely}" if surely else f"perhaps holds back {perhaps}" if perhaps else ""


def _shown(held: tuple[Held, ...], *, surely: bool) -> dict[str, Any]:
    entries = [one.entry for one in held if one.surely == surely]
    return {"entries": entries[:HELD_SHOWN], "more": max(0, len(entries) - HELD_SHOWN)}
