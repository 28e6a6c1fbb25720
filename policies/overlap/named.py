"""Products that an entry names beside its title, as an inventory says them: one suite serves many jobs."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from policies.overlap.aliases import SHIPPED, Aliases, Product
from policies.overlap.normalise import words

_JOINED: Final = re.compile(r"[&+/]|\b(?:and|with)\b", re.IGNORECASE)


def named_products(
    said: Iterable[str], titled: Iterable[Product], aliases: Aliases
) -> dict[str, tuple[str, str]]:
    """How each may be told and its family, by its key and in the order of these; ``titled``: of the title.

    An organisation's own table quotes entries, which not everybody may see: what it says is not told.
    """
    found = {one.key: one for one in titled}
    spelled: dict[str, str] = {}
    for name in said:
        for product in _products(name, aliases):
            found.setdefault(product.key, product)
            spelled.setdefault(product.key, " ".join(words(name)))
    return {
        key: (_told(one) if one.known else spelled[key], one.family)
        for key, one in sorted(found.items())
        if one.name
    }


def _told(product: Product) -> str:
    return product.known if product.known in SHIPPED.listed else ""


def _products(name: str, aliases: Aliases) -> Iterator[Product]:
    """Of several in one breath ("Google Maps & Apple Maps") those that are listed, else all as one name."""
    whole = aliases.product(None, name)
    parts = [] if whole.known else [aliases.product(None, part) for part in _JOINED.split(name)]
    yield from [part for part in parts if part.known] or [whole]
