"""The share of people for whom the ways of their data are lawful, from what records say of shares."""

from typing import Any

from policies.lineage.coverage import ALL, EVERYONE, Bounds, Mix, Need, Share, lawful_share
from policies.lineage.graph import Path, mapping_of
from policies.lineage.judging import NOTHING_NEEDED, Judgement
from policies.lineage.parts import Parts, Source, shares_of
from policies.lineage.said import text

Judged = list[tuple[Path, Judgement]]


def share_of(judged: Judged, parts: Parts) -> Bounds:
    """The share of people for whom every way is lawful; everyone where no way rests on consent."""
    needs: list[tuple[Mix | None, Need]] = []
    marginals: dict[str, Share] = {}
    for path, one in judged:
        if one.need != NOTHING_NEEDED:
            source = parts.source(path.source)
            needs.append((source.mix, one.need))
            marginals |= _marginals(path, source, parts)
    return lawful_share(needs, marginals) if needs else EVERYONE


def taken_by_sources(judged: Judged, share: Bounds, parts: Parts) -> list[dict[str, Any]]:
    """What each source takes away by itself, ``{key, title, low, high}``, the most first.

    ``share`` is what is left by all of them.
    """
    by_source: dict[str, Judged] = {}
    for one in judged:
        if key := text(one[0].source.get("key")):
            by_source.setdefault(key, []).append(one)
    found: list[dict[str, Any]] = []
    for key, own in by_source.items():
        left = share if len(own) == len(judged) else share_of(own, parts)
        title = text(own[0][0].source.get("title")) or key
        found.append(
            {"key": key, "title": title, **percent(Bounds(ALL - left.high, ALL - left.low), "low", "high")}
        )
    found.sort(key=lambda one: (-one["high"], -one["low"], one["key"]))
    return found


def percent(bounds: Bounds, low: str, high: str) -> dict[str, int | float]:
    """Both ends to a tenth of a percent, rounded so that they still hold; what is exact, down."""
    least, most = bounds
    said = _number(10 * least.numerator // least.denominator)
    if least == most:
        return {low: said, high: said}
    return {low: said, high: _number(-(-10 * most.numerator // most.denominator))}


def _number(tenths: int) -> int | float:
    return tenths / 10 if tenths % 10 else tenths // 10


def _marginals(path: Path, source: Source, parts: Parts) -> dict[str, Share]:
    found = source.shares
    named = [one for link in path.links if (one := mapping_of(link, "consent_scope"))]
    return found | shares_of([parts.consent(one) for one in named]) if named else found
