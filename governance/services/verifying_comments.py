"""Are comments those that the ledger tells of?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from governance.models import Comment
from governance.services.comments import summary_of
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break, hold_against


def find_changed_comments() -> Iterator[Break]:
    """Yield every comment whose words, place or state are not those recorded."""
    rows = Comment.objects.with_people().defer("submission__snapshot").order_by("pk")
    yield from hold_against(_told(), rows.iterator(chunk_size=200), "comment", _differences)


def _told() -> dict[str, list[dict[str, Any]]]:
    actions = ("comment.added", "comment.resolved")
    events = AuditEvent.objects.filter(action__in=actions).order_by("subject", "sequence")
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in events.values("subject", "actor", "body").iterator(chunk_size=2000):
        told[row["subject"]].append(dict(row))
    return told


def _differences(comment: Comment, events: list[dict[str, Any]]) -> Iterator[str]:
    added, *resolved = events
    if added["body"] != summary_of(comment) or added["actor"] != str(comment.author.uid):
        yield "what was said, where or by whom was changed"
    by = [str(comment.resolved_by.uid)] if comment.resolved_by else []
    if [one["actor"] for one in resolved] != by:
        yield "whether it is settled, or who settled it, was changed"
