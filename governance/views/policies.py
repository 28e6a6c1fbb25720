"""The rules in force, how they came about, and changing them."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from governance.forms.rules import MODES, RulesForm, param_label
from governance.models import Activation, ActivationStatus, PackVersion
from governance.permissions import may_propose_rules, refusal_to_activate
from governance.services.activations import activate_rules, propose_rules, reject_rules, withdraw_rules
from governance.services.rule_sets import (
    UnknownRules,
    UnreadableRules,
    digest_in_force,
    packs_in_force,
    packs_of,
)
from governance.views.impact import impact_context
from governance.views.proposals import ProposalPages
from governance.views.requests import SignedInRequest
from policies import PackError, Packs
from policies.language.compare import compare_packs

HISTORY_SHOWN = 50


def policies(request: SignedInRequest) -> HttpResponse:
    """What is in force for everybody, what differs from the packs, and the history of changes."""
    changes = Activation.objects.with_people()
    try:
        packs = packs_in_force()
        said: dict[str, Any] = {
            "packs": packs,
            "settings": _settings(packs),
            "tuned": [rule for rule in packs.rules if rule.mode != "block"],
        }
    except UnreadableRules as problem:
        said = {"unreadable": str(problem)}
    context = said | {
        "current": changes.in_force().first(),
        "open": changes.open(),
        "history": changes.exclude(status=ActivationStatus.PROPOSED)[:HISTORY_SHOWN],
        "may_propose": may_propose_rules(request.user),
        "section": "policies",
    }
    return render(request, "governance/policies.html", context)


def propose(request: SignedInRequest) -> HttpResponse:
    form = RulesForm(request.POST or None, request.FILES or None)
    return _PAGES.propose(
        request,
        "governance/policies_propose.html",
        form,
        lambda form: propose_rules(form.draft(), by=request.user, reason=form.cleaned_data["reason"]),
    )


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a change does: to the rules, and to the entries that the reader can see."""
    return _PAGES.show(request, pk)


@require_POST
def decide_change(request: SignedInRequest, pk: int) -> HttpResponse:
    return _PAGES.decide(request, pk)


def pack_text(request: SignedInRequest, digest: str) -> HttpResponse:
    """The text of one version, as it was kept."""
    version = get_object_or_404(PackVersion, digest=digest)
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.pack}-{version.version}.yaml"'
    return response


def _settings(packs: Packs) -> list[dict[str, Any]]:
    """Every parameter that is not as its pack has it."""
    return [
        {
            "pack": pack,
            "name": name,
            "label": param_label(name),
            "value": value,
            "said": pack.source.loaded.value["params"][name],
        }
        for pack in packs.packs
        for name, value in packs.settings.params.get(pack.id, {}).items()
    ]


def _context(request: SignedInRequest, found: Activation) -> dict[str, Any]:
    return {
        "is_current": found == Activation.objects.in_force().first(),
        "authors": [one for one in found.authors() if one != found.proposed_by],
    } | _difference(request, found)


def _difference(request: SignedInRequest, found: Activation) -> dict[str, Any]:
    try:
        before, after = packs_of(found.based_on), packs_of(found.rule_set.digest)
    except (UnknownRules, PackError) as problem:
        return {"unreadable": str(problem)}
    stale = found.is_open and found.based_on != digest_in_force()
    diff = compare_packs(before, after)
    rules = {rule.id: rule for rule in after.rules}
    modes = [(rules[one.name], MODES[one.before], MODES[one.after]) for one in diff.modes]
    impact = {} if stale else impact_context(request, found, before, after)
    return {"diff": diff, "modes": modes, "stale": stale} | impact


_PAGES: Final = ProposalPages(
    model=Activation,
    section="policies",
    template="governance/policies_change.html",
    address="rules_change",
    act="activate",
    done="Everything is checked again.",
    put_in_force=activate_rules,
    reject=reject_rules,
    withdraw=withdraw_rules,
    refusal=refusal_to_activate,
    context=_context,
)
