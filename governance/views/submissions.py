"""Submissions: the queue, the review page and the decision."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.charter import UnreadableCharter
from governance.forms.conditions import ConditionForms
from governance.forms.decisions import DecisionForm
from governance.models import Submission, Vote
from governance.permissions import is_on_council
from governance.reports.inbox import neighbours
from governance.reports.quorum import quorum_of, speaker_for
from governance.reports.standing import with_standing
from governance.services.condition_drafts import ConditionRefused
from governance.services.notices import mark_seen
from governance.services.submissions import can_be_withdrawn
from governance.services.voting import DecisionBlocked, StaleReview, cast_vote, seats_of
from governance.views.approvals import offered_acts
from governance.views.conditions import conditions_context
from governance.views.history import history_of
from governance.views.requests import SignedInRequest
from governance.views.review.appealed import appealed_against
from governance.views.review.frozen import evidence_of
from governance.views.review.page import review_of
from governance.views.stale import stale_for
from governance.views.staleness import approval_shown
from governance.views.topics import sort_findings
from governance.voters import refusal_of
from governance.workflow import OPEN, Status, TransitionNotAllowed
from registry.permissions import may_submit

if TYPE_CHECKING:
    from governance.reports.standing import StandingSubmission

PAGE_SIZE = 25
_REFUSALS: Final = (
    StaleReview,
    DecisionBlocked,
    TransitionNotAllowed,
    PermissionDenied,
    UnreadableCharter,
    ValueError,
)


def submissions(request: SignedInRequest) -> HttpResponse:
    """What is before the council, or was. What waits for somebody is in their inbox, as it once was here."""
    if "waiting" in request.GET and is_on_council(request.user):
        return redirect("inbox")
    rows = Submission.objects.visible_to(request.user).select_related("entry", "team", "submitted_by")
    found = with_standing(rows.prefetch_related("review_seats"))
    chosen = request.GET.get("status", "")
    if chosen == Status.EXPIRED:
        found = found.filter(approval=chosen)
    elif chosen in Status.values:
        found = found.filter(status=chosen).exclude(approval=Status.EXPIRED)
    elif chosen == "open":
        found = found.filter(status__in=OPEN)
    context = {
        "page": Paginator(found.defer("snapshot"), PAGE_SIZE).get_page(request.GET.get("page")),
        "statuses": Status.choices,
        "chosen": chosen,
        "section": "submissions",
    }
    return render(request, "governance/submission_list.html", context)


def submission(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was frozen, what the rules say of it, what happened, and the decision for who may make it."""
    found = _visible(request, pk)
    mark_seen(request.user, subject=found.subject)
    return render(request, "governance/submission_view.html", _context(request, found))


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record a vote. What stood against it is said on the same page, with what changed since it was shown."""
    found, refused = _visible(request, pk), None
    form = DecisionForm(request.POST, can_approve=_can_approve(found))
    conditions = ConditionForms(found, request.POST)
    # Both at once: whoever mistyped in both sees both.
    if all([form.is_valid(), conditions.is_valid()]):
        said = form.cleaned_data
        try:
            cast_vote(
                found,
                said["verdict"],
                by=request.user,
                reason=said["reason"],
                seen_digest=said["seen_digest"],
                conditions=conditions.drafts(),
            )
        except ConditionRefused as refusal:
            conditions.refuse(form, refusal)
        except _REFUSALS as refusal:
            form.add_error(None, str(refusal))
            refused = refusal
        else:
            messages.success(request, "Your vote is recorded.")
            return redirect("submission", found.pk)
    found = _visible(request, pk)
    stale = stale_for(request, found, form, refused)
    context = _context(request, found, form, conditions) | {"stale": stale, "typed": form.data.get("reason")}
    return render(request, "governance/submission_view.html", context, status=409 if stale else 200)


def _visible(request: SignedInRequest, pk: int) -> "StandingSubmission":
    related = ("entry__owner_team", "team", "submitted_by", "decided_by", "check_run", "reviews_urgent")
    rows = with_standing(Submission.objects.visible_to(request.user).select_related(*related))
    return get_object_or_404(rows, pk=pk)


def _context(
    request: SignedInRequest,
    found: "StandingSubmission",
    form: DecisionForm | None = None,
    asked: ConditionForms | None = None,
) -> dict[str, Any]:
    seen = evidence_of(request.user, found)
    votes = list(found.votes.select_related("voter", "on_behalf_of"))
    rounds = list(
        found.past_rounds.defer("snapshot").select_related("check_run", "submitted_by", "submission")
    )
    page = {
        "submission": found,
        "entry": found.entry,
        "findings": seen.findings,
        "sorted": sort_findings(seen.findings),
        "sections": seen.record.sections,
        "linked": seen.record.linked,
        "history": history_of(found.subject),
        "votes": votes,
        "rounds": rounds,
        "appealed": appealed_against(found, rounds, votes),
        "approval_shown": approval_shown(request.user, found),
        "changed": found.manifest_digest != found.entry.manifest_digest,
        "case": neighbours(request.user, found.pk) if is_on_council(request.user) else None,
        "section": "submissions",
    }
    page |= review_of(request, found, seen.said, seen.names, page) | offered_acts(request, found)
    return page | conditions_context(request.user, found) | _decision(request, found, form, asked)


def _decision(
    request: SignedInRequest, found: Submission, form: DecisionForm | None, asked: ConditionForms | None
) -> dict[str, Any]:
    in_review, can_act = found.status == Status.IN_REVIEW, may_submit(request.user, found.entry)
    voted = list(found.votes.standing().select_related("voter"))
    quorum, bench, tally = quorum_of(found, voted)
    speaker = speaker_for(bench, tally, request.user)
    mine = next((one for one in voted if one.voter_id == request.user.pk), None)
    if in_review and speaker and form is None:
        form = DecisionForm(initial=_said(found, mine), can_approve=_can_approve(found))
    own = [one for one in bench.speakers if one.user == request.user]
    return {
        "conditions_asked": asked or ConditionForms(found, mine=mine),
        "form": form if speaker else None,
        "in_review": in_review,
        "quorum": quorum,
        "speaker": speaker,
        "mine": mine,
        "refusal": "" if speaker else refusal_of(seats_of(tally, bench), own),
        "can_approve": _can_approve(found),
        "can_act": can_act,
        "can_withdraw": can_act and can_be_withdrawn(found),
        "can_submit_anew": can_act and not _followed(found),
        "can_resubmit": can_act and found.status == Status.CHANGES_REQUESTED,
    }


def _followed(found: Submission) -> bool:
    """Whether the entry was put before the council again since."""
    later = Submission.objects.filter(entry=found.entry_id, pk__gt=found.pk)
    return later.exclude(status=Status.WITHDRAWN).exists()


def _said(found: Submission, mine: Vote | None) -> dict[str, str]:
    """What the form begins with: the vote that stands, to be changed."""
    seen = {"seen_digest": found.review_digest}
    return seen | ({"verdict": mine.verdict, "reason": mine.reason} if mine else {})


def _can_approve(found: Submission) -> bool:
    return found.check_run is not None and found.check_run.passes
