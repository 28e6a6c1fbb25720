"""A vote on what does not stand any more: what is different now, and the form again about what stands."""

from dataclasses import dataclass

from django import forms

from governance.models import Submission
from governance.reports.stale import changed_since
from governance.views.requests import SignedInRequest
from governance.views.review.changes import ChangedThing, changes_between


@dataclass(frozen=True)
class Stale:
    """What changed since the reader was shown it; ``others`` are sentences on what is not in the snapshot."""

    changes: list[ChangedThing]
    others: tuple[str, ...]


def ask_again(request: SignedInRequest, found: Submission, form: forms.Form) -> Stale:
    """Let ``form``, with what was typed, be about what stands now; tell what differs from what it named."""
    seen = form.cleaned_data["seen_digest"]
    form.data = request.POST.copy()
    form.data["seen_digest"] = found.review_digest
    changed = changed_since(request.user, found, seen)
    if changed.old is None:
        return Stale([], changed.others)
    return Stale(changes_between(request.user, found.entry.kind, changed.old, changed.new), changed.others)
