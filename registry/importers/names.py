"""Cells that name products or vendors, several to a cell, as people type them."""

import re
from typing import Any, Final

from registry.importers.values import folded, listed, trim, unknown

_NONE: Final = frozenset({"none", "noneoftheabove"})
_NO_NAME: Final = frozenset(
    {"na", "notapplicable", "various", "multiple", "tbd", "tobedetermined", "unknown", "other", "yes", "no"}
    | {"vendor", "vendors", "several", "multiplevendors", "variousvendors"}
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_DATE_OR_NUMBER = re.compile(r"^[\d\s:./,$-]+$")
# One unbroken word of capitals and digits with at least four digits: an order or contract number.
_CONTRACT = re.compile(r"^(?=(?:\D*\d){4})[A-Z0-9][A-Z0-9./#-]{5,}$")
_LEGAL_FORM = re.compile(
    r"^(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|co|lp|llp|plc|gmbh|p\.?c)\b\.?", re.I
)
_LONGEST_NAME = 500


def names(text: str) -> Any:
    """Read the products or vendors that a cell names.

    "None" is an empty list; "various", an address, a date or a contract number is no name. Where a cell
    holds some names and some of these, the names are kept.
    """
    said = trim(text)
    if not said:
        return None
    items = listed(said)
    if items is None:
        items = _split(said)
    elif not items:
        return None
    if all(folded(item) in _NONE for item in items):
        return []
    found = [item for item in dict.fromkeys(items) if _is_name(item)]
    return found or unknown(said)


def _is_name(item: str) -> bool:
    shape = _ADDRESS.match(item) or _DATE_OR_NUMBER.match(item) or _CONTRACT.match(item)
    word = folded(item)
    return not shape and bool(word) and word not in _NO_NAME | _NONE and len(item) <= _LONGEST_NAME


def _split(text: str) -> list[str]:
    """Cut at commas and semicolons outside brackets, but not in front of "Inc." and its like."""
    parts: list[str] = []
    for part in _cut(_lines_joined(text), ",;"):
        if parts and _LEGAL_FORM.match(part):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    return [part for part in parts if part]


def _lines_joined(text: str) -> str:
    """Line breaks part a list only where nothing else does, and where no line goes on in small letters."""
    lines = [trim(line) for line in text.splitlines() if trim(line)]
    goes_on = any(line[0].islower() or line[0] in "(&" for line in lines[1:])
    separator = " " if goes_on or any(mark in text for mark in ",;") else ";"
    return separator.join(lines)


def _cut(text: str, marks: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter in marks and depth == 0:
            parts.append(trim(text[start:place]))
            start = place + 1
    return [*parts, trim(text[start:])]
