"""What people call the entries of a list: by their title, by that of what they link to, or by their row."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from policies.engine.grounds import value_at
from policies.engine.words import items_on, list_name, shorten
from policies.record.masking import is_sensitive

_NAMES: Final = ("title", "name", "key")
# A row of these lists has no title of its own and goes by what it is about.
_ABOUT: Final = {"data_links": "data_source", "kpi_links": "kpi"}


def names_of(pointers: Iterable[str], document: Mapping[str, Any]) -> list[str]:
    """The names of the outermost entries that ``pointers`` lead into, each once."""
    entries = dict.fromkeys(items_on(pointer)[0] for pointer in pointers if items_on(pointer))
    return [_name(pointer, document) for pointer in entries]


def _name(pointer: str, document: Mapping[str, Any]) -> str:
    *_, field, row = pointer.split("/")
    thing = f"{pointer}/{_ABOUT[field]}" if field in _ABOUT else pointer
    said = value_at(thing, document)
    for name in _NAMES if isinstance(said, Mapping) else ():
        text = said.get(name)
        if isinstance(text, str) and text and not is_sensitive(str(document.get("kind")), f"{thing}/{name}"):
            return f"“{shorten(text.replace('_', ' ') if name == 'key' else text)}”"
    return f"row {int(row) + 1} of “{list_name(pointer)}”"
