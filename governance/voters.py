"""Who may speak for which seat of the council, and what part a person has in what is decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from governance.models import Delegation, Seat, Submission, Verdict, Vote
from governance.ties import ties_of
from policies.charters import Say, Tally, Voice, tally
from policies.record import term_label
from registry.models import Membership, Revision, User


@dataclass(frozen=True)
class Speaker:
    """A person who can be heard for a seat: its holder, its alternate, or who was lent its vote.

    ``part`` says what they, or who lent them the vote, have to do with what is decided; "" for nothing.
    """

    user: User
    function: str
    is_alternate: bool = False
    on_behalf_of: User | None = None
    part: str = ""

    @property
    def stands_behind(self) -> bool:
        """Whether they are heard only where no holder was."""
        return self.is_alternate or self.on_behalf_of is not None


class Bench:
    """Everybody who can be heard on one submission today. Six queries, however many they are.

    ``speakers`` are those whose seat may be heard, with what stands against them, in the order of seats.
    """

    def __init__(self, submission: Submission, speakers: Sequence[Speaker] | None = None) -> None:
        self.submission, self.terms = submission, submission.voting_terms
        self._speakers = speakers

    @cached_property
    def speakers(self) -> Sequence[Speaker]:
        return self._speakers if self._speakers is not None else benches_of([self.submission])[0].speakers

    @property
    def recused(self) -> frozenset[str]:
        """Seats that somebody holds, and everybody in them has a part in this. A seat nobody holds waits."""
        held: dict[str, list[bool]] = {}
        for one in self.speakers:
            held.setdefault(one.function, []).append(bool(one.part))
        return frozenset(function for function, parts in held.items() if all(parts))

    def heard(self, votes: Iterable[Vote]) -> list[Vote]:
        """Those of the standing ``votes`` whose voter may speak for that seat today."""
        able = {(one.user.pk, one.function) for one in self.speakers if not one.part}
        return [one for one in votes if (one.voter_id, one.seat) in able and one.verdict != Verdict.RECUSE]

    def counted(self, votes: Iterable[Vote], found: Tally) -> list[Vote]:
        """Those of the standing ``votes`` that ``found`` rests on: not of who stood behind a holder who was
        heard, and not of a seat that is no longer asked.
        """
        heard = [one for one in self.heard(votes) if one.seat in found.said]
        held = {one.seat for one in heard if not one.stands_behind}
        return [one for one in heard if not one.stands_behind or one.seat not in held]

    def tally(self, votes: Iterable[Vote]) -> Tally:
        """What the standing ``votes`` come to."""
        voices = [Voice(one.seat, Say(one.verdict), one.stands_behind) for one in self.heard(votes)]
        return tally(self.terms, voices, recused=self.recused)

    def speaker_for(self, by: User, seats: Sequence[str], said: Mapping[str, Say]) -> Speaker:
        """As whom ``by`` is heard: for a seat of ``seats`` not heard yet, their own before a lent one.

        Raises ``PermissionDenied`` with who can.
        """
        own = [one for one in self.speakers if one.user == by and one.function in seats and by.is_active]
        free = [one for one in own if not one.part]
        if not free:
            raise PermissionDenied(refusal_of(seats, own))
        return min(free, key=lambda one: (one.function in said, seats.index(one.function), one.stands_behind))


def benches_of(submissions: Sequence[Submission]) -> list[Bench]:
    """The bench of each. Six queries, however many submissions and people there are."""
    voting = {one.pk: one.voting_terms.voting for one in submissions}
    found = speakers_of(Q(function__in=set().union(*voting.values())))
    heard = {one.pk: [it for it in found if it.function in voting[one.pk]] for one in submissions}
    pairs = [
        (person, submission)
        for submission in submissions
        for person in {who for it in heard[submission.pk] for who in (it.user, it.on_behalf_of) if who}
    ]
    parts: dict[int, dict[int, str]] = {one.pk: {} for one in submissions}
    for (person, submission), part in zip(pairs, parts_of(pairs), strict=True):
        parts[submission.pk][person.pk] = part
    return [
        Bench(one, [replace(it, part=_either(it, parts[one.pk])) for it in heard[one.pk]])
        for one in submissions
    ]


def speakers_of(seats: Q) -> list[Speaker]:
    """Who can be heard for the seats that ``seats`` describes, whatever it is about. Two queries."""
    terms = Seat.objects.serving().filter(seats, holder__is_active=True).select_related("holder")
    held = {seat.pk: seat for seat in terms.order_by("function", "is_alternate", "since", "pk")}
    lent = (
        Delegation.objects.in_force()
        .filter(seat__in=held, delegate__is_active=True)
        .select_related("delegate")
    )
    found = [Speaker(seat.holder, seat.function, seat.is_alternate) for seat in held.values()]
    for one in lent:
        seat = held[one.seat_id]
        found.append(Speaker(one.delegate, seat.function, seat.is_alternate, on_behalf_of=seat.holder))
    return found


def refusals(by: User, submissions: Iterable[Submission]) -> dict[int, str]:
    """Why ``by`` may not vote on each of these, by primary key; "" where nothing stands against it.

    The same few queries for any number; expects ``entry__owner_team`` and ``team`` to be selected and
    ``review_seats`` to be prefetched. It does not look at the status.
    """
    found = {}
    for bench in benches_of(list(submissions)):
        seats = [seat.function for seat in bench.submission.review_seats.all()]
        own = [one for one in bench.speakers if one.user == by and one.function in seats and by.is_active]
        able = any(not one.part for one in own)
        found[bench.submission.pk] = "" if able else refusal_of(seats, own)
    return found


def refusal_of(seats: Sequence[str], own: Sequence[Speaker]) -> str:
    """Why somebody may not vote who can be heard as ``own`` and by nothing else."""
    if own:
        seat = term_label("function", own[0].function)
        return f"{own[0].part} Someone else with the {seat} seat has to decide."
    names = [str(term_label("function", seat)) for seat in seats]
    if len(names) == 1:
        return f"Only the holder of the council's {names[0]} seat can decide on this."
    return f"Only holders of these seats of the council can vote on this: {', '.join(names)}."


def parts_of(pairs: Sequence[tuple[User, Submission]]) -> list[str]:
    """What part each person has in each submission, or had when it was submitted; "" for none. 5 queries."""
    if not pairs:
        return []
    people, entries = {by.pk for by, _ in pairs}, {submission.entry_id for _, submission in pairs}
    pks = {submission.pk for _, submission in pairs}
    teams: dict[int, set[int]] = {}
    for user, team in Membership.objects.filter(user__in=people).values_list("user", "team"):
        teams.setdefault(user, set()).add(team)
    edits = Revision.objects.filter(author__in=people, entry__in=entries)
    edited = set(edits.values_list("author", "entry", "number"))
    had = Submission.parties.through.objects.filter(user__in=people, submission__in=pks)
    had_a_part = set(had.values_list("user", "submission"))
    ties = ties_of(people, pks)
    left = Vote.objects.filter(voter__in=people, submission__in=pks, verdict=Verdict.RECUSE)
    recused = set(left.values_list("voter", "submission"))
    return [
        part_today(by, it, teams.get(by.pk, set()), _edited(by, it, edited), asked_by=it.submitted_by_id)
        or (f"You declared an interest in {vendor}." if (vendor := ties.get((by.pk, it.pk))) else "")
        or ("You recused yourself." if (by.pk, it.pk) in recused else "")
        or ("You had a part in this when it was submitted." if (by.pk, it.pk) in had_a_part else "")
        for by, it in pairs
    ]


def part_today(by: User, thing: object, teams: set[int], edited: bool, *, asked_by: int) -> str:
    """The part that ``by`` has today in a submission, waiver or assessment; "" for none."""
    entry = thing.entry  # type: ignore[attr-defined]
    if by.pk == asked_by:
        return "You submitted this yourself."
    if entry.owner_team_id in teams:
        return f"You belong to {entry.owner_team}, which submitted this."
    if thing.team_id in teams:  # type: ignore[attr-defined]
        return f"You belong to {thing.team}, which submitted this."  # type: ignore[attr-defined]
    if by.pk == entry.accountable_person_id:
        return "You are the person accountable for this."
    return "You edited what is being decided." if edited else ""


def _either(one: Speaker, parts: Mapping[int, str]) -> str:
    lender = one.on_behalf_of
    if parts[one.user.pk] or lender is None:
        return parts[one.user.pk]
    return f"{lender}, whose vote you were lent, has a part in this." if parts[lender.pk] else ""


def _edited(by: User, submission: Submission, edited: set[tuple[int, int, int]]) -> bool:
    return any(
        (author, entry) == (by.pk, submission.entry_id) and number <= submission.revision
        for author, entry, number in edited
    )
