"""The fact ``ai_act``: by the reference interpreter for a few records, by a generated function for many."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from policies.compiled.kept import Kept
from policies.law.deciding import decide

if TYPE_CHECKING:
    from policies.compiled.tiers import Tiers


def _made(today: date) -> "Tiers":
    """Who checks one file never imports what writes functions, either."""
    from policies.compiled.tiers import tiers_on

    return tiers_on(today)


TIERS: "Final[Kept[[date], Tiers]]" = Kept(_made, lambda today: today)


def ai_act_fact(record: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The fact of a resolved use case by the law of ``today``."""
    tiers = TIERS.once_it_pays(today)
    return decide(record, today).fact() if tiers is None else tiers.fact(record)
