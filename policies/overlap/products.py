"""How much alike two tools are as products, and as what does a job."""

from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz

from policies.overlap.levels import NEARLY_DUPLICATE, NEARLY_POSSIBLE, POSSIBLE
from policies.overlap.signals import FAMILY, SAME, SLIP, Signal, told
from policies.overlap.signatures import Signature

# What each finding about the names makes of two tools.
PRODUCT_SCORES: Final[Mapping[float, float]] = {SAME: 1.0, SLIP: 0.85, FAMILY: 0.6}
_JOB: Final = 0.5  # share of capabilities (Jaccard) from which two tools of one category do the same job
_ALIKE: Final = 0.06  # added to the cosine of two names, so that POSSIBLE is where most are told rightly
_RATIO: Final = 87  # rapidfuzz ratio, 0 to 100, from which two product names differ by a slip of the pen only


def product_signal(left: Signature, right: Signature) -> Signal | None:
    """The same product, a slip of the pen, or two of one family, as far as names tell."""
    (our_vendor, ours), (their_vendor, theirs) = _product_of(left), _product_of(right)
    known = [{*one.facets.get("known", ())} for one in (left, right)]
    if not ours or not theirs or _different(our_vendor, their_vendor):
        return None
    if ours == theirs:
        return Signal("product", SAME, told(known[0] | known[1]))
    family = {*left.facets.get("family", ())} & {*right.facets.get("family", ())}
    if family:
        return Signal("product", FAMILY, tuple(family))
    slip = _digits(ours) == _digits(theirs) and fuzz.ratio(ours, theirs) >= _RATIO
    return Signal("product", SLIP) if slip and not all(known) and not _holds(ours, theirs) else None


def named_score(left: Signature, right: Signature, alike: float) -> float:
    """From how much alike two unlisted names are spelled (cosine); never so much as to be duplicates.

    A vendor is not its product, a module is not its suite, and two listed products are two.
    """
    vendors = (_product_of(one)[0] for one in (left, right))
    listed = "known" in left.facets and "known" in right.facets
    if listed or _different(*vendors) or is_part(left, right):
        return alike * NEARLY_POSSIBLE
    return min(alike + _ALIKE, NEARLY_DUPLICATE) if alike else 0.0


def is_part(left: Signature, right: Signature) -> bool:
    """One is named after its vendor alone, or the name of one holds the other's and adds to it."""
    (our_vendor, ours), (their_vendor, theirs) = _product_of(left), _product_of(right)
    if ours == theirs:
        return False
    if our_vendor and our_vendor == their_vendor:
        return _holds(ours, theirs) or ours == our_vendor or theirs == their_vendor
    return ours == their_vendor or theirs == our_vendor


def job_score(left: Signature, right: Signature, share: float) -> float:
    """Two tools of one category that can do much the same are perhaps one too many."""
    category = left.facets.get("category")
    if share < _JOB or not category or category != right.facets.get("category"):
        return 0.0
    return POSSIBLE + share * (NEARLY_DUPLICATE - POSSIBLE)


def _product_of(signature: Signature) -> tuple[str, str]:
    vendor, _, name = signature.facets["product"][0].partition("|")
    return vendor, name


def _different(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _holds(one: str, other: str) -> bool:
    return one in other or other in one


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())
