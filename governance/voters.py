"""Who may speak for which seat of the council."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from governance.models import Delegation, Seat, Submission, Verdict, Vote
from governance.parts import parts_of
from policies.charters import Say, Tally, Voice, tally
from policies.record import term_label
from registry.models import User


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
    def lender(self) -> int | None:
        return self.on_behalf_of.pk if self.on_behalf_of else None


class Bench:
    """Everybody who can be heard on one submission today. Four queries, however many they are.

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

    def counted(self, votes: Iterable[Vote], found: Tally) -> list[Vote]:
        """Those of the standing ``votes`` that gave the voices of the seats that ``found`` rests on."""
        return [vote for vote, voice in self._heard(votes) if voice in found.counted]

    def tally(self, votes: Iterable[Vote]) -> Tally:
        """What the standing ``votes`` come to."""
        return tally(self.terms, (voice for _, voice in self._heard(votes)), recused=self.recused)

    def speaker_of(self, vote: Vote) -> Speaker | None:
        """As whom the voter says today what they said; None for who may not speak so any more."""
        return self._able.get((vote.voter_id, vote.seat, vote.on_behalf_of_id))

    @cached_property
    def _able(self) -> dict[tuple[int, str, int | None], Speaker]:
        free = [one for one in reversed(self.speakers) if not one.part]
        return {(one.user.pk, one.function, one.lender): one for one in free}

    def _heard(self, votes: Iterable[Vote]) -> list[tuple[Vote, Voice]]:
        """Those of the standing ``votes`` whose voter may speak so today, as what they are today."""
        said = [(vote, self.speaker_of(vote)) for vote in votes if vote.verdict != Verdict.RECUSE]
        return [
            (vote, Voice(vote.seat, Say(vote.verdict), one.user.pk, one.is_alternate, lent_by=one.lender))
            for vote, one in said
            if one is not None
        ]

    def speaker_for(self, by: User, seats: Sequence[str], said: Mapping[str, Say]) -> Speaker:
        """As whom ``by`` is heard: for a seat of ``seats`` not heard yet, as its holder before its alternate,
        and with their own vote before a lent one.

        Raises ``PermissionDenied`` with who can.
        """
        own = [one for one in self.speakers if one.user == by and one.function in seats and by.is_active]
        free = [one for one in own if not one.part]
        if not free:
            raise PermissionDenied(refusal_of(seats, own))

        def order(one: Speaker) -> tuple[bool, int, bool, bool]:
            place = seats.index(one.function)
            return one.function in said, place, one.is_alternate, one.on_behalf_of is not None

        return min(free, key=order)


def benches_of(submissions: Sequence[Submission]) -> list[Bench]:
    """The bench of each. Four queries, however many submissions and people there are."""
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


def _either(one: Speaker, parts: Mapping[int, str]) -> str:
    lender = one.on_behalf_of
    if parts[one.user.pk] or lender is None:
        return parts[one.user.pk]
    return "Who lent you the vote has a part in this." if parts[lender.pk] else ""
