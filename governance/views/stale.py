"""Words on what does not stand any more: what is different now, and the form again about what stands."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from governance.models import Submission
from governance.reports.stale import changed_since
from governance.services.voting import StaleReview
from governance.views.review.changes import ChangedThing, changes_between
from governance.workflow import Status


@dataclass(frozen=True)
class Stale:
    """What changed since the reader was shown it; ``others`` are sentences on what is not in the snapshot."""

    changes: list[ChangedThing]
    others: tuple[str, ...]


def stale_for(
    request: HttpRequest, found: Submission, form: forms.Form, refused: Exception | None = None
) -> Stale | None:
    """What differs from what the page before showed, by its ``seen_digest``; None where that stands.

    ``refused`` is what the service answered: it also knows what was decided meanwhile. What was typed stays
    in ``form``, which is about what stands now: the difference is on the page with it.
    """
    said = request.POST if request.method == "POST" else request.GET
    seen = said.get("seen_digest")
    is_late = refused is not None and (isinstance(refused, StaleReview) or found.status != Status.IN_REVIEW)
    if seen is None or (seen == found.review_digest and not is_late):
        return None
    if form.is_bound:
        form.data = said.copy()
        form.data["seen_digest"] = found.review_digest
    return since_seen(request.user, found, seen)


def since_seen(user: Any, found: Submission, seen: str) -> Stale:
    """What differs between what stands and what ``seen``, a review digest, stood for."""
    changed = changed_since(user, found, seen)
    if changed.old is None:
        return Stale([], changed.others)
    return Stale(changes_between(user, found.entry.kind, changed.old, changed.new), changed.others)
