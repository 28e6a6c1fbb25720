"""What is asked here: the rules in force, each with its reasons, checks, law and examples."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render

from governance.gates import ASKED, what_it_blocks
from governance.services.rule_sets import packs_in_force
from governance.views.requests import SignedInRequest
from governance.views.topics import topic_title
from policies import PolicyError
from policies.engine.explain import rule_named
from policies.language.clauses import clauses_of, start_words
from policies.language.rules import Rule


def rules(request: SignedInRequest) -> HttpResponse:
    """Every rule in force, pack by pack."""
    packs = [(topic_title(pack), pack) for pack in packs_in_force().packs]
    return render(request, "governance/rule_list.html", {"section": "rules", "packs": packs})


def rule(request: SignedInRequest, rule: str) -> HttpResponse:
    """One rule. What its pack quotes as examples is made up, so it may be shown to everyone."""
    packs = packs_in_force()
    try:
        found = rule_named(packs, rule)
    except PolicyError as problem:
        raise Http404(str(problem)) from problem
    pack = next(one for one in packs.packs if one.id == found.pack)
    spec = next(one for one in pack.source.loaded.value["rules"] if one["id"] == found.id)
    examples = [
        (title, [_as_text(one) for one in spec["examples"].get(name, [])]) for name, title in _OUTCOMES
    ]
    context = {
        "section": "rules",
        "rule": found,
        "pack": pack,
        "start": start_words(found.effective_from) if found.effective_from else "",
        "starts": [(start_words(start), clauses_of(one)) for one, start in found.effective_overrides],
        "gates": [ASKED[gate] for gate in found.gates],
        "unsaid": _unsaid(found),
        "when": clauses_of(found.when) if found.when is not None else (),
        "checks": [(check, clauses_of(check.that)) for check in found.require],
        "examples": examples,
    }
    return render(request, "governance/rule_view.html", context)


def _as_text(example: object) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)


def _unsaid(rule: Rule) -> str:
    if rule.unknown_as == "ignore":
        return "nothing happens"
    stops = rule.unknown_as == "block" and rule.mode == "block"
    return f"it {what_it_blocks(rule.gates)}" if stops else "it is told, and stops nothing"


_OUTCOMES = (
    ("passes", "These pass"),
    ("fails", "These fail"),
    ("unknown", "Of these it can't tell"),
)
