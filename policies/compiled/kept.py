"""Generated functions, kept for what they answer for, such as packs, kind and day."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, Final, Generic, ParamSpec, TypeVar

from policies.language.packs import Packs
from policies.language.rules import Rule

if TYPE_CHECKING:
    from policies.compiled.findings import Findings

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
# That of use cases takes about 4 MB.
_MOST: Final = 24
# To write a function takes as long as so many records by the reference: who checks one file never pays it.
_PAYS: Final = 50


class Kept(Generic[Asked, Made]):
    """What ``make`` makes of what it is asked for, which ``name`` tells from the rest."""

    def __init__(self, make: Callable[Asked, Made], name: Callable[Asked, Hashable]) -> None:
        self._make = make
        self._name = name
        self._made: dict[Hashable, Made] = {}
        self._asked: dict[Hashable, int] = {}

    def of(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        key = self._name(*args, **kwargs)
        if key not in self._made:
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[key] = self._make(*args, **kwargs)
        return self._made[key]

    def once_it_pays(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Made | None:
        """The same from the time on when it was often asked for."""
        key = self._name(*args, **kwargs)
        if key in self._made:
            return self._made[key]
        if self._asked.get(key, 0) >= _PAYS:
            return self.of(*args, **kwargs)
        if key not in self._asked and len(self._asked) >= _MOST:
            self._asked.clear()
        self._asked[key] = self._asked.get(key, 0) + 1
        return None


def kept_for_rules(make: Callable[[tuple[Rule, ...], date], Made]) -> Kept[[Packs, str, date], Made]:
    """What ``make`` makes of the rules about a kind and a day."""

    def of_rules(packs: Packs, kind: str, today: date) -> Made:
        return make(tuple(rule for rule in packs.rules if kind in rule.applies_to), today)

    return Kept(of_rules, lambda packs, kind, today: (packs.digest, kind, today))


def _finder(rules: tuple[Rule, ...], today: date) -> "Findings":
    """Who checks one file never imports what writes functions, either."""
    from policies.compiled.findings import finder_for

    return finder_for(rules, today)


FINDINGS: "Final[Kept[[Packs, str, date], Findings]]" = kept_for_rules(_finder)
