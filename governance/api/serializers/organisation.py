"""The organisation itself, as the newest check found it."""

from rest_framework import serializers

from governance.api.serializers.checks import ReportSerializer
from governance.api.serializers.findings import EngineSerializer, FindingSerializer


class OrganisationReportSerializer(ReportSerializer):
    """What `muster check --org` says of the organisation."""

    source = None  # type: ignore[assignment]  # it comes from no file
    kind = serializers.CharField(help_text="Always `portfolio`.")  # type: ignore[assignment]
    engine = EngineSerializer(required=False, help_text="Left out where it was not kept.")
    findings = FindingSerializer(many=True)  # type: ignore[assignment]


class OrganisationCheckSerializer(serializers.Serializer):
    """Nothing but nulls where there is no check that the reader may see."""

    as_of = serializers.DateField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(help_text="Why the engine could say nothing; blank where it could.")
    report = OrganisationReportSerializer(allow_null=True)
