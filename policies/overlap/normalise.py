"""One spelling for names that people write in many ways.

Only whole names are made equal: a word that tells two products of one vendor apart is never dropped.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from policies.yamlio import load_yaml

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[®™©]|\((?:r|tm|c)\)", re.IGNORECASE)
_ASIDES = re.compile(r"\([^()]*\)|\bv?\d+\.\d+[\d.]*")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")


def words(text: object) -> tuple[str, ...]:
    """Lower-case words without accents and marks; what isn't text (such as what wasn't said) has none."""
    if not isinstance(text, str):
        return ()
    decomposed = unicodedata.normalize("NFKD", _MARKS.sub(" ", text).replace("&", " and "))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple(_WORD.findall(plain.casefold()))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut the commonest English endings, so that "scores" meets "scoring"; rough on purpose."""
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def vendor_key(name: object) -> str:
    """Give "talliscloud" for "Tallis Cloud Ltd." as for "TALLIS-CLOUD Group"; "" when no vendor is said."""
    key = _company(name)
    return _vendors().get(key, key)


def product_key(vendor: object, product: object) -> tuple[str, str]:
    """The canonical (vendor, product), each closed up to one word; a renamed product gets today's name."""
    maker, key = _spelling(vendor_key(vendor), product)
    for candidate in (f"{maker} {key}", f" {key}"):
        found = _products().get(candidate)
        if found and maker in ("", found[0], key):
            return found
    return maker, key


@cache
def listed_words(name: str) -> frozenset[str]:
    """One of the word lists of the alias table, such as ``filler_words``."""
    return frozenset(_table()[name])


@cache
def _table() -> dict[str, Any]:
    text = (files("policies.overlap") / "aliases.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = load_yaml(text, source="aliases.yaml").value
    return table


@cache
def _vendors() -> dict[str, str]:
    """Every known spelling of a vendor, and today's."""
    return {
        _company(spelling): _company(vendor)
        for vendor, others in _table()["vendors"].items()
        for spelling in (vendor, *others)
    }


@cache
def _products() -> dict[str, tuple[str, str]]:
    """Today's name for each given-up "vendor name" (or " name", where the name says enough)."""
    found = {}
    for row in _table()["products"]:
        today = _spelling(vendor_key(row["vendor"]), row["product"])
        found[" ".join(today)] = today
        for name in row["also"]:
            found[" ".join(_spelling("", name))] = today
    return found


def _company(name: object) -> str:
    # "S.p.A." and "B.V." are closed up first, so that they are seen as one word.
    text = _INITIALS.sub(r"\1", name) if isinstance(name, str) else name
    return "".join(_without_last(words(text), listed_words("legal_forms") | listed_words("company_words")))


def _spelling(maker: str, product: object) -> tuple[str, str]:
    """Move the maker's name from the front of the product's to where it belongs; drop asides and editions.

    A product that is called like its maker keeps that name.
    """
    text = _ASIDES.sub(" ", product) if isinstance(product, str) else product
    name = _without_last(
        words(text) or words(product), listed_words("edition_words") | listed_words("legal_forms")
    )
    for size in range(min(len(name), 4), 0, -1):
        front = vendor_key(" ".join(name[:size]))
        if front == maker or (not maker and front in _vendors()):
            return front, "".join(name[size:]) or front
    return maker, "".join(name)


def _without_last(parts: tuple[str, ...], droppable: frozenset[str]) -> tuple[str, ...]:
    """Drop trailing words that tell nothing apart, but never the whole name."""
    while len(parts) > 1 and parts[-1] in droppable:
        parts = parts[:-1]
    return parts
