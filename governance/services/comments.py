"""Saying something about a submission, or about one field of it."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.anchors import Anchor, NoSuchField, anchor_at, value_at
from governance.models import Comment, Submission
from governance.services.telling import comment_added
from registry import clock
from registry.ledger.salting import new_salt, salted_digest
from registry.ledger.writing import record
from registry.models import Revision, User

MOST_WORDS: Final = 5_000


class CommentRefused(ValueError):
    """It can't be said like that. ``field`` names the mistaken one; "" where it is none."""

    def __init__(self, reason: str, field: str = "") -> None:
        self.field = field
        super().__init__(reason)


@transaction.atomic
def add_comment(
    submission: Submission, text: str, *, by: User, pointer: str = "", answers: Comment | None = None
) -> Comment:
    """Say something about what was frozen, at a field (a JSON pointer into the manifest) or about the whole.

    An answer stands where the comment does that it answers. The same once more in one round (a second click,
    a retry) is the same comment. Raises ``PermissionDenied``, and ``CommentRefused`` for what can't be said
    there.
    """
    text = text.strip()
    if not text:
        raise CommentRefused("Write what you want to say.", "text")
    if len(text) > MOST_WORDS:
        raise CommentRefused(f"Say it in at most {MOST_WORDS:,} characters.", "text")
    rows = Submission.objects.select_related("entry").defer("snapshot")
    submission = rows.select_for_update(of=("self",), no_key=True).get(pk=submission.pk)
    _check_can_comment(by, submission)
    said: dict[str, Any] = {"submission": submission, "round": submission.round, "author": by, "text": text}
    document = said_in(submission)
    said |= _place(submission, document, pointer, answers)
    if again := Comment.objects.filter(**said).first():
        return again
    salt, place = new_salt(), Anchor(said["pointer"], said["row"]).place_in(submission.entry.kind, document)
    comment = Comment.objects.create(
        **said,
        revision=submission.revision,
        salt=salt,
        value_digest=salted_digest(salt, value_at(document, place)),
        at=clock.now(),
    )
    event = record("comment.added", comment, by=by, **summary_of(comment))
    comment_added(comment, by=by, event=event)
    return comment


@transaction.atomic
def resolve_comment(comment: Comment, *, by: User) -> Comment:
    """Note that what somebody asked for is done, or needs no doing. It stays where it is, and so do answers.

    Raises ``PermissionDenied``, and ``CommentRefused`` for an answer. Twice changes nothing.
    """
    rows = Comment.objects.select_related("submission__entry", "author", "resolved_by")
    comment = rows.select_for_update(of=("self",)).get(pk=comment.pk)
    _check_can_comment(by, comment.submission)
    if comment.answers_id is not None:
        raise CommentRefused("An answer is settled with the comment that it answers.")
    if comment.is_resolved:
        return comment
    comment.resolved_by, comment.resolved_at = by, clock.now()
    comment.save(update_fields=["resolved_by", "resolved_at"])
    record("comment.resolved", comment, by=by)
    return comment


def said_in(submission: Submission) -> Any:
    """The manifest that the team sent: what was worked out or judged since is not what they said."""
    return Revision.objects.values_list("document", flat=True).get(
        entry=submission.entry_id, number=submission.revision
    )


def stands_at(comment: Comment, document: Any) -> tuple[str | None, bool]:
    """Where in ``document`` the comment belongs, and whether something else stands there than then.

    None where its row is gone. Of the whole nothing is said to have changed: that is what rounds are for.
    """
    place = Anchor(comment.pointer, comment.row).place_in(comment.submission.entry.kind, document)
    now = salted_digest(comment.salt, value_at(document, place))
    return place, bool(comment.pointer) and now != comment.value_digest


def summary_of(comment: Comment) -> dict[str, Any]:
    """What the ledger keeps of it: where it stands, and digests. Words may name people, and rows too."""
    return {
        "submission": f"submission:{comment.submission_id}",
        "round": comment.round,
        "revision": comment.revision,
        "pointer": comment.pointer,
        "answers": f"comment:{comment.answers_id}" if comment.answers_id else "",
        "text_digest": salted_digest(comment.salt, [comment.text, comment.row]),
        "value_digest": comment.value_digest,
    }


def _check_can_comment(by: User, submission: Submission) -> None:
    """Whoever sees a submission can say something: the council and the team, and who reads for them."""
    if not by.is_active or not Submission.objects.visible_to(by).filter(pk=submission.pk).exists():
        raise PermissionDenied("Only who can see this can comment on it.")


def _place(submission: Submission, document: Any, pointer: str, answers: Comment | None) -> dict[str, Any]:
    if answers is None:
        try:
            anchor = anchor_at(submission.entry.kind, document, pointer)
        except NoSuchField as problem:
            raise CommentRefused(str(problem), "pointer") from None
        return {"answers": None, "pointer": anchor.pointer, "row": anchor.row}
    if answers.answers_id is not None:
        raise CommentRefused("Answer the comment itself: answers have no answers of their own.", "answers")
    if not Comment.objects.on_entry(submission.entry).filter(pk=answers.pk).exists():
        raise CommentRefused("What you answer is about something else.", "answers")
    return {"answers": answers, "pointer": answers.pointer, "row": answers.row}
