"""Assessments: what was written under which outline, and who approved it until when."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.serializers.links import EntryLink
from governance.assessing import State
from governance.models import Assessment
from policies.assessments import coverage_of, read_outline
from policies.record import vocabulary
from registry import clock

TYPES = vocabulary("assessment_type")


class CoverageSerializer(serializers.Serializer):
    required = serializers.IntegerField(  # type: ignore[assignment]  # DRF takes fields off the class
        help_text="Questions that have to be answered."
    )
    required_answered = serializers.IntegerField()
    total = serializers.IntegerField()
    answered = serializers.IntegerField()


class AssessmentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    entry = EntryLink()
    type = serializers.ChoiceField(TYPES)
    version = serializers.IntegerField(help_text="Counts up with each renewal.")
    outline_version = serializers.IntegerField(source="outline.version")
    state = serializers.ChoiceField(State.choices)
    status = serializers.SerializerMethodField(help_text="What rules read of it today.")
    coverage = serializers.SerializerMethodField()
    revision = serializers.IntegerField(help_text="The entry's when the answers were last saved.")
    manifest_digest = serializers.CharField(help_text="Another one today: the entry changed since.")
    content_digest = serializers.CharField(help_text="Of what was approved; blank before.")
    required_seat = serializers.CharField(help_text="Who approves it; blank before it is submitted.")
    author = serializers.CharField(source="author.name")
    started_at = serializers.DateTimeField()
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    approver = serializers.CharField(source="approver.name", default=None, allow_null=True)
    approved_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)

    def get_status(self, assessment: Assessment) -> str:
        return assessment.status(clock.today())

    @extend_schema_field(CoverageSerializer)
    def get_coverage(self, assessment: Assessment) -> dict[str, int]:
        whole, _ = coverage_of(read_outline(assessment.outline), assessment.answers)
        return dict(CoverageSerializer(whole).data)


class AssessmentDetailSerializer(AssessmentSerializer):
    """With the outline word for word, and the answers by the ids of its questions."""

    outline = serializers.JSONField()
    answers = serializers.JSONField()
    remark = serializers.CharField(help_text="What the holder of the seat said.")
