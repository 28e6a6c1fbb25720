"""What a rule is based on, in words of people: law, guidance and good practice apart, source by source."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policies.language.references import LegalSource, source_of

SORTS: Final = {"law": "Law", "guidance": "Guidance and standards", "practice": "Good practice"}


@dataclass(frozen=True)
class Cited:
    """One source: what it is called, its full title ("" where it is in no table), and the places in it."""

    called: str
    title: str
    places: tuple[str, ...]

    @property
    def where(self) -> str:
        """The places in one line, such as "Art. 5(1)(b), 6(1)(a), Annex IV"."""
        first, *others = self.places or ("",)
        return ", ".join([first, *(one.removeprefix("Art. ") for one in others)])


@dataclass(frozen=True)
class Based:
    """The sources of one sort, such as the laws."""

    label: str
    sources: tuple[Cited, ...]


def based_on(refs: Iterable[str]) -> list[Based]:
    """References by sort and source. What no table knows is told as it is, with good practice."""
    found: dict[str, dict[str, Cited]] = {sort: {} for sort in SORTS}
    for ref in refs:
        source = source_of(ref)
        sort = "practice" if source is None else source.row["sort"]
        cited = _cited(ref, source)
        before = found[sort].get(cited.called)
        places = (*before.places, *cited.places) if before else cited.places
        found[sort][cited.called] = Cited(cited.called, cited.title, places)
    return [Based(SORTS[sort], tuple(cited.values())) for sort, cited in found.items() if cited]


def _cited(ref: str, source: LegalSource | None) -> Cited:
    if source is None:
        return Cited(ref, "", ())
    place = ref.removeprefix(source.name).strip()
    if source.row["sort"] == "practice":
        return Cited(place[:1].upper() + place[1:], "", ())
    place = place.replace("Art ", "Art. ", 1)
    return Cited(source.row.get("called", source.name), source.title, (place,) if place else ())
