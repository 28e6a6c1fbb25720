"""The share of people for whom the ways of their data are lawful, from what records say of shares."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor
from typing import Any

from policies.lineage.coverage import ALL, EVERYONE, Bounds, Mix, Need, lawful_share, share_said
from policies.lineage.graph import Path, Record, mapping_of
from policies.lineage.judging import Judgement
from policies.lineage.said import mappings, number, text
from policies.record.consent_mix import mix_problems

Judged = Iterable[tuple[Path, Judgement]]


def share_of(judged: Judged) -> Bounds:
    """The share of people for whom every way is lawful; everyone where no way rests on consent."""
    needs: list[tuple[Mix | None, Need]] = []
    marginals: dict[str, Fraction] = {}
    for path, one in judged:
        if one.need != Need(None, None):
            needs.append((_mix_of(path.source), one.need))
            marginals |= _marginals(path)
    return lawful_share(needs, marginals) if needs else EVERYONE


def taken_by_sources(judged: Judged) -> list[dict[str, Any]]:
    """What each source takes away by itself, ``{key, title, low, high}``, the most first."""
    by_source: dict[str, list[tuple[Path, Judgement]]] = {}
    for path, one in judged:
        by_source.setdefault(text(path.source.get("key")), []).append((path, one))
    found = []
    for key, own in by_source.items():
        share = share_of(own)
        title = text(own[0][0].source.get("title")) or key
        found.append(
            {"key": key, "title": title} | percent(Bounds(ALL - share.high, ALL - share.low), "low", "high")
        )
    return sorted(
        (one for one in found if one["key"]), key=lambda one: (-one["high"], -one["low"], one["key"])
    )


def percent(bounds: Bounds, low: str, high: str) -> dict[str, int | float]:
    """Both ends to a tenth of a percent, rounded so that they still hold; what is exact, down."""
    if bounds.low == bounds.high:
        return dict.fromkeys((low, high), _number(floor(bounds.low * 10)))
    return {low: _number(floor(bounds.low * 10)), high: _number(ceil(bounds.high * 10))}


def _number(tenths: int) -> int | float:
    return tenths / 10 if tenths % 10 else tenths // 10


def _marginals(path: Path) -> dict[str, Fraction]:
    named = (mapping_of(link, "consent_scope") for link in path.links)
    found = {}
    for scope in (*mappings(path.source.get("consent_scopes")), *named):
        share = number(scope.get("share_of_profiles"))
        if share is not None and 0 <= share <= 100:
            found[text(scope.get("key"))] = share_said(share)
    return found


def _mix_of(source: Record) -> Mix | None:
    """The joint shares that a source says; None where it says none, or none that make sense."""
    rows = source.get("consent_mix")
    if not isinstance(rows, list) or not rows or any(mix_problems(rows)):
        return None
    shares = frozenset((frozenset(row["scopes"]), share_said(row["share"])) for row in rows)
    stands_on = {text(scope.get("key")) for scope in mappings(source.get("consent_scopes"))}
    return Mix(shares, frozenset(stands_on).union(*(given for given, _ in shares)))
