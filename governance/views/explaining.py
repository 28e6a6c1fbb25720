"""The page that shows how a rule came to its answer for one entry, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from governance.services.engine import Checker
from governance.views.entries import visible_entry
from governance.views.findings import form_url_of, in_words
from governance.views.requests import SignedInRequest
from governance.views.spots import Spot, spot_of
from policies import PolicyError, Step
from policies.language.context import FactSpec
from policies.language.shapes import fact_slot
from policies.record import term_label
from policies.reporters.text import OUTCOMES_SAID
from registry.permissions import may, may_edit

_ROLES = {"where": "Which of them:", "satisfies": "What is asked of it:"}
_ANSWERS = {"true": "Yes", "false": "No", "unknown": "Not known", "error": "Can't be told"}


@dataclass(frozen=True)
class ShownStep:
    """One line of the tree; ``rest`` counts what a long list has beside those shown."""

    said: Step
    answer: str
    role: str
    found: str
    url: str
    inside: list["ShownStep"]
    rest: str


def explain_rule(request: SignedInRequest, kind: str, key: str, rule: str) -> HttpResponse:
    """Worked out anew from what the reader may see, so it tells nothing of entries that they may not."""
    entry = visible_entry(request, kind, key)
    try:
        checker = Checker(visible_to=request.user, about=[(kind, key)])
        found = checker.under_check(entry.document).explanation(rule)
    except PolicyError as problem:
        raise Http404(str(problem)) from problem
    form = form_url_of(kind, key) if may_edit(request.user, entry.owner_team) else ""

    def show(step: Step) -> ShownStep:
        return _shown(step, entry.document, form, found.rule.facts)

    context = {
        "entry": entry,
        "section": "entries",
        "explanation": found,
        "outcome": OUTCOMES_SAID[found.outcome],
        "overrides": [(other, show(other.condition)) for other in found.in_force.overrides],
        "when": None if found.when is None else show(found.when),
        "checks": [(check, show(check.that)) for check in found.checks],
        "sees_all": may(request.user, "registry.view_entry"),
    }
    return render(request, "governance/entry_explain.html", context)


def _found(step: Step, spot: Spot, facts: Mapping[str, FactSpec]) -> str:
    """What is there, with the terms of facts by their labels."""
    _, root, *steps = [*step.pointer.split("/"), ""]
    fact = facts.get(steps[0]) if root == "facts" else None
    slot = fact_slot(fact.kind, filter(None, steps[1:])) if fact is not None else None
    if slot is None or not slot.vocabulary or not isinstance(step.actual, str | list):
        return in_words(spot.field, step.actual)
    terms = [step.actual] if isinstance(step.actual, str) else step.actual
    return ", ".join(term_label(slot.vocabulary, one) for one in terms) or "none"


def _shown(step: Step, document: Mapping[str, Any], form: str, facts: Mapping[str, FactSpec]) -> ShownStep:
    spot = spot_of(document["kind"], document, step.pointer)
    rest = [f"{number} × {_ANSWERS[answer].lower()}" for answer, number in step.left_out.items()]
    return ShownStep(
        said=step,
        answer=_ANSWERS[step.truth],
        role=_ROLES.get(step.role, ""),
        found=_found(step, spot, facts) if step.expected else "",
        url=f"{form}#f-{spot.anchor}" if form and spot.anchor and step.expected else "",
        inside=[_shown(child, document, form, facts) for child in step.children],
        rest=", ".join(rest),
    )
