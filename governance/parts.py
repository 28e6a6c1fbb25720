"""What part a person has in what is decided: who has one is not heard on it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, Protocol

from django.db.models import F, QuerySet, Value

from governance.models import Submission, Verdict, Vote
from governance.ties import ties_of
from registry.models import Entry, Membership, Revision, Role, Team, User
from registry.watching import Written

_TEAM, _EDITED, _WROTE, _OWNS, _RECUSED, _HAD = range(6)
# What stands against somebody beside their part in the entry itself and their ties, the plainest first.
_WORDS: Final = {
    _WROTE: "You edited an entry that this links to.",
    _OWNS: "You own the team of an entry that this links to.",
    _RECUSED: "You recused yourself.",
    _HAD: "You had a part in this when it was submitted.",
}
_WRITTEN: Final = Written()


class Judged(Protocol):
    """A submission, a waiver or an assessment; ``team`` is None for what was not submitted yet."""

    @property
    def entry(self) -> Entry: ...
    @property
    def team(self) -> Team | None: ...
    @property
    def team_id(self) -> int | None: ...


def parts_of(pairs: Sequence[tuple[User, Submission]]) -> list[str]:
    """What part each person has in each submission, or had when it was submitted; "" for none.

    Two queries, and two more where one of them declared an interest.
    """
    if not pairs:
        return []
    people, pks = {by.pk for by, _ in pairs}, {submission.pk for _, submission in pairs}
    teams, edited = defaultdict[int, set[int]](set), set[tuple[int, int, int]]()
    others = set[tuple[int, int, int]]()
    for what, person, thing, number in _known(people, {it.entry_id for _, it in pairs}, pks):
        if what == _TEAM:
            teams[person].add(thing)
        elif what == _EDITED:
            edited.add((person, thing, number))
        else:
            others.add((what, person, thing))
    ties = ties_of(people, pks)
    return [
        part_today(by, it, teams[by.pk], _edited(by, it, edited), asked_by=it.submitted_by_id)
        or (f"You declared an interest in {vendor}." if (vendor := ties.get((by.pk, it.pk))) else "")
        or next((words for what, words in _WORDS.items() if (what, by.pk, it.pk) in others), "")
        for by, it in pairs
    ]


def parts_in(submission: Submission) -> Callable[[Sequence[User]], list[str]]:
    """What part people have in this one."""
    return lambda people: parts_of([(one, submission) for one in people])


def part_today(by: User, thing: Judged, teams: Collection[int], edited: bool, *, asked_by: int) -> str:
    """The part that ``by`` has today in what is judged; "" for none."""
    entry = thing.entry
    if by.pk == asked_by:
        return "You submitted this yourself."
    if entry.owner_team_id in teams:
        return f"You belong to {entry.owner_team}, which submitted this."
    if thing.team_id in teams:
        return f"You belong to {thing.team}, which submitted this."
    if by.pk == entry.accountable_person_id:
        return "You are the person accountable for this."
    return "You edited what is being decided." if edited else ""


def _known(people: Collection[int], entries: Collection[int], pks: Collection[int]) -> list[Any]:
    """What is known of these people, in one statement: teams, edits, of what is linked too, recusals, and
    what they had a part in.
    """

    def query() -> QuerySet[Any]:
        teams = Membership.objects.filter(user__in=people)
        edits = Revision.objects.filter(author__in=people, entry__in=entries)
        # Those that were frozen along, and none that were saved since.
        wrote = Revision.objects.filter(
            author__in=people,
            entry__frozen_in__in=pks,
            created_at__lte=F("entry__frozen_in__submitted_at"),
        ).distinct()
        owns = Membership.objects.filter(
            user__in=people, role=Role.OWNER, team__entries__frozen_in__in=pks
        ).distinct()
        recusals = Vote.objects.filter(voter__in=people, submission__in=pks, verdict=Verdict.RECUSE)
        had = Submission.parties.through.objects.filter(user__in=people, submission__in=pks)
        return _facts(_TEAM, teams, "user", "team").union(
            _facts(_EDITED, edits, "author", "entry", "number"),
            _facts(_WROTE, wrote, "author", "entry__frozen_in"),
            _facts(_OWNS, owns, "user", "team__entries__frozen_in"),
            _facts(_RECUSED, recusals, "voter", "submission"),
            _facts(_HAD, had, "user", "submission"),
            all=True,
        )

    return _WRITTEN.rows(tuple(tuple(sorted(one)) for one in (people, entries, pks)), query)


def _facts(what: int, rows: QuerySet[Any], person: str, thing: str, number: str = "") -> QuerySet[Any]:
    return rows.order_by().values_list(Value(what), person, thing, number or Value(0))


def _edited(by: User, submission: Submission, edited: set[tuple[int, int, int]]) -> bool:
    return any(
        (author, entry) == (by.pk, submission.entry_id) and number <= submission.revision
        for author, entry, number in edited
    )
