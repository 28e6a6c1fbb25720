"""Registering and changing entries with the one form, and checking while it is filled in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance.forms.manifest import ManifestForm
from governance.forms.offers import Choice, Offers
from governance.forms.overlaps import ASK, answers_in
from governance.services.overlap_answers import AnswersRefused, save_answered
from governance.views.conflicts import merge, rows_of
from governance.views.entries import visible_entry
from governance.views.live import check_unsaved
from governance.views.requests import SignedInRequest
from policies.record import KINDS
from registry.models import Entry, Kind
from registry.permissions import may_edit
from registry.services.entries import InvalidManifest, StaleManifest

ABOUT_KINDS = {
    Kind.USE_CASE: "One purpose your team puts AI to. This is what the council decides on.",
    Kind.AI_MODEL: "A model in one version, made in house or bought.",
    Kind.DATA_SOURCE: "Records that use cases draw on: a CRM, a loyalty list, call recordings.",
    Kind.TOOL: "A product or platform in your stack, with AI in it or not.",
    Kind.CONSENT_SCOPE: "What a group of people agreed to, how, and until when.",
}

OVERLAPS: Final = "Much like this"


def choose_kind(request: SignedInRequest) -> HttpResponse:
    kinds = [{"value": kind, "label": kind.label, "about": ABOUT_KINDS[kind]} for kind in Kind]
    can_register = bool(_teams(request))
    return render(
        request,
        "governance/register.html",
        {"kinds": kinds, "section": "register", "can_register": can_register},
    )


def register_kind(request: SignedInRequest, kind: str) -> HttpResponse:
    """A new entry."""
    if kind not in KINDS:
        raise Http404
    teams = _teams(request)
    if not teams:
        raise PermissionDenied(
            "You can register things once you are a member of a team. Ask one of its owners."
        )
    said = {"owner_team": teams[0].value} if len(teams) == 1 else {}
    if request.method != "POST":
        return _page(request, ManifestForm(kind, request.user, said=said), seen="")
    return _answer(request, ManifestForm(kind, request.user, data=request.POST), seen="")


def edit(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """An entry that is registered already. ``seen`` is the digest of what the author set out from."""
    found = visible_entry(request, kind, key)
    if not may_edit(request.user, found.owner_team):
        raise PermissionDenied(f"Only members of {found.owner_team} can change this.")
    if request.method != "POST":
        form = ManifestForm(kind, request.user, said=found.document)
        return _page(request, form, seen=found.manifest_digest, entry=found)
    form = ManifestForm(kind, request.user, said={"key": key}, data=request.POST)
    return _answer(request, form, seen=request.POST.get("seen", ""), entry=found)


@require_POST
def check(request: SignedInRequest, kind: str) -> HttpResponse:
    """The panel beside the form: what the rules say of what was typed so far. Stores nothing."""
    if kind not in KINDS:
        raise Http404
    form = ManifestForm(kind, request.user, data=request.POST)
    # Only a form that set out from what is registered asks about that entry.
    registered = Entry.objects.editable_by(request.user).filter(kind=kind, key=form.key)
    entry = registered.first() if request.POST.get("seen") else None
    return render(request, "_partials/panel.html", _panel(request, form, entry))


def _answer(
    request: SignedInRequest, form: ManifestForm, *, seen: str, entry: Entry | None = None
) -> HttpResponse:
    wanted, _, name = request.POST.get("do", "save").partition(" ")
    if wanted == "add":
        form.add_row(name)
    elif wanted == "remove":
        form.remove_row(name)
    elif wanted == "check":
        return _page(request, form, seen=seen, entry=entry, panel=_panel(request, form, entry))
    elif form.document and not form.errors:  # what is wrong is found while the answers are read
        return _save(request, form, seen=seen, entry=entry)
    return _page(request, form, seen=seen, entry=entry, failed=wanted == "save")


def _save(request: SignedInRequest, form: ManifestForm, *, seen: str, entry: Entry | None) -> HttpResponse:
    answers = answers_in(request.POST)
    try:
        saved = save_answered(
            form.document, answers.values(), by=request.user, expected_digest=seen, asks=ASK in request.POST
        )
    except InvalidManifest as refusal:
        form.place(problem for _, problem in refusal.problems)
    except AnswersRefused as refused:
        form.problems += [f"{OVERLAPS}: {problem}" for problem in refused.problems.values()]
        panel = _panel(request, form, entry, refused.problems)
        return _page(request, form, seen=seen, entry=entry, failed=True, panel=panel)
    except PermissionDenied as refusal:
        form.problems.append(str(refusal))
    except StaleManifest as conflict:
        if entry is None:
            form.key_problems.append(f"The key {form.document['key']} is taken. Choose another one.")
        else:
            return _conflict(request, form, conflict.entry, seen)
    else:
        verb = "Registered" if saved.revision_count == 1 else "Saved"
        messages.success(request, f"{verb} as revision {saved.revision_count}.")
        return redirect("entry", saved.kind, saved.key)
    return _page(request, form, seen=seen, entry=entry, failed=True)


def _conflict(request: SignedInRequest, form: ManifestForm, current: Entry, seen: str) -> HttpResponse:
    """Someone saved in the meantime: both versions side by side, and the form with them brought together."""
    before = current.revisions.filter(digest=seen).order_by("-number").first()
    base = {} if before is None else before.document
    changes = rows_of(form.kind, base, form.document, current.document)
    merged = ManifestForm(form.kind, request.user, said=merge(base, form.document, current.document))
    last = current.revisions.select_related("author").get(number=current.revision_count)
    entry = visible_entry(request, current.kind, current.key)
    context = {"changes": changes, "last": last}
    return _page(request, merged, seen=current.manifest_digest, entry=entry, conflict=context)


def _panel(
    request: SignedInRequest,
    form: ManifestForm,
    entry: Entry | None = None,
    problems: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    answers = answers_in(request.POST)
    said = check_unsaved(form.document, request.user, answers=answers, problems=problems, entry=entry)
    return said | {"asks": ASK in request.POST, "entry": entry}


def _page(request: SignedInRequest, form: ManifestForm, *, seen: str, **context: Any) -> HttpResponse:
    if "panel" not in context and (ASK in request.POST or answers_in(request.POST)):
        # What was chosen beside the form is kept as what was typed in it is.
        context["panel"] = _panel(request, form, context.get("entry"))
    context |= {"form": form, "seen": seen, "kind": form.kind, "section": "register"}
    return render(request, "governance/entry_edit.html", context)


def _teams(request: SignedInRequest) -> tuple[Choice, ...]:
    return Offers(request.user).teams_to_edit()
