"""One spelling for the names of vendors and products that people write in many ways.

Only whole names are made equal: a word that tells two products of one vendor apart is never dropped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from policies.overlap.normalise import words
from policies.overlap.table import shipped, word_list

_VERSION = re.compile(r"\bv?\d+\.\d+[\d.]*")
_ASIDES = re.compile(rf"\([^()]*\)|{_VERSION.pattern}")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")


@dataclass(frozen=True)
class ProductNames:
    """A product's name today, and the earlier or colloquial ones, always whole names.

    Products of one ``family`` are related, and not the same.
    """

    vendor: str
    product: str
    also: tuple[str, ...] = ()
    family: str = ""


class Product(NamedTuple):
    """A product as it is compared: vendor and name, each closed up to one word; "" is what isn't known.

    ``known`` is how the alias table writes it.
    """

    vendor: str
    name: str
    family: str = ""
    known: str = ""

    @property
    def key(self) -> str:
        return f"{self.vendor}|{self.name}"


@dataclass(frozen=True)
class Aliases:
    """The names that ship with Muster, and over them an organisation's own.

    ``vendors``: pairs of another spelling and the vendor it stands for.
    """

    vendors: tuple[tuple[str, str], ...] = ()
    products: tuple[ProductNames, ...] = ()

    @cached_property
    def listed(self) -> frozenset[str]:
        """How products are written that have today's name and another."""
        return frozenset(product.known for product in self._products.values())

    def vendor_key(self, name: object) -> str:
        """Give "talliscloud" for "Tallis Cloud Ltd." as for "TALLIS-CLOUD Group"; "" when none is said."""
        key = company(name)
        return self._vendors.get(key) or self._brands.get(key, key)

    def product(self, vendor: object, name: object) -> Product:
        """The product of that name; a renamed one gets today's name, a vendor is known by its brands."""
        maker = self.vendor_key(vendor)
        spellings = _spellings(name)
        for spelling in spellings:
            # Of a vendor that nothing else is known of, the whole name is another name of something.
            if maker and (whole := self._products.get(f"{maker}{''.join(spelling)}")):
                return whole
            for said_by, key in ((maker, "".join(spelling)), self._peeled(maker, spelling)):
                found = self._products.get(f"{said_by} {key}") or self._products.get(key)
                if found and said_by in ("", found.vendor, key):
                    return found
        maker, key = self._peeled(maker, spellings[-1])
        maker = maker or self._maker_of(spellings[-1])
        return self._products.get(f"{maker} {key}") or Product(maker, key)

    def mentioned(self, spoken: tuple[str, ...]) -> Iterator[Product]:
        """Known products that a title names, the longest names first.

        A common word is nobody's name, unless it is the whole title.
        """
        place = 0
        while place < len(spoken):
            for size in range(min(_LONGEST_NAME, len(spoken) - place), 0, -1):
                found = self._products.get("".join(spoken[place : place + size]))
                common = size == 1 < len(spoken) and spoken[place] in word_list("common_names")
                if found and not common:
                    yield found
                    place += size - 1
                    break
            place += 1

    def _peeled(self, maker: str, name: tuple[str, ...]) -> tuple[str, str]:
        """Move the maker's name from the front of the product's to where it belongs.

        A product that is called like its maker keeps that name.
        """
        for size in range(min(len(name), 4), 0, -1):
            front = company(" ".join(name[:size]))
            front = self._vendors.get(front, front)
            if front == maker or (not maker and front in self._vendors):
                return front, "".join(name[size:]) or front
        return maker, "".join(name)

    def _maker_of(self, name: tuple[str, ...]) -> str:
        """Who makes what begins with a brand: "Azure Functions" is of Microsoft."""
        fronts = ("".join(name[:size]) for size in range(1, min(len(name), 3) + 1))
        return next((self._brands[front] for front in fronts if front in self._brands), "")

    @cached_property
    def _vendors(self) -> Mapping[str, str]:
        """Every known spelling of a vendor, and today's."""
        found = _keys_of("vendors")
        for spelling, vendor in self.vendors:
            key = company(vendor)
            found[company(spelling)] = found.get(key, key)
        return found

    @cached_property
    def _brands(self) -> Mapping[str, str]:
        """The vendor behind each brand."""
        return {brand: self._vendors.get(maker, maker) for brand, maker in _keys_of("brands").items()}

    @cached_property
    def _products(self) -> Mapping[str, Product]:
        """Today's product for each name, closed up; also for "vendor name", without the vendor in front."""
        found: dict[str, Product] = {}
        listed = (ProductNames(**{**row, "also": tuple(row["also"])}) for row in shipped()["products"])
        for names in (*listed, *self.products):
            maker = self.vendor_key(names.vendor)
            key = "".join(words(names.product))
            today = found.get(f"{maker} {key}") or Product(
                maker, key, names.family, _display(names.vendor, names.product)
            )
            found[f"{maker} {key}"] = today
            for name in names.also:
                spelling = words(name)
                found["".join(spelling)] = today
                said_by, rest = self._peeled("", spelling)
                if rest != said_by:
                    found.setdefault(f"{said_by} {rest}", today)
        return found


SHIPPED: Final = Aliases()


def aliases_of(rows: Iterable[Mapping[str, str]]) -> Aliases:
    """An organisation's own names, as a registry export says them, over those that ship."""
    said = list(rows)
    return Aliases(
        tuple((one["also"], one["name"]) for one in said if one["of"] == "vendor"),
        tuple(
            ProductNames(one["vendor"], one["name"], (one["also"],)) for one in said if one["of"] == "product"
        ),
    )


_LONGEST_NAME: Final = 5


def _spellings(name: object) -> tuple[tuple[str, ...], ...]:
    """The ways to read a name: with what stands in brackets, without, and without editions and versions."""
    if not isinstance(name, str):
        return ((),)
    plain = _ASIDES.sub(" ", name)
    droppable = word_list("edition_words") | word_list("legal_forms")
    read = (words(_VERSION.sub(" ", name)), words(plain) or words(name))
    return (*read, *(_without_last(one, droppable) for one in read))


def _display(vendor: str, product: str) -> str:
    return product if set(words(vendor)) <= set(words(product)) else f"{vendor} {product}"


def company(name: object) -> str:
    """A vendor's name closed up, without legal forms: "talliscloud", whatever else the vendor is called."""
    # "S.p.A." and "B.V." are closed up first, so that they are seen as one word.
    text = _INITIALS.sub(r"\1", name) if isinstance(name, str) else name
    return "".join(_without_last(words(text), word_list("legal_forms") | word_list("company_words")))


def _without_last(parts: tuple[str, ...], droppable: frozenset[str]) -> tuple[str, ...]:
    """Drop trailing words that tell nothing apart, but never the whole name."""
    while len(parts) > 1 and parts[-1] in droppable:
        parts = parts[:-1]
    return parts


def _keys_of(table: str) -> dict[str, str]:
    pairs = ((company(one), others) for one, others in shipped()[table].items())
    return {key: today for today, others in pairs for key in (*map(company, others), today)}
