"""What a finding stands on, as one digest: its places, the values there, and which things these are of.

A list's third entry, or a missing answer, looks the same whoever's it is. So the names of all that a pointer
runs through are part of it, and of a fact over the portfolio everything that says which entries it counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from policies.canonical import digest

# What tells one entry, purpose, person or vendor from another, the surest first.
_NAMES: Final = ("key", "code", "email", "name")
_FACTS: Final = "/facts/"


def evidence_digest(pointers: Iterable[str], document: Mapping[str, Any]) -> str:
    """SHA-256 over the JSON ``pointers`` into ``document``: a record with its facts as ``facts``."""
    return digest([[pointer, *_found(pointer, document)] for pointer in pointers])


def value_at(pointer: str, document: Mapping[str, Any]) -> Any:
    """The value there; where the way ends before, None or what it ends in."""
    return _way(pointer, document)[-1]


def _found(pointer: str, document: Mapping[str, Any]) -> Iterator[Any]:
    """The value at the pointer, and what names the things on the way there."""
    _, *crossed, value = way = _way(pointer, document)
    yield value
    if pointer.startswith(_FACTS):
        # Of a list of groups the group; the others are not what was found.
        yield [_told(one) for one in way[2:4] if isinstance(one, Mapping)][:1]
    else:
        yield [
            _name(one)
            for before, one in zip(way, crossed, strict=False)
            if isinstance(one, (dict, Mapping)) and (isinstance(before, list) or _called(one))
        ]


def _way(pointer: str, document: Mapping[str, Any]) -> list[Any]:
    """The document, what each step of the pointer leads to, and at the end the value."""
    way: list[Any] = [document]
    for step in pointer.split("/")[1:]:
        value = way[-1]
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            way.append(value[int(step)])
        elif isinstance(value, (dict, Mapping)):
            way.append(value.get(step))
        else:
            break
    return way


def _called(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """What tells a thing from others; None of one without a name."""
    for name in _NAMES:
        if called := value.get(name):
            return {name: called}
    return None


def _name(value: Any) -> Any:
    """What a thing is called; of one without a name all that it says, with what it names by name."""
    if isinstance(value, list):
        return [_name(one) for one in value]
    if not isinstance(value, (dict, Mapping)):
        return value
    return _called(value) or {name: _name(one) for name, one in value.items()}


def _told(fact: Any) -> Any:
    """A fact without its numbers: a proof that ages moves them from day to day, and is the same proof."""
    if isinstance(fact, list):
        return [_told(one) for one in fact]
    if not isinstance(fact, Mapping):
        return fact if isinstance(fact, bool | str) else None
    return {name: _told(one) for name, one in fact.items()}
