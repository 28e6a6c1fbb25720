"""What speaks for two entries being the same, or doing the same, in figures and in plain words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from policies.overlap.aliases import SHIPPED
from policies.overlap.normalise import stem
from policies.overlap.signatures import Signature

SAME: Final = 1.0
SLIP: Final = 0.9
FAMILY: Final = 0.5
_SAID: Final = {
    "name": "similar names",
    "text": "both speak of",
    "vendor": "from the same vendor",
    "job": "same kind of job",
    "journey": "same stage of the customer journey",
    "data": "same data",
    "audience": "about the same people",
}
_PRODUCT: Final = {
    SAME: "same product",
    SLIP: "product names differ by a slip",
    FAMILY: "products of one family",
}
_IN_LISTS: Final = ("job", "journey", "data", "audience")
_MOST_WORDS: Final = 6


class Signal(NamedTuple):
    """``score``: how much alike they are in this one respect, from 0 to 1. ``words``: what both share.

    ``name`` is one of name, text, product, vendor, job, journey, data and audience.
    """

    name: str
    score: float
    words: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return reason_of(*self)


def reason_of(name: str, score: float, words: Sequence[str]) -> str:
    """Of the other entry's text it says only what both share."""
    said = _PRODUCT[score] if name == "product" else _SAID[name]
    return f"{said}: {', '.join(words).replace('_', ' ').replace('.', ': ')}" if words else said


def listed_signals(left: Signature, right: Signature) -> Iterator[Signal]:
    """What both said in lists and choices; the score is the share that they have in common (Jaccard)."""
    for name in _IN_LISTS:
        if both := _both(left, right, name):
            either = {*left.facets[name], *right.facets[name]}
            yield Signal(name, round(len(both) / len(either), 3), both)
    if _both(left, right, "vendor"):
        yield Signal("vendor", SAME)


def mentioned_signal(left: Signature, right: Signature) -> Signal | None:
    """A listed product that both titles mention, or else the family that theirs are of."""
    if _both(left, right, "product"):
        return Signal("product", SAME)
    return Signal("product", FAMILY) if _both(left, right, "family") else None


def named_signal(left: Signature, right: Signature) -> Signal | None:
    """A product that both name, in the title or beside it, or else the family that theirs are of."""
    if both := _both(left, right, "named"):
        names = zip(both, _named_as(left, both), _named_as(right, both), strict=True)
        return Signal("product", SAME, tuple(sorted({_shorter(*told) for _, *told in names if all(told)})))
    family = _both(left, right, "named_family")
    return Signal("product", FAMILY, family) if family else None


def told(known: Iterable[str]) -> tuple[str, ...]:
    """Names of products as everybody may read them: an organisation's own table quotes its entries, which
    not everybody may see.
    """
    return tuple(sorted(SHIPPED.listed.intersection(known)))


def shared_words(left: Signature, right: Signature) -> list[str]:
    """The words that both use, the rarest first, each spelled the shorter way so that either side says it."""
    ours, theirs = left.by_stem, zip(right.stems, right.words, strict=True)
    return [_shorter(ours[root], word) for root, word in theirs if root in ours]


def _shorter(one: str, other: str) -> str:
    return one if one == other else min(one, other, key=lambda word: (len(word), word))


def worded_signals(left: Signature, right: Signature, name: float, text: float) -> Iterator[Signal]:
    shared, called = shared_words(left, right), left.called & right.called
    in_names = tuple(islice((word for word in shared if stem(word) in called), _MOST_WORDS))
    in_texts = tuple(islice((word for word in shared if stem(word) not in called), _MOST_WORDS))
    if in_names:
        yield Signal("name", round(name, 3), in_names)
    if in_texts:
        yield Signal("text", round(text, 3), in_texts)


def _named_as(one: Signature, keys: Iterable[str]) -> list[str]:
    told = dict(zip(one.facets["named"], one.facets["named_as"], strict=True))
    return [told[key] for key in keys]


def _both(left: Signature, right: Signature, facet: str) -> tuple[str, ...]:
    ours, theirs = left.facets.get(facet), right.facets.get(facet)
    return tuple(sorted({*ours}.intersection(theirs))) if ours and theirs else ()
