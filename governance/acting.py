"""Who acts for a seat alone, where an act takes effect at once: suspends, waives, approves urgently or an
assessment, changes rules or the charter.

A vote of an alternate gives way to what a holder says later. An act can't, so that an alternate acts only
while no holder could: see ``SeatQuerySet.acting``. A vote that was lent is a vote and nothing else.
"""

from collections.abc import Callable, Collection, Sequence

from governance.models import Seat
from registry.models import User

Parts = Callable[[Sequence[User]], Sequence[str]]
_ALTERNATE = "An alternate acts only while every holder is away or has a part in it."


def seats_of(by: User, functions: Collection[str], parts: Parts) -> list[str]:
    """The seats among ``functions`` that ``by`` acts for.

    ``parts``: what part people have in what it is about. It is asked of the holders, for an alternate.
    """
    return _acting(by, _own(by, functions), parts)


def refusal_to_act(by: User, functions: Collection[str], parts: Parts, refusal: str) -> str:
    """``refusal`` where ``by`` acts for none of these seats, whatever part they have; "" where they do."""
    own = _own(by, functions)
    if _acting(by, own, parts):
        return ""
    return f"{refusal} {_ALTERNATE}" if own else refusal


def _own(by: User, functions: Collection[str]) -> list[Seat]:
    terms = Seat.objects.held_by(by).filter(function__in=functions)
    return list(terms.order_by("is_alternate", "pk")) if by.is_active else []


def _acting(by: User, own: Sequence[Seat], parts: Parts) -> list[str]:
    held = [seat.function for seat in own if not seat.is_alternate]
    if held or not own:
        return held
    functions = [seat.function for seat in own]
    terms = Seat.objects.serving().filter(function__in=functions, is_alternate=False).select_related("holder")
    holders = [seat.holder for seat in terms]
    recused = {one.pk for one, part in zip(holders, parts(holders), strict=True) if part}
    acting = Seat.objects.acting(recused=recused).filter(holder=by, function__in=functions)
    return list(acting.order_by("pk").values_list("function", flat=True))
