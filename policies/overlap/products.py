"""What speaks for two tools being the same product, or doing the same job."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from policies.overlap.levels import THRESHOLDS
from policies.overlap.normalise import words
from policies.overlap.signals import Signal
from policies.overlap.signature import Signature

_JOB: Final = 0.5  # share of capabilities (Jaccard) from which two tools of one category do the same job
_SLIP: Final = 87  # rapidfuzz ratio, 0 to 100, from which two product names differ by a slip of the pen only


def products_alike(left: Signature, right: Signature, text: Signal) -> Iterator[Signal]:
    """Weigh names, jobs and texts of two tools; similar texts alone never make them one product."""
    yield from _same_product(left, right)
    yield from _same_job(left, right)
    if left.letters.buckets and right.letters.buckets and not _one_name_holds_the_other(left, right):
        yield text._replace(score=min(text.score, THRESHOLDS["tool"].duplicate - 0.01))


def _same_product(left: Signature, right: Signature) -> Iterator[Signal]:
    (our_vendor, ours), (their_vendor, theirs) = left.facets["product"], right.facets["product"]
    if not ours or (our_vendor and their_vendor and our_vendor != their_vendor):
        return
    if ours == theirs:
        yield Signal("product", 1.0, ())
    elif (
        _digits(ours) == _digits(theirs)
        and ours not in theirs
        and theirs not in ours
        and fuzz.ratio(ours, theirs) >= _SLIP
    ):
        yield Signal("product", 0.85, ())


def _same_job(left: Signature, right: Signature) -> Iterator[Signal]:
    ours, theirs = set(left.facets.get("job", ())), set(right.facets.get("job", ()))
    category = left.facets.get("category")
    if not ours & theirs or not category or category != right.facets.get("category"):
        return
    share = len(ours & theirs) / len(ours | theirs)
    if share < _JOB:
        return
    possible, duplicate = THRESHOLDS["tool"]
    named = tuple(word.replace("_", " ") for word in (*category, *sorted(ours & theirs)))
    yield Signal("job", possible + share * (duplicate - possible - 0.01), named)


def _one_name_holds_the_other(left: Signature, right: Signature) -> bool:
    """A vendor is not its product and a module is not its suite, whatever words they share."""
    ours, theirs = set(words(left.title)), set(words(right.title))
    return ours < theirs or theirs < ours


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())
