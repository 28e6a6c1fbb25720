"""Where law reaches: to where the organisation works, and to the countries in which a use case is used."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from policies.folder import POLICIES
from policies.language.kleene import Truth, any_of
from policies.yamlio import load_yaml


def touches(laws: Collection[str], record: Mapping[str, Any]) -> Truth:
    """Whether organisation or use case touch one of the places where ``laws`` hold; all do where it is empty.

    None where the organisation has not said closely enough where it works. The countries of a use case only
    add to that: none that it names, or leaves out, takes the organisation away from anywhere.
    """
    if not laws or _is_used_there(laws, countries_of(record)):
        return True
    places = places_of(record)
    return None if places is None else any_of(_reaches(law, place) for law in laws for place in places)


def places_of(record: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Where the organisation says that it works; None where it says nothing."""
    org = record.get("org")
    said = org.get("jurisdictions") if isinstance(org, Mapping) else None
    return tuple(map(str, said)) if isinstance(said, list) else None


def countries_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The countries in which a use case says that it is used."""
    said = record.get("member_states")
    return tuple(map(str, said)) if isinstance(said, list) else ()


def _is_used_there(laws: Collection[str], countries: Iterable[str]) -> bool:
    places = [_places()[country] for country in countries if country in _places()]
    return any(law == place or _lies_in(place, law) for law in laws for place in places)


def _reaches(law: str, place: str) -> Truth:
    """Law of a whole reaches each part of it; who only names the whole may work in any part of it."""
    if law == place or _lies_in(place, law):
        return True
    return None if _lies_in(law, place) else False


def _lies_in(part: str, whole: str) -> bool:
    return part.startswith(f"{whole}-") or (part, whole) == ("EU", "EEA")


@cache
def _places() -> Mapping[str, str]:
    """The place of each country that lies in one."""
    text = POLICIES.joinpath("law/territories.yaml").read_bytes()
    table = load_yaml(text, source="law/territories.yaml").value
    return {country: place for place, countries in table.items() for country in countries}
