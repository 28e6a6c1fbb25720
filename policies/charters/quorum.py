"""When what seats said is a decision: seats are counted, not heads."""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from policies.charters.charter import Terms


class Say(StrEnum):
    """What a seat can say. Recusing is said by a person, not for a seat: see ``recused`` below."""

    APPROVE = "approved"
    APPROVE_WITH_CONDITIONS = "approved_with_conditions"
    REQUEST_CHANGES = "changes_requested"
    REJECT = "rejected"
    ABSTAIN = "abstained"


class Outcome(StrEnum):
    """What the seats decided."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"


_YES = frozenset({Say.APPROVE, Say.APPROVE_WITH_CONDITIONS})
# The one that holds most back comes first: people who share a seat have one voice.
_STRICTEST = (Say.REJECT, Say.REQUEST_CHANGES, Say.APPROVE_WITH_CONDITIONS, Say.APPROVE, Say.ABSTAIN)


@dataclass(frozen=True)
class Voice:
    """What one person said for a seat, as its holder or as an alternate.

    ``lent_by`` is who lent ``person`` the vote, None for their own: such a voice is the lender's, holder's or
    alternate's, and gives way to what the lender says themselves and to nobody else.
    """

    seat: str
    say: Say
    person: Hashable
    is_alternate: bool = False
    lent_by: Hashable = None


@dataclass(frozen=True)
class Tally:
    """How a round stands. ``said`` is the voice of each seat, and ``counted`` are those who gave it.

    ``missing`` are the seats that have to be heard yet, and were not. ``votes_missing``: so many more seats
    have to say yes or no. ``outcome`` is None until it is decided.
    """

    said: Mapping[str, Say]
    counted: frozenset[Voice]
    required: tuple[str, ...]
    missing: tuple[str, ...]
    votes_missing: int
    outcome: Outcome | None


def tally(terms: Terms, voices: Iterable[Voice], *, recused: Set[str] = frozenset()) -> Tally:
    """Count ``voices`` by ``terms``. ``recused`` are seats in which everybody has a part.

    One request for changes sends it back, and one no of a seat with a veto rejects it, whoever else was
    heard. Otherwise every required seat, or who stands in for it, has to be heard, enough seats have to say
    yes or no, and more have to say yes than no.
    """
    required = tuple(dict.fromkeys(_heard_for(seat, terms, recused) for seat in terms.required))
    asked = {*required, *terms.may_vote} - recused
    heard = _heard([voice for voice in voices if voice.seat in asked])
    said = {
        seat: min((voice.say for voice in heard if voice.seat == seat), key=_STRICTEST.index)
        for seat in dict.fromkeys(voice.seat for voice in heard)
    }
    counted = frozenset(voice for voice in heard if voice.say is said[voice.seat])
    missing = tuple(seat for seat in required if seat not in said)
    yes = sum(say in _YES for say in said.values())
    no = sum(say is Say.REJECT for say in said.values())
    votes_missing = max(0, terms.minimum_votes - yes - no)
    outcome = _at_once(terms, said)
    if outcome is None and not missing and not votes_missing:
        outcome = Outcome.REJECTED if no >= yes else _yes(said)
    return Tally(said, counted, required, missing, votes_missing, outcome)


def _heard_for(seat: str, terms: Terms, recused: Set[str]) -> str:
    """Who is heard for a seat: itself, unless everybody in it has a part and the charter names another."""
    other = terms.stands_in.get(seat, seat) if seat in recused else seat
    return seat if other in recused else other


def _heard(voices: Sequence[Voice]) -> list[Voice]:
    """Those that speak for their seat: no lent one whose lender speaks, and no alternate beside a holder."""
    own = {(voice.seat, voice.person) for voice in voices if voice.lent_by is None}
    speaking = [voice for voice in voices if (voice.seat, voice.lent_by) not in own]
    held = {voice.seat for voice in speaking if not voice.is_alternate}
    return [voice for voice in speaking if not voice.is_alternate or voice.seat not in held]


def _at_once(terms: Terms, said: Mapping[str, Say]) -> Outcome | None:
    if any(said.get(seat) is Say.REJECT for seat in terms.veto):
        return Outcome.REJECTED
    return Outcome.CHANGES_REQUESTED if Say.REQUEST_CHANGES in said.values() else None


def _yes(said: Mapping[str, Say]) -> Outcome:
    conditional = Say.APPROVE_WITH_CONDITIONS in said.values()
    return Outcome.APPROVED_WITH_CONDITIONS if conditional else Outcome.APPROVED
