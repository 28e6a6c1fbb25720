"""Conditions as pages show them: what is asked, how it stands, what was seen, and where to do it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from governance.disclosure import Disclosure
from governance.models import Condition, ConditionState, Submission
from governance.reports.conditions import look_of
from governance.reports.standing import Look
from governance.views.findings import form_url_of
from governance.workflow import IN_FORCE
from policies.conditions import Condition as Asked
from policies.conditions import read_condition
from policies.errors import PolicyError
from policies.language.clauses import Clause
from policies.language.nodes import paths_in
from policies.record import fields_of
from registry.models import Entry, User
from registry.permissions import may_edit

_ASSESSMENTS = "assessments"


@dataclass(frozen=True)
class Shown:
    """``seen`` is what was seen of the entry itself; ``beyond``: more was seen, out of this reader's sight.

    ``url`` leads to where it can be met, "" for who can't.
    """

    condition: Condition
    look: Look
    clauses: tuple[Clause, ...]
    seen: tuple[dict[str, Any], ...]
    beyond: bool
    url: str


def conditions_context(user: User, submission: Submission) -> dict[str, Any]:
    """For ``_partials/conditions.html``: what the round that stands asks for, but what was taken back."""
    rows = submission.conditions.told().filter(round=submission.round).exclude(state=ConditionState.DROPPED)
    found = list(rows)
    reader = Disclosure(user)
    editable = bool(found) and may_edit(user, submission.entry.owner_team)
    stands = submission.status in IN_FORCE
    return {
        "conditions": [_shown(one, submission.entry, reader, editable) for one in found],
        "conditions_bind": stands and any(one.state == ConditionState.OPEN for one in found),
        "conditions_met": stands and all(one.state == ConditionState.MET for one in found),
    }


def _shown(one: Condition, entry: Entry, reader: Disclosure, editable: bool) -> Shown:
    seen, beyond = reader.seen_of(one)
    asked = _asked(one, entry)
    to_do = editable and one.state == ConditionState.OPEN and asked is not None
    return Shown(
        one,
        look_of(one),
        asked.clauses if asked else (),
        tuple(seen),
        beyond,
        _url(asked, entry) if to_do and asked else "",
    )


def _asked(one: Condition, entry: Entry) -> Asked | None:
    """None for what an earlier release could ask and this one can't."""
    try:
        return read_condition(json.dumps(one.expression), entry.kind)
    except PolicyError:
        return None


def _url(asked: Asked, entry: Entry) -> str:
    """The question on the form, the assessments of the entry, or what a rule says of it."""
    if asked.rule:
        return reverse("explain_rule", args=[entry.kind, entry.key, asked.rule])
    for name in _first_steps(asked):
        if name == _ASSESSMENTS:
            return f"{reverse('entry', args=[entry.kind, entry.key])}#{_ASSESSMENTS}"
        field = fields_of(entry.kind).get(name)
        if field is not None and not field.derived:
            return f"{form_url_of(entry.kind, entry.key)}#f-{name}"
    return ""


def _first_steps(asked: Asked) -> Iterator[str]:
    return (path.steps[0] for path in paths_in(asked.node) if path.root in ("item", "record"))
