"""The formats that can be read, and how one is told from another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from registry.importers import (
    atrs,
    manifests,
    nl_algoritmeregister,
    omb_2023,
    omb_2024,
    omb_2025,
    omb_commercial,
)
from registry.importers.base import ImportProblem, Reject, Row, Said
from registry.importers.reading import Content, sheet_rows

AUTO: Final = "auto"


@dataclass(frozen=True)
class Format:
    """One format. Its name is also the source that a register's rows are remembered under.

    ``convert`` says in our words what a row says; our own manifests have none: they are in our words already.
    """

    name: str
    recognises: Callable[[Content], bool]
    rows: Callable[[Content], Iterator[Row | Reject]]
    convert: Callable[[Row], Said] | None


def _sheet_rows(content: Content) -> Iterator[Row | Reject]:
    return sheet_rows(content.sheet)


_MANIFEST = Format("manifest", manifests.recognises, manifests.rows, None)
_ATRS = Format("atrs", atrs.recognises, atrs.rows, atrs.convert)
_NL = Format(
    "nl-algoritmeregister",
    nl_algoritmeregister.recognises,
    nl_algoritmeregister.rows,
    nl_algoritmeregister.LAYOUT.said,
)
_SHEETS = (
    Format("omb-2023", omb_2023.recognises, _sheet_rows, omb_2023.LAYOUT.said),
    Format("omb-2024", omb_2024.recognises, _sheet_rows, omb_2024.LAYOUT.said),
    Format("omb-2025", omb_2025.recognises, _sheet_rows, omb_2025.convert),
    Format("omb-commercial", omb_commercial.recognises, _sheet_rows, omb_commercial.convert),
)
FORMATS: Final = {known.name: known for known in (_MANIFEST, *_SHEETS, _ATRS, _NL)}


def format_of(content: Content, name: str = AUTO) -> Format:
    """Find the format of a file. Raises ``ImportProblem`` where none fits, or not the one that is named."""
    if name != AUTO and name not in FORMATS:
        raise ImportProblem(f"{name!r} is not a format; use one of {', '.join((AUTO, *FORMATS))}")
    for known in _possible(content):
        if name in (AUTO, known.name) and known.recognises(content):
            return known
    wanted = "any register that is known" if name == AUTO else name
    raise ImportProblem(f"this does not look like {wanted}; it begins with {content.text.lstrip()[:80]!r}")


def _possible(content: Content) -> tuple[Format, ...]:
    """The formats that come as JSON, or those that come as text: manifests and ATRS come as both."""
    return (_MANIFEST, _NL, _ATRS) if content.looks_like_json else (_MANIFEST, *_SHEETS, _ATRS)
