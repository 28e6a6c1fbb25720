"""Notices: what the owner of the token was told."""

from rest_framework import serializers

from governance.api.serializers.links import EntryLink
from governance.models import NoticeKind


class NoticeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    uid = serializers.UUIDField(help_text="The same in the mail's Message-ID, so that a repeat can be told.")
    kind = serializers.ChoiceField(NoticeKind.choices)
    entry = EntryLink(allow_null=True, help_text="Null for changes of the rules and of the charter.")
    subject = serializers.CharField(help_text="What it is about, such as `submission:7`.")
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField(source="link", help_text="The page of what it is about.")
    created_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)
