"""Parts of records: those that link to the same thing share one and the same object."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar

Part = Mapping[str, Any]
Made = TypeVar("Made")
# More than what the entries of a company link to.
_MOST: Final = 2_000


class OfParts(Generic[Made]):
    """What ``make`` makes of parts of records, kept by which object each is: nobody changes a record."""

    def __init__(self, make: Callable[[Part], Made]) -> None:
        self._make = make
        # With the part itself: as long as it is held, no other has its identity.
        self._made: dict[int, tuple[Part, Made]] = {}

    def of(self, part: Part) -> Made:
        found = self._made.get(id(part))
        if found is None:
            if len(self._made) >= _MOST:
                self._made.clear()
            found = self._made[id(part)] = part, self._make(part)
        return found[1]
