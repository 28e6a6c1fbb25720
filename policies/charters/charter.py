"""A charter as it is read, and the terms it sets for one round of review."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

# The tier of what the EU AI Act asks nothing of; the others are those of the vocabulary ``eu_ai_tier``.
NOT_REACHED: Final = "not_reached"


@dataclass(frozen=True)
class Terms:
    """What a round of review is decided by. Seats are named by their function.

    ``required`` have to be heard and ``may_vote`` can be heard beside them. ``minimum_votes``: so many seats
    say yes or no. A no of a seat in ``veto`` decides at once. ``stands_in``: who speaks where everybody in a
    seat has a part in what is decided. ``days``: the council's service level. Two of ``urgent_seats`` approve
    what can't wait for ``urgent_days``, and a decision can be appealed against for ``appeal_days``: none of
    the three is said (0 days) where a round was frozen before they were kept with it.
    """

    required: tuple[str, ...]
    may_vote: tuple[str, ...] = ()
    minimum_votes: int = 1
    veto: tuple[str, ...] = ()
    stands_in: Mapping[str, str] = field(default_factory=dict)
    days: int = 10
    fast_track: bool = False
    valid_months: int = 12
    urgent_seats: tuple[str, ...] = ()
    urgent_days: int = 0
    appeal_days: int = 0

    @property
    def voting(self) -> frozenset[str]:
        """Every seat that can be heard, those that stand in for another one included."""
        named = {*self.required, *self.may_vote}
        return frozenset(named | {other for seat, other in self.stands_in.items() if seat in named})

    def to_json(self) -> dict[str, Any]:
        said = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        return cls(**given)


@dataclass(frozen=True)
class Review:
    """A row of the charter: the terms for entries of these kinds and tiers; no tiers are all of them."""

    kinds: frozenset[str]
    tiers: frozenset[str]
    terms: Terms


@dataclass(frozen=True)
class Charter:
    """``reviews`` are looked through in order: the first row that fits an entry sets its terms.

    ``urgent_days``: how long an urgent approval counts before it has to be reviewed. ``appeal_days``: how
    long after a decision its team can appeal. ``digest`` is the SHA-256 of the canonical JSON of the whole.
    """

    id: str
    title: str
    seats: tuple[str, ...]
    reviews: tuple[Review, ...]
    may_waive: tuple[str, ...]
    may_change_rules: tuple[str, ...]
    may_suspend: tuple[str, ...]
    may_decide_urgently: tuple[str, ...]
    urgent_days: int
    appeal_seats: tuple[str, ...]
    appeal_days: int
    assessment_seat: Mapping[str, str]
    digest: str

    def terms_for(self, kind: str, tier: str) -> Terms:
        """The terms for an entry; every kind and tier has some, as loading saw to."""
        return next(
            row.terms for row in self.reviews if kind in row.kinds and (not row.tiers or tier in row.tiers)
        )
