"""One field of all rows: its different values, and which of them each row has."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

from policies.engine.scope import Scope
from policies.language.kleene import Truth
from policies.language.nodes import Path
from policies.language.values import MISSING, WrongTypeError, length

Reads = Literal["value", "presence", "length"]
Read = Callable[[Scope], Any]
_FEW: Final = 256
_PLAIN: Final = (str, int, bool)
MISSED: Final = 0


class Column:
    """``values`` begin with MISSING, which also stands where a row has no item, or one of a wrong type.

    ``plain`` gives what a row says where that alone decides what is read of it, so that it is read once.
    """

    def __init__(self, read: Read, plain: Read, scopes: Sequence[Scope | None]) -> None:
        self._read, self._plain = read, plain
        self._numbers: dict[Any, int] = {MISSING: MISSED}
        self._known: dict[Any, int] = {}
        self.odd: list[int] = []
        numbers = [self._number(row, scope) for row, scope in enumerate(scopes)]
        self.values = list(self._numbers)
        self._rows: bytes | list[int] = bytes(numbers) if len(self.values) <= _FEW else numbers

    def truths(self, answer: Callable[[Any], Truth]) -> tuple[int, int, int]:
        """The rows of which ``answer``, asked once a value, is true, is false, and raises WrongTypeError."""
        found = [None, *(_answered(answer, value) for value in self.values[1:])]
        return (
            self._bits([one is True for one in found]),
            self._bits([one is False for one in found]),
            self._bits([one is MISSING for one in found]),
        )

    def _bits(self, wanted: list[bool]) -> int:
        if not any(wanted) or not self._rows:
            return 0
        if isinstance(self._rows, bytes):
            flags = bytes(49 if one else 48 for one in wanted).ljust(_FEW, b"0")
            return int(self._rows.translate(flags), 2)
        words = ["1" if one else "0" for one in wanted]
        return int("".join(map(words.__getitem__, self._rows)), 2)

    def _number(self, row: int, scope: Scope | None) -> int:
        if scope is None:
            return MISSED
        key = self._plain(scope)
        if key is not None and (known := self._known.get(key)) is not None:
            return known
        try:
            number = self._numbers.setdefault(self._read(scope), len(self._numbers))
        except WrongTypeError:
            self.odd.append(row)
            return MISSED
        if key is not None:
            self._known[key] = number
        return number


def _answered(answer: Callable[[Any], Truth], value: Any) -> Any:
    """MISSING stands for none at all."""
    try:
        return answer(value)
    except WrongTypeError:
        return MISSING


def column_of(path: Path, reads: Reads, scopes: Sequence[Scope | None]) -> Column:
    """What rules compare of the field at ``path``."""
    return Column(_reader(path, reads), _plain(path), scopes)


def _reader(path: Path, reads: Reads) -> Read:
    if reads == "value":
        return lambda scope: scope.read(path)
    if reads == "presence":
        return lambda scope: scope.presence(path)

    def measured(scope: Scope) -> Any:
        value = scope.raw(path)
        return value if value is MISSING else length(value)

    return measured


def _plain(path: Path) -> Read:
    """What is said there, if it is one word, one number or a list of words."""
    step = path.steps[-1]
    if len(path.steps) > 1 or path.root == "facts" or path.up or path.slot.bounded:
        return lambda scope: None
    if path.root == "item":
        return lambda scope: _key(scope.item.get(step))
    if path.root == "record":
        return lambda scope: _key(scope.record.get(step))
    return lambda scope: _key(org.get(step)) if (org := scope.record.get("org")).__class__ is dict else None


def _key(said: Any) -> Any:
    if said.__class__ in _PLAIN:
        return said.__class__, said
    if said.__class__ is list and all(one.__class__ is str for one in said):
        return tuple(said)
    return None
