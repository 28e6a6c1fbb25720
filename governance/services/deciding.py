"""One verdict and one reason, asked once, for several submissions; each is decided by itself, on its merits.

The admin and the inbox are two faces of this.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from governance.disclosure import Disclosure
from governance.models import Finding, Submission
from governance.models.submissions import SubmissionQuerySet
from governance.services.condition_drafts import Draft
from governance.services.voting import DecisionBlocked, StaleReview, cast_vote
from governance.voters import refusals
from governance.workflow import Status, TransitionNotAllowed
from registry.models import User

MOST_AT_ONCE = 25
REFUSALS = (DecisionBlocked, PermissionDenied, StaleReview, TransitionNotAllowed)
_BY_ITSELF = "This is not low risk, or something blocks it: open it, and decide on it by itself."


@dataclass
class Item:
    """One submission on the page: what went wrong or stands against it, and what its findings are.

    ``is_stale``: what was voted on does not stand any more.
    """

    submission: Submission
    problem: str
    may_decide: bool
    findings: list[Finding]
    is_stale: bool

    @property
    def description(self) -> str:
        """What was frozen of it; "" where nothing was said."""
        said = self.submission.snapshot.get("description")
        return said if isinstance(said, str) else ""

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def others(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.blocks]

    @property
    def seen(self) -> str:
        return seen_name(self.submission.pk)


def seen_name(pk: int) -> str:
    """What the review digest that was shown is called, in addresses and in hidden fields."""
    return f"seen-{pk}"


def items_of(
    rows: SubmissionQuerySet, by: User, problems: Mapping[int, Exception], *, only_low_risk: bool = False
) -> list[Item]:
    """Each of ``rows`` with ``problems`` that came up, and what else stands against a vote of ``by``.

    The same few queries for any number of them.
    """
    related = ("check_run__findings", "review_seats")
    found = list(rows.select_related("entry__owner_team", "team", "check_run").prefetch_related(*related))
    against, disclosure = refusals(by, found), Disclosure(by)
    low = set(rows.low_risk().values_list("pk", flat=True)) if only_low_risk else set()
    items = []
    for one in found:
        apart = only_low_risk and one.status == Status.IN_REVIEW and one.pk not in low
        stands = _not_now(one) or (_BY_ITSELF if apart else "") or against[one.pk]
        findings = disclosure.findings(one.check_run.findings.all()) if one.check_run else []
        problem = problems.get(one.pk)
        is_stale = isinstance(problem, StaleReview | TransitionNotAllowed)
        items.append(Item(one, str(problem or stands), not stands, findings, is_stale))
    return items


def vote_on_each(
    items: Iterable[Item],
    verdict: str,
    *,
    by: User,
    reason: str,
    seen: Mapping[str, str],
    conditions: Sequence[Draft] = (),
) -> tuple[list[Submission], dict[int, Exception]]:
    """Vote on each by itself. Return those that were voted on, and what was refused with why.

    ``seen`` are the review digests by ``Item.seen``: what was not on the page is not voted on, and neither is
    what has to be decided on by itself. All else is left to ``cast_vote``, which also records refusals.
    Raises ``ConditionRefused``.
    """
    done: list[Submission] = []
    left: dict[int, Exception] = {}
    for item in items:
        submission, digest = item.submission, seen.get(item.seen)
        if digest is None or item.problem == _BY_ITSELF:
            left[submission.pk] = DecisionBlocked(item.problem or "It was not on the page when you decided.")
            continue
        try:
            voted = cast_vote(
                submission, verdict, by=by, reason=reason, seen_digest=digest, conditions=conditions
            )
            done.append(voted)
        except REFUSALS as problem:
            left[submission.pk] = problem
    return done, left


def numbers(said: Iterable[str]) -> list[int]:
    """Primary keys in an address, each once, and nothing that no database could hold."""
    return list(dict.fromkeys(int(pk) for pk in said if pk.isdecimal() and len(pk) < 19))


def _not_now(submission: Submission) -> str:
    if submission.status == Status.IN_REVIEW:
        return ""
    return f"It is {submission.get_status_display().lower()}: there is nothing to decide."
