"""One spelling for the names of vendors and products that people write in many ways.

Only whole names are made equal: a word that tells two products of one vendor apart is never dropped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

from policies.overlap.normalise import words
from policies.yamlio import load_yaml

_ASIDES = re.compile(r"\([^()]*\)|\bv?\d+\.\d+[\d.]*")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")


@dataclass(frozen=True)
class ProductNames:
    """A product's name today, and the earlier or colloquial ones, always whole names."""

    vendor: str
    product: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aliases:
    """The names that ship with Muster, and over them an organisation's own.

    ``vendors``: pairs of another spelling and the vendor it stands for.
    """

    vendors: tuple[tuple[str, str], ...] = ()
    products: tuple[ProductNames, ...] = ()

    def vendor_key(self, name: object) -> str:
        """Give "talliscloud" for "Tallis Cloud Ltd." as for "TALLIS-CLOUD Group"; "" when none is said."""
        key = _company(name)
        return self._vendor_keys.get(key, key)

    def product_key(self, vendor: object, product: object) -> tuple[str, str]:
        """The canonical (vendor, product), each closed up to one word; a renamed one gets today's name."""
        maker, key = self._spelling(self.vendor_key(vendor), product)
        for candidate in (f"{maker} {key}", f" {key}"):
            found = self._product_keys.get(candidate)
            if found and maker in ("", found[0], key):
                return found
        return maker, key

    @cached_property
    def filler_words(self) -> frozenset[str]:
        return frozenset(_shipped()["filler_words"])

    @cached_property
    def _vendor_keys(self) -> Mapping[str, str]:
        """Every known spelling of a vendor, and today's."""
        shipped = [
            (spelling, vendor)
            for vendor, others in _shipped()["vendors"].items()
            for spelling in (vendor, *others)
        ]
        found = {_company(spelling): _company(vendor) for spelling, vendor in shipped}
        for spelling, vendor in self.vendors:
            key = _company(vendor)
            found[_company(spelling)] = found.get(key, key)
        return found

    @cached_property
    def _product_keys(self) -> Mapping[str, tuple[str, str]]:
        """Today's name for each given-up "vendor name" (or " name", where the name says enough)."""
        shipped = (
            ProductNames(row["vendor"], row["product"], tuple(row["also"])) for row in _shipped()["products"]
        )
        found: dict[str, tuple[str, str]] = {}
        for names in (*shipped, *self.products):
            today = self._spelling(self.vendor_key(names.vendor), names.product)
            today = found.get(" ".join(today), today)
            found[" ".join(today)] = today
            for name in names.also:
                found[" ".join(self._spelling("", name))] = today
        return found

    def _spelling(self, maker: str, product: object) -> tuple[str, str]:
        """Move the maker's name from the front of the product's to where it belongs; drop asides, editions.

        A product that is called like its maker keeps that name.
        """
        text = _ASIDES.sub(" ", product) if isinstance(product, str) else product
        name = _without_last(words(text) or words(product), _droppable("edition_words", "legal_forms"))
        for size in range(min(len(name), 4), 0, -1):
            front = self.vendor_key(" ".join(name[:size]))
            if front == maker or (not maker and front in self._vendor_keys):
                return front, "".join(name[size:]) or front
        return maker, "".join(name)


SHIPPED: Final = Aliases()


def _company(name: object) -> str:
    # "S.p.A." and "B.V." are closed up first, so that they are seen as one word.
    text = _INITIALS.sub(r"\1", name) if isinstance(name, str) else name
    return "".join(_without_last(words(text), _droppable("legal_forms", "company_words")))


def _without_last(parts: tuple[str, ...], droppable: frozenset[str]) -> tuple[str, ...]:
    """Drop trailing words that tell nothing apart, but never the whole name."""
    while len(parts) > 1 and parts[-1] in droppable:
        parts = parts[:-1]
    return parts


@cache
def _droppable(*lists: str) -> frozenset[str]:
    return frozenset(word for name in lists for word in _shipped()[name])


@cache
def _shipped() -> dict[str, Any]:
    text = (files("policies.overlap") / "aliases.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = load_yaml(text, source="aliases.yaml").value
    return table
