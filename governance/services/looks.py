"""How far somebody has read."""

from governance.models import LastLook, Submission
from registry import clock
from registry.models import User


def mark_looked(submission: Submission, *, by: User) -> LastLook:
    """Remember that ``by`` has read the round that stands; what changed is shown from there on.

    It is asked for by a button and not done by opening the page: browsers, link previews and second tabs open
    pages that nobody reads, and what changed would be gone with the first reload. Who votes has looked: see
    ``governance.reports.stands``, so that nobody has to do both. The ledger is not told, for a bookmark is no
    judgement, and who reads what is nobody else's business. Twice changes nothing but the time.
    """
    stand = {"round": submission.round, "review_digest": submission.review_digest, "at": clock.now()}
    found, _ = LastLook.objects.update_or_create(user=by, submission=submission, defaults=stand)
    return found
