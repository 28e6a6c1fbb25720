"""Answers kept for the values that come up again and again; what a pack may not grow without bound."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from policies.language.kleene import Truth
from policies.language.values import READERS, Values, parse_date

_MOST: Final = 20_000
_LONGEST: Final = 200


class Odd(Exception):
    """A record holds something that the generated function makes nothing of: the reference is to be asked."""


class Memo(dict[Any, Any]):
    """A function's answers by argument. Only arguments made of ``kept`` are: 1 and 1.0 are equal keys."""

    def __init__(self, ask: Callable[[Any], Any], kept: frozenset[type] = frozenset({str})) -> None:
        super().__init__()
        self._ask = ask
        self._kept = kept

    def __missing__(self, key: Any) -> Any:
        found = self._ask(key)
        if self._is_kept(key):
            if len(self) >= _MOST:
                self.clear()
            self[key] = found
        return found

    def _is_kept(self, key: Any) -> bool:
        if isinstance(key, tuple | frozenset):
            return len(key) <= _LONGEST and all(map(self._is_kept, key))
        return type(key) in self._kept and (type(key) is not str or len(key) <= _LONGEST)


WORDS_AND_FLAGS: Final = frozenset({str, bool, type(None)})


def day(text: str) -> date | None:
    return None if not text or text.isspace() else parse_date(text)


def members(listed: tuple[Any, ...]) -> Values:
    found: Values = READERS["set"](list(listed))
    return found


DAYS: Final = Memo(day)
SETS: Final = Memo(members)


def by_set(
    answer: Callable[[Any, Any, str], Truth], operand: Any, vocabulary: str, *, complete: bool
) -> Memo:
    """What an operator with a constant operand answers for sets of which these members are known."""
    return Memo(lambda known: answer(Values(known, complete), operand, vocabulary))


def by_value(answer: Callable[[Any, Any, str], Truth], operand: Any, vocabulary: str) -> Memo:
    """The same for single values."""
    return Memo(lambda value: answer(value, operand, vocabulary))
