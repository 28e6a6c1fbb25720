"""Saying something on the review page: a comment, an answer, that it is settled, that one has read so far."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from governance.anchors import NoSuchField, anchor_at
from governance.forms.comments import CommentForm
from governance.models import Comment, Submission
from governance.services.comments import CommentRefused, add_comment, resolve_comment, said_in
from governance.services.looks import mark_looked
from governance.views.requests import SignedInRequest
from governance.views.review.threads import label_of


@vary_on_headers("HX-Request")
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the words, at the field or beneath the comment that the address names; and take them."""
    found = _submission(request, pk)
    said = request.POST if request.method == "POST" else request.GET
    answered = _answered(request, found, said.get("answers", ""))
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        pointer = "" if answered else said.get("pointer", "")
        try:
            made = add_comment(
                found, form.cleaned_data["text"], by=request.user, pointer=pointer, answers=answered
            )
        except CommentRefused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            return redirect(f"{reverse('submission', args=[pk])}#c-{(answered or made).pk}")
    return _ask(request, found, form, answered, said.get("pointer", ""))


@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a comment needs nothing more."""
    found = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk, answers=None)
    resolve_comment(found, by=request.user)
    messages.success(request, "Settled. The comment stays on record.")
    return redirect(f"{reverse('submission', args=[found.submission_id])}#c-{found.pk}")


@require_POST
def look(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move the reader's bookmark to what stands."""
    mark_looked(_submission(request, pk), by=request.user)
    messages.success(request, "Noted. From here on, what changed is told from this round.")
    return redirect("submission", pk)


def _submission(request: SignedInRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).select_related("entry__owner_team")
    return get_object_or_404(rows, pk=pk)


def _answered(request: SignedInRequest, found: Submission, said: str) -> Comment | None:
    if not said:
        return None
    rows = Comment.objects.on_entry(found.entry).visible_to(request.user).with_people()
    return get_object_or_404(rows, pk=said if said.isdigit() and len(said) < 10 else 0, answers=None)


def _ask(
    request: SignedInRequest, found: Submission, form: CommentForm, answered: Comment | None, pointer: str
) -> HttpResponse:
    kind = found.entry.kind
    if answered is None:
        try:
            anchor_at(kind, said_in(found), pointer)
        except NoSuchField as problem:
            raise Http404(str(problem)) from None
    place = (answered.pointer, answered.row) if answered else (pointer, "")
    context: dict[str, Any] = {
        "submission": found,
        "entry": found.entry,
        "form": form,
        "answered": answered,
        "pointer": pointer,
        "label": label_of(kind, *place),
        "section": "submissions",
    }
    template = "_partials/review/comment_form.html" if request.htmx else "governance/comment.html"
    return render(request, template, context)
