"""What an entry says in names, lists and choices, by the signal that each serves."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from policies.overlap.aliases import Aliases
from policies.overlap.normalise import words

Record = Mapping[str, Any]
Facets = Mapping[str, tuple[str, ...]]
# Never a sensitive field: the words are shown to whoever may see the entry.
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "use_case": ("description", "intended_purpose"),
    "ai_model": ("description", "intended_use", "task", "base_model"),
    "data_source": ("description",),
    "tool": ("description", "intended_purpose"),
}
LISTS: Final[Mapping[str, Facets]] = {
    "use_case": {
        "job": ("use_case_type", "ai_technique", "uses_capabilities", "functions"),
        "journey": ("journey_stages", "channels"),
        "data": ("data_links.data_source", "profile"),
        "audience": ("data_subjects",),
        "tools": ("tools", "models"),
    },
    "ai_model": {"job": ("approach", "architecture_family"), "data": ("training_data",)},
    "data_source": {
        "job": ("source_type",),
        "data": ("data_categories",),
        "audience": ("data_subjects",),
    },
    "tool": {"job": ("capabilities",), "category": ("tool_category",), "data": ("data_categories_sent",)},
}
_VENDOR: Final[Mapping[str, str]] = {"tool": "vendor", "ai_model": "provider"}


def texts_of(record: Record) -> list[object]:
    return [record.get(name) for name in TEXTS.get(str(record.get("kind")), ())]


def facets_of(record: Record, aliases: Aliases) -> dict[str, tuple[str, ...]]:
    """Sorted and without what wasn't said; ``product`` is (vendor, product), both as one word."""
    kind = str(record.get("kind"))
    found = {
        signal: tuple(sorted({value for name in names for value in _values(record, name)}))
        for signal, names in LISTS.get(kind, {}).items()
    }
    if kind in _VENDOR:
        named = record.get("product") if words(record.get("product")) else record.get("title")
        found["product"] = aliases.product_key(_name(record.get(_VENDOR[kind])), named)
    found["numbers"] = tuple(sorted({word for word in words(record.get("title")) if word.isdigit()}))
    return {signal: values for signal, values in found.items() if values}


def _values(record: Record, path: str) -> Iterator[str]:
    """What a field or a field of each part says: words of a list, or keys of what is pointed at."""
    name, _, rest = path.partition(".")
    said = record.get(name)
    for one in said if isinstance(said, list) else [said]:
        if rest and isinstance(one, Mapping):
            yield from _values(one, rest)
        elif isinstance(one, Mapping):
            yield from ([str(one["key"])] if one.get("key") else [])
        elif isinstance(one, str) and one:
            yield one


def _name(said: object) -> object:
    """A vendor is written as its name, or as a mapping of its fields."""
    if isinstance(said, Mapping):
        return said.get("name") or said.get("title") or said.get("key")
    return said
