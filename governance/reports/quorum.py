"""How the seats stand on a submission: who was heard, who is missing, who can be heard."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import Submission, Vote
from governance.services.voting import seats_of
from governance.voters import Bench, Speaker, refusal_of
from policies.charters import Say, Tally
from policies.record import term_label
from registry.models import User

_LOOKS = {
    Say.APPROVE: ("Approves", "good", "pass"),
    Say.APPROVE_WITH_CONDITIONS: ("Approves with conditions", "good", "conditional"),
    Say.REQUEST_CHANGES: ("Asks for changes", "warn", "back"),
    Say.REJECT: ("Rejects", "bad", "stop"),
    Say.ABSTAIN: ("Abstains", "plain", "pass"),
}


@dataclass(frozen=True)
class SeatStands:
    """One seat: what it said in words, with tone and icon, and who can be heard for it.

    ``instead_of`` is the seat whose holders all have a part, and for which this one is heard.
    """

    function: str
    label: str
    is_required: bool
    has_veto: bool
    say: Say | None
    said: str
    tone: str
    icon: str
    people: tuple[str, ...]
    recused: tuple[str, ...]
    instead_of: str


@dataclass(frozen=True)
class Quorum:
    """``heard`` of ``needed`` seats were heard; ``votes_missing`` more have to say yes or no."""

    seats: tuple[SeatStands, ...]
    heard: int
    needed: int
    votes_missing: int

    @property
    def missing(self) -> list[SeatStands]:
        return [seat for seat in self.seats if seat.is_required and not seat.said]


def quorum_of(submission: Submission, votes: Sequence[Vote]) -> tuple[Quorum, Bench, Tally]:
    """``votes`` are those of the round that stand. Four queries, however many votes and seats there are."""
    bench = Bench(submission)
    found = bench.tally(votes)
    replaced = dict(zip(found.required, _originals(bench, found), strict=False))
    seats = tuple(
        _seat(seat, bench.speakers, found, bench.terms.veto, replaced.get(seat, ""))
        for seat in seats_of(found, bench)
    )
    heard = sum(seat in found.said for seat in found.required)
    return Quorum(seats, heard, len(found.required), found.votes_missing), bench, found


def speaker_for(bench: Bench, found: Tally, by: User) -> Speaker | None:
    """As whom ``by`` would be heard; None for who can't be."""
    able = [one for one in bench.speakers if one.user == by and not one.part]
    seats = [seat for seat in seats_of(found, bench) if any(one.function == seat for one in able)]
    return bench.speaker_for(by, seats, found.said) if seats and by.is_active else None


def refusal_for(bench: Bench, found: Tally, by: User) -> str:
    """Why ``by`` can't be heard; "" for who can. It does not look at the status."""
    if speaker_for(bench, found, by):
        return ""
    return refusal_of(seats_of(found, bench), [one for one in bench.speakers if one.user == by])


def _originals(bench: Bench, found: Tally) -> list[str]:
    """For each required seat the one it stands in for, "" for most."""
    stands_in = {other: seat for seat, other in bench.terms.stands_in.items() if seat in bench.recused}
    return [stands_in.get(seat, "") if seat not in bench.terms.required else "" for seat in found.required]


def _seat(
    function: str, speakers: Sequence[Speaker], found: Tally, veto: Sequence[str], original: str
) -> SeatStands:
    said = found.said.get(function)
    words, tone, icon = _LOOKS[said] if said else ("", "plain", "wait")
    of_it = [one for one in speakers if one.function == function]
    return SeatStands(
        function=function,
        label=term_label("function", function),
        is_required=function in found.required,
        has_veto=function in veto,
        say=said,
        said=words,
        tone=tone,
        icon=icon,
        people=tuple(_name(one) for one in of_it if not one.part),
        recused=tuple(_name(one) for one in of_it if one.part),
        instead_of=term_label("function", original) if original else "",
    )


def _name(one: Speaker) -> str:
    if one.on_behalf_of is not None:
        return f"{one.user} for {one.on_behalf_of}"
    return f"{one.user}, alternate" if one.is_alternate else str(one.user)
