"""Changes that the council asked for itself: meeting a condition does not make an approval stale."""

import json
from collections.abc import Mapping
from typing import Any

from governance.models import ConditionState, Submission
from policies.conditions import State, ask, read_condition
from policies.errors import PolicyError
from policies.language.nodes import paths_in
from policies.language.packs import Packs
from policies.record.differences import Difference
from registry import clock


def not_asked_for(
    submission: Submission, found: tuple[Difference, ...], now: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Those of the differences that lie at no field by which a condition of the approval is met now."""
    if not found:
        return found
    rows = submission.conditions.exclude(state=ConditionState.DROPPED).values_list("expression", flat=True)
    asked = {name for one in rows for name in _met_by(one, submission, now)}
    return tuple(one for one in found if one.pointer.split("/")[1] not in asked)


def _met_by(expression: Mapping[str, Any], submission: Submission, now: Mapping[str, Any]) -> set[str]:
    try:
        asked = read_condition(json.dumps(expression), submission.entry.kind)
    except PolicyError:
        return set()
    if asked.node is None or ask(asked, now, Packs(()), facts={}, as_of=clock.today()).state is not State.MET:
        return set()
    return {path.steps[0] for path in paths_in(asked.node) if path.root in ("item", "record")}
