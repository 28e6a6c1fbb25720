"""Acts on a submission: by the council's seats, and by the team."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from governance.api import council_docs as docs
from governance.api.bodies import read_body
from governance.api.negotiation import ManifestParser
from governance.api.problems import Problem
from governance.api.serializers import acts
from governance.api.serializers.submissions import SubmissionStandSerializer
from governance.api.views.base import Act
from governance.api.views.entries import OfEntry
from governance.api.views.submissions import submissions_for, with_votes
from governance.models import Submission
from governance.reports.stale import changed_since
from governance.services import approvals, submissions
from governance.services.condition_drafts import CANT_SEE, ConditionRefused, Draft
from governance.services.urgent import approve_urgently
from governance.services.voting import StaleReview, cast_vote
from governance.workflow import TransitionNotAllowed
from registry.models import Scope, User


class SubmissionAct(Act):
    required_scope = Scope.COUNCIL
    serializer_class = SubmissionStandSerializer

    def get_queryset(self) -> QuerySet[Submission]:
        return with_votes(submissions_for(self.person))


class SeenAct(SubmissionAct):
    """An act on what somebody looked at. A refusal tells what is different since."""

    body_class = acts.SeenSerializer

    def post(self, request: Request, pk: int) -> Response:
        try:
            return super().post(request, pk)
        except (StaleReview, TransitionNotAllowed) as refusal:
            raise self._problem(request, pk, refusal) from refusal

    def _problem(self, request: Request, pk: int, refusal: Exception) -> Problem:
        seen = read_body(request, self.body_class)["seen_digest"]
        submission = self.get_queryset().get(pk=pk)
        if isinstance(refusal, TransitionNotAllowed) and seen == submission.review_digest:
            return Problem("conflict", str(refusal))
        changed = changed_since(self.person, submission, seen)
        return Problem(
            "conflict",
            str(refusal),
            review_digest=submission.review_digest,
            changed=list(changed.others),
            differences=[one._asdict() for one in changed.differences],
        )


def _vote(
    submission: Submission, *, by: User, conditions: Sequence[Mapping[str, Any]] = (), **said: Any
) -> Any:
    drafts = [_draft(one, number) for number, one in enumerate(conditions)]
    return cast_vote(submission, by=by, conditions=drafts, **said)


def _draft(said: Mapping[str, Any], number: int) -> Draft:
    """Whoever is not there is refused as is who may not see the entry."""
    owner = User.objects.filter(email__iexact=said["owner"]).first() if "owner" in said else None
    if owner is None and "owner" in said:
        raise ConditionRefused(CANT_SEE, number, "owner")
    return Draft(said["text"], said["expression"], said["due_on"], owner)


@docs.votes
class SubmissionVotes(SeenAct):
    body_class = acts.VoteActSerializer
    act = staticmethod(_vote)


@docs.urgent_approvals
class SubmissionUrgentApprovals(SeenAct):
    act = staticmethod(approve_urgently)


@docs.suspension
class SubmissionSuspension(SubmissionAct):
    act = staticmethod(approvals.suspend_approval)


@docs.revocation
class SubmissionRevocation(SubmissionAct):
    act = staticmethod(approvals.revoke_approval)


@docs.reinstatement
class SubmissionReinstatement(SubmissionAct):
    act = staticmethod(approvals.reinstate_approval)


class TeamAct(SubmissionAct):
    required_scope = Scope.WRITE


@docs.appeal
class SubmissionAppeal(TeamAct):
    body_class = acts.GroundsSerializer
    act = staticmethod(submissions.appeal)


@docs.resubmission
class SubmissionResubmission(TeamAct):
    body_class = acts.NoteSerializer
    act = staticmethod(submissions.resubmit)


@docs.withdrawal
class SubmissionWithdrawal(TeamAct):
    body_class = acts.NothingSerializer
    act = staticmethod(submissions.withdraw)


@docs.entry_submissions
class EntrySubmissions(OfEntry):
    """Puts the entry before the council."""

    required_scope = Scope.WRITE
    parser_classes = (ManifestParser,)
    serializer_class = SubmissionStandSerializer

    def post(self, request: Request, **address: str) -> Response:
        self.query()
        said = read_body(request, acts.NoteSerializer)
        made = submissions.submit_entry(self.entry(), by=self.person, **said)
        shown = self.get_serializer(with_votes(submissions_for(self.person)).get(pk=made.pk)).data
        return Response(shown, 201, headers={"Location": reverse("api:submission", args=[made.pk])})
