"""What an entry says in names, lists and choices, by the signal that each serves."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policies.overlap.aliases import Aliases, Product
from policies.overlap.named import named_products
from policies.overlap.normalise import words
from policies.overlap.table import word_list

Record = Mapping[str, Any]
Facets = Mapping[str, tuple[str, ...]]
# Never a sensitive field: the words are shown to whoever may see the entry.
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "use_case": ("description", "intended_purpose"),
    "ai_model": ("description", "intended_use"),
    "data_source": ("description",),
    "tool": ("description",),
}
LISTS: Final[Mapping[str, Facets]] = {
    "use_case": {
        "job": ("use_case_type", "uses_capabilities"),
        "journey": ("journey_stages",),
        "data": ("data_links.data_source", "profile"),
        "audience": ("data_subjects",),
    },
    "ai_model": {"job": ("task", "base_model"), "data": ("training_data",)},
    "data_source": {
        "job": ("source_type",),
        "data": ("data_categories",),
        "audience": ("data_subjects",),
    },
    "tool": {"job": ("capabilities",), "category": ("tool_category",), "data": ("data_categories_sent",)},
}
# Registers name several vendors in one breath.
_LIST: Final = re.compile(r"[;,/\n]")
_MAKER: Final[Mapping[str, str]] = {"tool": "vendor", "ai_model": "provider"}


def texts_of(record: Record) -> list[object]:
    return [record.get(name) for name in TEXTS.get(str(record.get("kind")), ())]


def facets_of(record: Record, aliases: Aliases) -> dict[str, tuple[str, ...]]:
    """Sorted and without what wasn't said.

    ``product``: "vendor|name", each as one word; ``known``: how the alias table writes them, in the same
    order; ``marks``: what tells siblings apart that are called alike. ``named``: the products of the title
    and those that are named beside it; ``named_as``: how each may be told, in the same order.
    """
    kind = str(record.get("kind"))
    found = {
        signal: tuple(sorted({value for name in names for value in _values(record, name)}))
        for signal, names in LISTS.get(kind, {}).items()
    }
    products = _products(record, kind, aliases)
    found["product"] = tuple(product.key for product in products)
    found["known"] = tuple(product.known for product in products if product.known)
    found["family"] = tuple(sorted({product.family for product in products if product.family}))
    if kind != "tool":
        named = named_products(_values(record, "products_named"), products, aliases)
        found["named"], found["named_as"] = tuple(named), tuple(told for told, _ in named.values())
        found["named_family"] = tuple(sorted({family for _, family in named.values() if family}))
    found["vendor"] = tuple(sorted({maker for maker in _makers(record, kind, products, aliases) if maker}))
    found["marks"] = tuple(sorted({word for word in words(record.get("title")) if is_mark(word)}))
    return {signal: values for signal, values in found.items() if values}


def is_mark(word: str) -> bool:
    return any(char.isdigit() for char in word) or word in word_list("size_words")


def _products(record: Record, kind: str, aliases: Aliases) -> list[Product]:
    """What a tool is, and which known products the name of anything else mentions."""
    if kind == "tool":
        return [aliases.product(vendor_of(record), product_of(record))]
    return sorted(set(aliases.mentioned(words(record.get("title")))))


def _makers(record: Record, kind: str, products: list[Product], aliases: Aliases) -> Iterator[str]:
    yield from (product.vendor for product in products)
    if kind in _MAKER:
        yield aliases.vendor_key(vendor_of(record))
    named = (name for names in _values(record, "vendors_named") for name in _LIST.split(names))
    yield from map(aliases.vendor_key, named)


def _values(record: Record, path: str) -> Iterator[str]:
    """What a field or a field of each part says: words of a list, or keys of what is pointed at."""
    name, _, rest = path.partition(".")
    said = record.get(name)
    for one in said if isinstance(said, list) else [said]:
        if rest and isinstance(one, Mapping):
            yield from _values(one, rest)
        elif isinstance(one, Mapping):
            yield from ([str(one["key"])] if one.get("key") else [])
        elif isinstance(one, str) and one and one not in word_list("no_choices"):
            yield one


def vendor_of(record: Record) -> object:
    """Who makes a tool or model. A vendor is written as its name, or as a mapping of its fields."""
    said = record.get(_MAKER.get(str(record.get("kind")), ""))
    if isinstance(said, Mapping):
        return said.get("name") or said.get("title") or said.get("key")
    return said


def product_of(record: Record) -> object:
    """What a tool is: where nothing else is said, what it is called."""
    said = record.get("product")
    return record.get("title") if record.get("kind") == "tool" and not words(said) else said
