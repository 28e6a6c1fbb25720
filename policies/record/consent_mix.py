"""How many people gave which consents: ``[{"scopes": ["newsletter"], "share": 40}, ...]``, in percent."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from policies.record.problems import Problem

_FORM: Final = 'Write a list such as [{"scopes": ["newsletter"], "share": 40}, {"scopes": [], "share": 60}].'


def mix_problems(value: Any, pointer: str = "") -> Iterator[Problem]:
    """What is wrong with a mix: its form, a combination said twice, or shares of more than 100 in all."""
    if not isinstance(value, list):
        yield Problem(pointer, "this is not a list of shares", _FORM)
        return
    wrong = [problem for index, row in enumerate(value) for problem in _row(row, f"{pointer}/{index}")]
    yield from wrong
    if wrong:
        return
    total = sum((Decimal(str(row["share"])) for row in value), Decimal(0))
    if total > 100:
        yield Problem(pointer, f"the shares add up to {total:f} %", "They are parts of 100 % of the people.")
    seen: set[frozenset[str]] = set()
    for index, row in enumerate(value):
        if frozenset(row["scopes"]) in seen:
            hint = "Add the two shares up."
            yield Problem(f"{pointer}/{index}/scopes", "this combination stands here twice", hint)
        seen.add(frozenset(row["scopes"]))


def scopes_in_mix(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """The keys of consent scopes that a well-formed mix names, each with the pointer of its place."""
    for index, row in enumerate(value if isinstance(value, list) else ()):
        for place, key in enumerate(row["scopes"] if not any(_row(row, "")) else ()):
            yield f"{pointer}/{index}/scopes/{place}", key


def _row(row: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(row, Mapping) or set(row) != {"scopes", "share"}:
        yield Problem(pointer, "each row has scopes and share, and nothing else", _FORM)
        return
    scopes, share = row["scopes"], row["share"]
    if not isinstance(scopes, list) or not all(isinstance(key, str) for key in scopes):
        yield Problem(f"{pointer}/scopes", "this is not a list of keys of consents", _FORM)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 100:
        yield Problem(f"{pointer}/share", "this is not a share from 0 to 100", "Write it in percent.")
