"""Entries with what the engine and the council say of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.reading import Standing, approval_of
from governance.api.serializers.findings import CheckSerializer
from governance.api.serializers.links import EntryLink
from governance.workflow import OPEN

OPEN_STATUSES = sorted((status.value, status.label) for status in OPEN)


class OpenSubmissionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(OPEN_STATUSES)
    round = serializers.IntegerField()
    manifest_digest = serializers.CharField()


class ApprovalSerializer(serializers.Serializer):
    """Whether the manifest that stands is one that the council approved, and until when."""

    standing = serializers.ChoiceField(Standing.choices)
    submission = serializers.IntegerField(allow_null=True)
    manifest_digest = serializers.CharField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)


class EntrySerializer(EntryLink):
    owner_team = serializers.CharField(source="owner_team.key")
    lifecycle_stage = serializers.CharField(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField(), allow_null=True)
    revision = serializers.IntegerField(source="revision_count")
    manifest_digest = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    check = serializers.SerializerMethodField()
    open_submission = serializers.SerializerMethodField()
    approval = serializers.SerializerMethodField()

    @extend_schema_field(CheckSerializer(allow_null=True))
    def get_check(self, entry: Any) -> Any:
        runs = entry.current_checks
        return CheckSerializer(runs[0], context=self.context).data if runs else None

    @extend_schema_field(OpenSubmissionSerializer(allow_null=True))
    def get_open_submission(self, entry: Any) -> Any:
        found = (one for one in entry.recent_submissions if one.status in OPEN)
        return next((OpenSubmissionSerializer(one).data for one in found), None)

    @extend_schema_field(ApprovalSerializer)
    def get_approval(self, entry: Any) -> Any:
        return ApprovalSerializer(approval_of(entry.recent_submissions)).data


class EntryDetailSerializer(EntrySerializer):
    """An entry with its manifest: what was registered, word for word."""

    manifest = serializers.JSONField(source="document")


class RevisionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    digest = serializers.CharField()
    author = serializers.CharField(source="author.name", default=None, allow_null=True)
    created_at = serializers.DateTimeField()


class RevisionDetailSerializer(RevisionSerializer):
    manifest = serializers.JSONField(source="document")
