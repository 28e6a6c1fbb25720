"""What waits for the council, as lists show it: how each case stands, and how long there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance.models import Finding, Submission, Vote
from governance.reports.standing import Look
from governance.voters import Bench, benches_of
from governance.workflow import Status
from policies.charters import NOT_REACHED
from policies.record import term_label, vocabulary
from registry import clock
from registry.models import User

# So many days before the last one a case is shown as pressing.
SOON: Final = 2
GROUPS: Final = ("me", "others", "overdue")


@dataclass(frozen=True)
class Case:
    """One submission in the inbox. ``missing`` are seats that have to be heard yet, in words."""

    submission: Any
    due: date
    deadline: Look
    heard: int
    needed: int
    missing: tuple[str, ...]
    votes_missing: int
    together: bool


def tier_label(tier: str) -> str:
    """The tier of a submission in words; "" for what is no use case."""
    return "Not reached" if tier == NOT_REACHED else str(term_label("eu_ai_tier", tier)) if tier else ""


def tier_choices() -> list[tuple[str, str]]:
    return [(tier, tier_label(tier)) for tier in (*map(str, vocabulary("eu_ai_tier")), NOT_REACHED)]


def before_council(user: User) -> QuerySet[Submission]:
    """What is in review and ``user`` may see, by risk and deadline."""
    return Submission.objects.awaiting_council().visible_to(user).by_risk()


def in_group(found: QuerySet[Submission], group: str, user: User) -> QuerySet[Submission]:
    mine = Submission.objects.awaiting_seat_of(user).values("pk")
    if group == "overdue":
        return found.overdue()  # type: ignore[attr-defined]
    return found.exclude(pk__in=mine) if group == "others" else found.filter(pk__in=mine)


def counts_of(user: User) -> dict[str, int]:
    """How many are in each of ``GROUPS``. One query."""
    mine = Q(pk__in=Submission.objects.awaiting_seat_of(user).values("pk"))
    late = Q(pk__in=Submission.objects.overdue().values("pk"))
    found = Submission.objects.awaiting_council().visible_to(user)
    return found.order_by().aggregate(
        me=Count("pk", filter=mine), others=Count("pk", filter=~mine), overdue=Count("pk", filter=late)
    )


def for_lists(found: QuerySet[Submission]) -> QuerySet[Submission]:
    """With what a row of the inbox shows, and without the snapshots."""
    blocking = Finding.objects.filter(run=OuterRef("check_run"), blocks=True).order_by().values("run")
    counted = Subquery(blocking.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    votes = Vote.objects.filter(stands=True, round=F("submission__round")).select_related("voter")
    return (
        found.defer("snapshot")
        .select_related("entry__owner_team", "team", "check_run")
        .prefetch_related(Prefetch("votes", votes, to_attr="standing"))
        .annotate(blocking=Coalesce(counted, 0))
    )


def cases_of(page: Sequence[Submission], user: User) -> list[Case]:
    """How each stands; expects ``for_lists``. A handful of queries, however many cases there are."""
    pks = [one.pk for one in page]
    together = set(low_risk_for(user, pks).values_list("pk", flat=True))
    return [_case(bench, one, one.pk in together) for bench, one in zip(benches_of(page), page, strict=True)]


def low_risk_for(user: User, pks: Iterable[int]) -> QuerySet[Submission]:
    """Those of ``pks`` that wait for ``user`` and can be decided on together."""
    return Submission.objects.filter(pk__in=pks).low_risk().awaiting_seat_of(user).visible_to(user)


def _case(bench: Bench, one: Any, together: bool) -> Case:
    found, due = bench.tally(one.standing), timezone.localdate(one.due_at)
    return Case(
        submission=one,
        due=due,
        deadline=deadline_look(due),
        heard=sum(seat in found.said for seat in found.required),
        needed=len(found.required),
        missing=tuple(str(term_label("function", seat)) for seat in found.missing),
        votes_missing=found.votes_missing,
        together=together,
    )


def deadline_look(due: date) -> Look:
    """How long there is, in words, by tone and icon."""
    left = (due - clock.today()).days
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    if left < 0:
        return Look(f"{days} overdue", "bad", "high")
    words = "Due today" if left == 0 else f"{days} left"
    return Look(words, "warn", "wait") if left <= SOON else Look(words, "plain", "wait")


@dataclass(frozen=True)
class Neighbours:
    """The cases before and after one, by primary key. So many ``others`` wait; what is ``done`` does not.

    ``deadline`` is that of the case itself, while it is in review.
    """

    before: int | None
    after: int | None
    others: int
    done: bool
    deadline: Look | None


def neighbours(user: User, pk: int) -> Neighbours:
    """Of what waits for ``user``, in the order of the inbox. One query.

    After the last comes the first again, so that who goes on and on has seen all.
    """
    mine = Submission.objects.awaiting_seat_of(user).visible_to(user)
    shown = Submission.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk=pk)).by_risk()
    asked = shown.annotate(waits=Q(pk__in=mine.values("pk")))
    rows = list(asked.values_list("pk", "waits", "status", "due_at"))
    here = next(place for place, row in enumerate(rows) if row[0] == pk)
    others = rows[here + 1 :] + rows[:here]
    _, waits, status, due = rows[here]
    return Neighbours(
        before=rows[here - 1][0] if here else None,
        after=others[0][0] if others else None,
        others=len(others),
        done=not waits,
        deadline=deadline_look(timezone.localdate(due)) if status == Status.IN_REVIEW else None,
    )
