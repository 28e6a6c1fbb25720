"""What people said about a submission, or about one field of it, while it was reviewed."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.models.submissions import Submission
from registry import clock
from registry.models import Entry


class CommentQuerySet(models.QuerySet):
    def on_entry(self, entry: Entry) -> Self:
        """Those of every round of every submission: what was said of a field outlives both."""
        return self.filter(submission__entry=entry)

    def visible_to(self, user: Any) -> Self:
        return self.filter(submission__in=Submission.objects.visible_to(user).order_by().values("pk"))

    def open(self) -> Self:
        """What somebody still has to do something about; answers are settled with what they answer."""
        return self.filter(answers=None, resolved_at=None)

    def with_people(self) -> Self:
        return self.select_related("author", "resolved_by", "submission__entry")


class Comment(models.Model):
    """One remark. It stands as it was written: nobody edits or deletes it, a later one can correct it.

    ``pointer`` leads into the manifest of ``revision``; "" is the whole. Rows of a list move, so that
    ``row`` keeps what the row was called (see ``governance.anchors``). ``value_digest`` is of what stood
    there, salted with ``salt`` as everything that the ledger tells of it: once it is another, the field has
    changed since. An answer has the place of what it ``answers``, and no answer of its own.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments")
    round = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="given")
    pointer = models.CharField(max_length=300, blank=True)
    row = models.CharField(max_length=520, blank=True)
    value_digest = models.CharField(max_length=64)
    text = models.TextField()
    salt = models.CharField(max_length=32)
    author = models.ForeignKey("registry.User", models.PROTECT, related_name="comments")
    at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(
        "registry.User", models.PROTECT, null=True, blank=True, related_name="comments_resolved"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="every_comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_comments_say_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(answers=None) | Q(resolved_at=None), name="answers_are_settled_with_their_comment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.author} on {self.submission}"

    @property
    def subject(self) -> str:
        """What the ledger calls this comment."""
        return f"comment:{self.pk}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None
