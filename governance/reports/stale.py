"""What changed between what a reviewer saw and what stands, as far as this reader may see it."""

import re
from dataclasses import dataclass
from typing import Any, Final

from governance.disclosure import Disclosure
from governance.models import PastRound, Submission
from governance.models.submissions import Frozen
from governance.services.rounds import is_overtaken
from policies.record.differences import Difference, differences

_DIGEST: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Changed:
    """``old`` and ``new`` are the snapshots as the reader may see them; ``others`` sentences on the rest.

    ``old`` is None where nobody was ever shown what the reader says to have seen.
    """

    old: dict[str, Any] | None
    new: dict[str, Any]
    others: tuple[str, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        return differences(self.old, self.new) if self.old is not None else ()


def changed_since(user: Any, submission: Submission, seen_digest: str) -> Changed:
    """``seen_digest`` is the digest of the review that ``user`` was shown."""
    seen = _seen(submission, seen_digest)
    told = Disclosure(user).snapshot
    new = told(submission.snapshot)
    if seen is None:
        return Changed(None, new, ("What you say that you saw was never before the council here.",))
    return Changed(told(seen.snapshot), new, tuple(_others(seen, submission)))


def _seen(submission: Submission, seen_digest: str) -> "Submission | PastRound | None":
    # Whatever else was sent, also what no database takes as a text, is none that was ever here.
    if not _DIGEST.fullmatch(seen_digest):
        return None
    if seen_digest == submission.review_digest:
        return submission
    rounds = submission.past_rounds.filter(review_digest=seen_digest).select_related("check_run")
    return rounds.first()


def _others(seen: Frozen, now: Submission) -> "list[str]":
    if isinstance(seen, Submission):
        return ["A waiver of it began or ended."] if is_overtaken(now) else []
    before, after = seen.check_run, now.check_run
    found = ["The charter was changed."] if seen.charter_digest != now.charter_digest else []
    if seen.tier != now.tier:
        found.append("It is in another tier of the AI Act.")
    if before is None or after is None:
        return [*found, "It is being checked anew."]
    if before.packs_digest != after.packs_digest:
        found.append("The rules were changed.")
    if before.waivers != after.waivers:
        found.append("A waiver of it began or ended.")
    if before.verdict != after.verdict:
        found.append("Its check comes to something else.")
    return found
