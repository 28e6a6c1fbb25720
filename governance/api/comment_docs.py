"""What the OpenAPI document says of comments."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema_view

from governance.api.negotiation import JSON
from governance.api.operations import BODY, Decorate, act, operation
from governance.api.serializers import acts, comments, queries

_COMMENT: Final[dict[str, Any]] = {
    "id": 12,
    "submission": 7,
    "round": 1,
    "revision": 4,
    "pointer": "/retention_months",
    "place": "/retention_months",
    "changed": False,
    "text": "Why three years? The notice says two.",
    "author": "Pia Privacy",
    "at": "2026-06-30T08:00:00Z",
    "answers": None,
    "resolved_by": None,
    "resolved_at": None,
}
_ASKED: Final = OpenApiExample(
    "comment at a field",
    value={"text": _COMMENT["text"], "pointer": "/retention_months"},
    request_only=True,
    media_type=JSON,
)
_ANSWERED: Final = OpenApiExample(
    "answer",
    value={"text": "The notice is being changed.", "answers": 12},
    request_only=True,
    media_type=JSON,
)
_MADE: Final = OpenApiExample(
    "comment", value=_COMMENT, response_only=True, media_type=JSON, status_codes=["201"]
)

submission_comments: Decorate = extend_schema_view(
    get=operation(
        "list_comments",
        "List what people said about a submission and its fields",
        {(200, JSON): comments.CommentSerializer(many=True)},
        "not-found",
        parameters=[queries.ListQuery],
        filters=False,
    ),
    post=operation(
        "add_comment",
        "Say something about a submission, or answer",
        {(201, JSON): comments.CommentSerializer},
        *BODY,
        "not-found",
        request=comments.NewCommentSerializer,
        examples=[_ASKED, _ANSWERED, _MADE],
    ),
)
comment_resolution = act(
    "resolve_comment",
    "Note that a comment needs nothing more",
    comments.CommentSerializer,
    acts.NothingSerializer,
)
