"""What part a person has in what is decided: who has one is not heard on it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, Protocol

from django.db.models import QuerySet, Value

from governance.models import Submission, Verdict, Vote
from governance.ties import ties_of
from registry.models import Entry, Membership, Revision, Team, User
from registry.watching import Written

_TEAM, _EDITED, _RECUSED, _HAD = range(4)
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
    recused, had = set[tuple[int, int]](), set[tuple[int, int]]()
    for what, person, thing, number in _known(people, {it.entry_id for _, it in pairs}, pks):
        if what == _TEAM:
            teams[person].add(thing)
        elif what == _EDITED:
            edited.add((person, thing, number))
        else:
            (recused if what == _RECUSED else had).add((person, thing))
    ties = ties_of(people, pks)
    return [
        part_today(by, it, teams[by.pk], _edited(by, it, edited), asked_by=it.submitted_by_id)
        or (f"You declared an interest in {vendor}." if (vendor := ties.get((by.pk, it.pk))) else "")
        or ("You recused yourself." if (by.pk, it.pk) in recused else "")
        or ("You had a part in this when it was submitted." if (by.pk, it.pk) in had else "")
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
    """What is known of these people, in one statement: teams, edits, recusals, what they had a part in."""

    def query() -> QuerySet[Any]:
        teams = Membership.objects.filter(user__in=people)
        edits = Revision.objects.filter(author__in=people, entry__in=entries)
        recusals = Vote.objects.filter(voter__in=people, submission__in=pks, verdict=Verdict.RECUSE)
        had = Submission.parties.through.objects.filter(user__in=people, submission__in=pks)
        return _facts(_TEAM, teams, "user", "team").union(
            _facts(_EDITED, edits, "author", "entry", "number"),
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
