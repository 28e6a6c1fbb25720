"""What would make what was submitted pass: of the bytes that are reviewed, not of the entry as it is now."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.vary import vary_on_headers

from governance.disclosure import Disclosure
from governance.gates import SOUGHT
from governance.masking import mask_facts
from governance.models import Submission
from governance.services.replaying import Unverifiable, kept_round
from governance.snapshots import manifest_of
from governance.views.requests import SignedInRequest
from governance.views.ways import ways_shown
from policies import PolicyError, next_questions, what_would_pass
from registry.documents import Register


@vary_on_headers("HX-Request")
def ways(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page, or only its section where htmx asks for it."""
    rows = Submission.objects.visible_to(request.user).select_related("entry__owner_team", "check_run")
    found = get_object_or_404(rows, pk=pk)
    context = _answer(request, found) | {
        "submission": found,
        "entry": found.entry,
        "changed": found.manifest_digest != found.entry.manifest_digest,
        "title": "What would make it pass?",
        "content": "_partials/ways.html",
        "section": "submissions",
    }
    template = context["content"] if request.htmx else "governance/submission_section.html"
    return render(request, template, context)


def _answer(request: SignedInRequest, found: Submission) -> dict[str, Any]:
    """By the rules, the facts and the day of the round, as far as the reader may see what it quotes."""
    try:
        basis, packs, _ = kept_round(found)
    except (Unverifiable, PolicyError) as problem:
        return {"refusal": str(problem)}
    record = Disclosure(request.user).snapshot(basis.record)
    facts = mask_facts(basis.facts, packs.facts, Register(visible_to=request.user).shows)
    return ways_shown(
        request,
        found.entry,
        manifest_of(found.entry.kind, record),
        packs,
        lambda: (
            next_questions(record, packs, as_of=basis.as_of, facts=facts, gate=SOUGHT),
            what_would_pass(record, packs, as_of=basis.as_of, facts=facts, gate=SOUGHT),
        ),
    )
