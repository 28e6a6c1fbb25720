"""Submissions: what was put before the council, and what became of it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.serializers.conditions import ConditionSerializer
from governance.api.serializers.findings import CheckSerializer, FindingSerializer
from governance.api.serializers.links import EntryLink
from governance.disclosure import Disclosure
from governance.models import Finding, Submission, Verdict
from governance.reports.quorum import Quorum, quorum_of
from governance.workflow import Status
from policies.charters import Say


class VoteSerializer(serializers.Serializer):
    round = serializers.IntegerField()
    seat = serializers.CharField()
    voter = serializers.CharField(source="voter.name")
    verdict = serializers.ChoiceField(Verdict.choices)
    reason = serializers.CharField()
    review_digest = serializers.CharField(help_text="What the voter saw.")
    at = serializers.DateTimeField()
    stands = serializers.BooleanField(help_text="False once the voter said something else.")
    counted = serializers.BooleanField(help_text="Whether the decision rests on it.")


class SubmissionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    entry = EntryLink()
    status = serializers.ChoiceField(Status.choices)
    round = serializers.IntegerField()
    revision = serializers.IntegerField()
    manifest_digest = serializers.CharField(help_text="Names the manifest that was submitted.")
    review_digest = serializers.CharField(help_text="Names all that a vote relies on; blank before review.")
    charter_digest = serializers.CharField()
    required_seats = serializers.SerializerMethodField(
        help_text="The seats of the council that must be heard."
    )
    tier = serializers.CharField(help_text="That of the EU AI Act; blank but for use cases.")
    is_urgent = serializers.BooleanField(help_text="Two people approved it without all seats, for some days.")
    reviews_urgent = serializers.IntegerField(
        source="reviews_urgent_id",
        allow_null=True,
        help_text="The urgent approval that this looks at afterwards.",
    )
    as_of = serializers.DateField()
    note = serializers.CharField()
    submitted_by = serializers.CharField(source="submitted_by.name")
    submitted_at = serializers.DateTimeField()
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_why = serializers.CharField(help_text="Why the approval is suspended, or ended; else blank.")

    def get_required_seats(self, submission: Submission) -> list[str]:
        return list(submission.voting_terms.required)


class QuorumSeatSerializer(serializers.Serializer):
    """A seat that is heard. Who has a part in what is decided is not told, only whether anybody is left."""

    seat = serializers.CharField(source="function")
    required = serializers.BooleanField(source="is_required")  # type: ignore[assignment]
    veto = serializers.BooleanField(source="has_veto")
    says = serializers.ChoiceField(
        [say.value for say in Say], source="say", allow_null=True, help_text="Null until it was heard."
    )
    can_vote = serializers.ListField(
        child=serializers.CharField(), source="people", help_text="Empty where nobody can be heard for it."
    )


class QuorumSerializer(serializers.Serializer):
    needed = serializers.IntegerField(help_text="So many seats have to be heard.")
    heard = serializers.IntegerField()
    votes_missing = serializers.IntegerField(help_text="So many more seats have to say yes or no.")
    missing = serializers.SerializerMethodField(help_text="Seats that have to be heard yet.")
    seats = QuorumSeatSerializer(many=True)

    def get_missing(self, quorum: Quorum) -> list[str]:
        return [seat.function for seat in quorum.missing]


class SubmissionStandSerializer(SubmissionSerializer):
    """A submission with its votes and, while it is in review, how the seats stand."""

    votes = VoteSerializer(many=True)
    quorum = serializers.SerializerMethodField(help_text="Null unless it is in review.")

    @extend_schema_field(QuorumSerializer(allow_null=True))
    def get_quorum(self, submission: Submission) -> Any:
        if submission.status != Status.IN_REVIEW:
            return None
        standing = [one for one in submission.votes.all() if one.stands and one.round == submission.round]
        return QuorumSerializer(quorum_of(submission, standing)[0]).data


class SubmissionDetailSerializer(SubmissionStandSerializer):
    """A submission with the frozen snapshot, what the engine said of it, and the votes."""

    snapshot = serializers.SerializerMethodField(
        help_text="The manifest with all it links to, as it was frozen. Of linked entries that you can't see "
        "only the key is given; the digests are over the whole."
    )
    check = CheckSerializer(source="check_run", allow_null=True)
    findings = serializers.SerializerMethodField()
    conditions = serializers.SerializerMethodField()

    def get_snapshot(self, submission: Submission) -> dict[str, Any]:
        return Disclosure(self.context["request"].user).snapshot(submission.snapshot)

    @extend_schema_field(ConditionSerializer(many=True))
    def get_conditions(self, submission: Submission) -> Any:
        rows = submission.conditions.told()
        return ConditionSerializer(rows, many=True, context=self.context).data

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, submission: Submission) -> Any:
        run = submission.check_run
        rows = Finding.objects.none() if run is None else run.findings.select_related("run__entry")
        return FindingSerializer(Disclosure(self.context["request"].user).findings(rows), many=True).data
