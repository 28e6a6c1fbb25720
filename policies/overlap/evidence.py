"""What speaks for two tools being the same product, or doing the same job."""

from typing import NamedTuple

from rapidfuzz import fuzz

from policies.overlap.profile import Profile

DUPLICATE, POSSIBLE = 0.8, 0.55  # from these scores on, a match counts as one or the other
JOB = 0.5  # share of capabilities (Jaccard) from which two tools of one category do the same job
SLIP = 87  # rapidfuzz ratio, 0 to 100, from which two product names differ by a slip of the pen only


class Evidence(NamedTuple):
    """One reason in plain words, and the score (0 to 1) that it alone would give."""

    score: float
    reason: str


def judge_tools(left: Profile, right: Profile, text: Evidence) -> list[Evidence]:
    """Weigh names, jobs and texts of two tools; similar texts alone never make them one product."""
    found = [*_same_product(left, right), *_same_job(left, right)]
    if left.described and right.described and not _one_name_holds_the_other(left, right):
        found.append(Evidence(min(text.score, DUPLICATE - 0.01), text.reason))
    return found


def _same_product(left: Profile, right: Profile) -> list[Evidence]:
    (our_vendor, ours), (their_vendor, theirs) = left.product or ("", ""), right.product or ("", "")
    if not ours or (our_vendor and their_vendor and our_vendor != their_vendor):
        return []
    names = f'"{left.title}" and "{right.title}"'
    if ours == theirs:
        return [Evidence(1.0, f"same product after normalising names: {names}")]
    if (
        _digits(ours) != _digits(theirs)
        or ours in theirs
        or theirs in ours
        or fuzz.ratio(ours, theirs) < SLIP
    ):
        return []
    return [Evidence(0.85, f"product names differ by a slip: {names}")]


def _same_job(left: Profile, right: Profile) -> list[Evidence]:
    both = left.capabilities & right.capabilities
    if not both or not left.category or left.category != right.category:
        return []
    share = len(both) / len(left.capabilities | right.capabilities)
    if share < JOB:
        return []
    named = ", ".join(sorted(capability.replace("_", " ") for capability in both))
    reason = f"same category and capabilities: {left.category.replace('_', ' ')}; {named}"
    return [Evidence(POSSIBLE + share * (DUPLICATE - POSSIBLE - 0.01), reason)]


def _one_name_holds_the_other(left: Profile, right: Profile) -> bool:
    """A vendor is not its product and a module is not its suite, whatever words they share."""
    ours, theirs = set(left.name), set(right.name)
    return ours < theirs or theirs < ours


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())
