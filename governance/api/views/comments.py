"""Comments on a submission: read, written and settled."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import comment_docs as docs
from governance.api.bodies import read_body
from governance.api.negotiation import ManifestParser
from governance.api.serializers.acts import NothingSerializer
from governance.api.serializers.comments import CommentSerializer, NewCommentSerializer
from governance.api.serializers.queries import ListQuery
from governance.api.views.base import Act, View
from governance.models import Comment, Submission
from governance.services.comments import add_comment, resolve_comment
from registry.models import Scope, User


def comments_for(user: User) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).with_people().defer("submission__snapshot")


@docs.submission_comments
class SubmissionComments(View, ListAPIView):
    required_scope = {"GET": Scope.READ, "POST": Scope.WRITE}  # noqa: RUF012
    parser_classes = (ManifestParser,)
    query_class = ListQuery
    serializer_class = CommentSerializer

    def get_queryset(self) -> QuerySet[Comment]:
        self.query()
        return comments_for(self.person).filter(submission=self._submission())

    def post(self, request: Request, pk: int) -> Response:
        """The same once more, after an answer that was lost, is the same comment."""
        body, submission = read_body(request, NewCommentSerializer), self._submission()
        if (answers := body.pop("answers", None)) is not None:
            body["answers"] = get_object_or_404(comments_for(self.person), pk=answers)
        made = add_comment(submission, body.pop("text"), by=self.person, **body)
        return Response(self.get_serializer(comments_for(self.person).get(pk=made.pk)).data, 201)

    def _submission(self) -> Submission:
        rows = Submission.objects.visible_to(self.person).defer("snapshot")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


@docs.comment_resolution
class CommentResolution(Act):
    required_scope = Scope.WRITE
    serializer_class = CommentSerializer
    body_class = NothingSerializer
    act = staticmethod(resolve_comment)

    def get_queryset(self) -> QuerySet[Comment]:
        return comments_for(self.person)
