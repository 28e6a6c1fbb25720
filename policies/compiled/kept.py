"""Generated functions, kept for the packs, the kind and the day that they answer for."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from policies.language.packs import Packs
from policies.language.rules import Rule

if TYPE_CHECKING:
    from policies.compiled.findings import Findings

Made = TypeVar("Made")
# That of use cases takes about 4 MB.
_MOST: Final = 24
# To write a function takes as long as so many records by the reference: who checks one file never pays it.
_PAYS: Final = 50


class Kept(Generic[Made]):
    """What ``make`` makes of the rules about a kind and a day."""

    def __init__(self, make: Callable[[tuple[Rule, ...], date], Made]) -> None:
        self._make = make
        self._made: dict[tuple[str, str, date], Made] = {}
        self._asked: dict[tuple[str, str, date], int] = {}

    def of(self, packs: Packs, kind: str, today: date) -> Made:
        key = (packs.digest, kind, today)
        if key not in self._made:
            if len(self._made) >= _MOST:
                self._made.clear()
            rules = tuple(rule for rule in packs.rules if kind in rule.applies_to)
            self._made[key] = self._make(rules, today)
        return self._made[key]

    def once_it_pays(self, packs: Packs, kind: str, today: date) -> Made | None:
        """The same from the time on when it was often asked for."""
        key = (packs.digest, kind, today)
        if key in self._made:
            return self._made[key]
        if self._asked.get(key, 0) >= _PAYS:
            return self.of(packs, kind, today)
        if key not in self._asked and len(self._asked) >= _MOST:
            self._asked.clear()
        self._asked[key] = self._asked.get(key, 0) + 1
        return None


def _finder(rules: tuple[Rule, ...], today: date) -> "Findings":
    """Who checks one file never imports what writes functions, either."""
    from policies.compiled.findings import finder_for

    return finder_for(rules, today)


FINDINGS: "Final[Kept[Findings]]" = Kept(_finder)
