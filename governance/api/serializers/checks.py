"""The shape of a policy check's answer, for the OpenAPI document. The reporter writes the answer itself."""

from rest_framework import serializers

from governance.api.serializers.entries import ApprovalSerializer, OpenSubmissionSerializer
from governance.api.serializers.findings import (
    CheckSerializer,
    EngineSerializer,
    FindingSerializer,
    PointerSerializer,
)
from governance.models.checks import CheckVerdict
from policies.record import KINDS


class PlaceSerializer(PointerSerializer):
    line = serializers.IntegerField(help_text="From 1; 0 where no place in the text is known.")
    column = serializers.IntegerField()


class PlacedFindingSerializer(FindingSerializer):
    pointers = PlaceSerializer(many=True)


class ReportSerializer(serializers.Serializer):
    """What one manifest was found to be: what `muster check --format json` says of it."""

    source = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields off the class
    kind = serializers.ChoiceField(KINDS)
    key = serializers.CharField()
    verdict = serializers.ChoiceField(CheckVerdict.choices)
    as_of = serializers.DateField()
    gate = serializers.CharField(allow_null=True)
    stage = serializers.CharField(
        allow_null=True, help_text="Where it was taken to have been moved; null for where it is."
    )
    record_digest = serializers.CharField()
    packs_digest = serializers.CharField()
    engine = EngineSerializer()
    counts = serializers.DictField(child=serializers.IntegerField())
    vacuous = serializers.ListField(
        child=serializers.CharField(), help_text="Rules that passed because there was nothing to look at."
    )
    findings = PlacedFindingSerializer(many=True)


class PlaceOfProblemSerializer(serializers.Serializer):
    source = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields off the class
    line = serializers.IntegerField()
    column = serializers.IntegerField()
    message = serializers.CharField()
    hint = serializers.CharField()


class RegistrationSerializer(serializers.Serializer):
    """How the manifest stands to what is registered and approved. Without an entry, only the first four."""

    kind = serializers.ChoiceField(KINDS)
    key = serializers.CharField()
    manifest_digest = serializers.CharField()
    registered = serializers.BooleanField()
    url = serializers.CharField(required=False)
    revision = serializers.IntegerField(required=False)
    matches_registered = serializers.BooleanField(required=False)
    matches_approved = serializers.BooleanField(required=False)
    approval = ApprovalSerializer(required=False)
    open_submission = OpenSubmissionSerializer(required=False, allow_null=True)
    check = CheckSerializer(required=False, allow_null=True)


class PolicyCheckSerializer(serializers.Serializer):
    verdict = serializers.ChoiceField(CheckVerdict.choices, help_text="The worst of all entries.")
    muster = serializers.ChoiceField(("report/1",))
    as_of = serializers.DateField()
    packs_digest = serializers.CharField()
    engine = EngineSerializer()
    verdicts = serializers.DictField(child=serializers.IntegerField())
    entries = ReportSerializer(many=True)
    problems = PlaceOfProblemSerializer(many=True)
    unasked = PlaceOfProblemSerializer(many=True, help_text="Manifests that no rule asks about.")
    registrations = RegistrationSerializer(many=True)
