"""The council in plain words: who decides on what, who sits where, and who lent their vote."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import Delegation, Seat
from policies.charters import NOT_REACHED, Charter
from policies.record import term_label
from registry.models import Kind


@dataclass(frozen=True)
class DecidedOn:
    """A row of the charter. Seats are given by their names."""

    what: tuple[str, ...]
    tiers: tuple[str, ...]
    required: tuple[str, ...]
    may_vote: tuple[str, ...]
    veto: tuple[str, ...]
    minimum_votes: int
    days: int
    valid_months: int
    fast_track: bool

    @property
    def has_other_tiers(self) -> bool:
        """Whether it takes the use cases that rows above leave: nothing else has a tier."""
        return not self.tiers and Kind.USE_CASE.label in self.what


@dataclass(frozen=True)
class SeatOfCouncil:
    """``terms`` are those of today and to come; ``is_vacant``: nobody serves today."""

    label: str
    stands_in: str
    terms: tuple[Seat, ...]
    is_vacant: bool


def decided_on(rules: Charter) -> list[DecidedOn]:
    return [
        DecidedOn(
            what=tuple(kind.label for kind in Kind if kind.value in row.kinds),
            tiers=tuple(_tier(one) for one in sorted(row.tiers)),
            required=seat_names(row.terms.required),
            may_vote=seat_names(row.terms.may_vote),
            veto=seat_names(row.terms.veto),
            minimum_votes=row.terms.minimum_votes,
            days=row.terms.days,
            valid_months=row.terms.valid_months,
            fast_track=row.terms.fast_track,
        )
        for row in rules.reviews
    ]


def seats_of_council(rules: Charter) -> list[SeatOfCouncil]:
    """The seats of the charter in its order, and after them seats that people hold past it. One query."""
    held: dict[str, list[Seat]] = {name: [] for name in rules.seats}
    terms = Seat.objects.serving_or_to_come().select_related("holder")
    for seat in terms.order_by("is_alternate", "since", "pk"):
        held.setdefault(seat.function, []).append(seat)
    stands_in = {name: other for row in rules.reviews for name, other in row.terms.stands_in.items()}
    return [
        SeatOfCouncil(
            label=term_label("function", name),
            stands_in=term_label("function", stands_in[name]) if name in stands_in else "",
            terms=tuple(seats),
            is_vacant=not any(one.is_serving and one.holder.is_active for one in seats),
        )
        for name, seats in held.items()
    ]


def loans() -> list[Delegation]:
    """Votes that are lent today."""
    return list(Delegation.objects.in_force().select_related("seat__holder", "delegate"))


def seat_names(functions: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(term_label("function", one)) for one in functions)


def _tier(name: str) -> str:
    return "Not reached by the AI Act" if name == NOT_REACHED else str(term_label("eu_ai_tier", name))
