"""Comments on a submission, and where they stand today."""

from typing import Any

from rest_framework import serializers

from governance.api.serializers.acts import Text
from governance.models import Comment
from governance.services.comments import said_in, stands_at


class CommentSerializer(serializers.Serializer):
    """What somebody said about a submission, or about one field of it. Nobody edits or deletes it."""

    id = serializers.IntegerField()
    submission = serializers.IntegerField(source="submission_id")
    round = serializers.IntegerField()
    revision = serializers.IntegerField(help_text="Of the manifest that was commented on.")
    pointer = serializers.CharField(help_text="Into that manifest (RFC 6901); blank is the whole of it.")
    place = serializers.SerializerMethodField(
        help_text="Where that field is in the manifest of the round that stands; null where its row is gone."
    )
    changed = serializers.SerializerMethodField(help_text="Whether the field says something else since.")
    text = serializers.CharField()
    author = serializers.CharField(source="author.name")
    at = serializers.DateTimeField()
    answers = serializers.IntegerField(source="answers_id", allow_null=True, help_text="The comment's id.")
    resolved_by = serializers.CharField(source="resolved_by.name", default=None, allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)

    def get_place(self, comment: Comment) -> str | None:
        return stands_at(comment, self._document(comment))[0]

    def get_changed(self, comment: Comment) -> bool:
        return stands_at(comment, self._document(comment))[1]

    def _document(self, comment: Comment) -> Any:
        """Read once for all comments of a submission."""
        if not hasattr(self, "_documents"):
            self._documents: dict[int, Any] = {}
        if comment.submission_id not in self._documents:
            self._documents[comment.submission_id] = said_in(comment.submission)
        return self._documents[comment.submission_id]


class NewCommentSerializer(serializers.Serializer):
    """Without `pointer` it is about the whole; an answer stands where the comment does that it answers."""

    text = Text()
    pointer = serializers.CharField(max_length=300, default="", allow_blank=True)
    answers = serializers.IntegerField(min_value=1, max_value=2**31, required=False)
