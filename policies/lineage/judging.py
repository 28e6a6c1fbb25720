"""Whether what people agreed to covers one way of their data, and which of its steps it does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from policies.language.kleene import Truth, all_of, any_of, negate
from policies.lineage.coverage import Need
from policies.lineage.graph import Link, Path, Record, mapping_of
from policies.lineage.needs import needs_met
from policies.lineage.said import flag, mappings, text

_CONSENT: Final = "A6-1-a"
_UNSAID: Final = {"$unknown": "which consent this is"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """``broken_at`` is the first step not covered (or not known to be), with what is missing there."""

    covered: Truth
    need: Need
    broken_at: int | None = None
    missing: tuple[str, ...] = ()
    consent: Record | None = None


@dataclass(frozen=True, slots=True)
class _Terms:
    """On what basis the data moves: consent or not, under which consents (None: not said), by which link."""

    on_consent: Truth
    scopes: list[Record] | None
    link: Link | None


def judge(path: Path, today: date) -> Judgement:
    """One of the terms is enough: the same data may be used under several links."""
    if path.is_cut:
        return Judgement(None, Need(frozenset(), None), 0, ("followed",))
    if not path.source:
        return Judgement(None, Need(frozenset(), None), 0, ("source",))
    found = [_judge(path, terms, today) for terms in _terms(path)]
    best = min(found, key=_closest)
    certain, possible = (
        _any_of([getattr(one.need, name) for one in found]) for name in ("certain", "possible")
    )
    covered = any_of(one.covered for one in found)
    return Judgement(covered, Need(certain, possible), best.broken_at, best.missing, best.consent)


def _terms(path: Path) -> Iterator[_Terms]:
    """The recorded links; without one a source that stands on consents is used on consent.

    That a source stands on no consent says nothing of another basis: then it is not known.
    """
    stands_on = path.source.get("consent_scopes")
    scopes = list(mappings(stands_on)) if isinstance(stands_on, list) else None
    for link in path.links:
        basis = text(link.get("lawful_basis"))
        yield _Terms(basis == _CONSENT if basis else None, _relied_on(path, link, scopes), link)
    if not path.links:
        yield _Terms(True if scopes else None, scopes, None)


def _relied_on(path: Path, link: Link, scopes: list[Record] | None) -> list[Record] | None:
    """The consents of the source that the link may rely on; None where it is not said what it stands on.

    A link names a consent of the source that it links to. Where the source does not stand on that, it
    allows nothing; and what feeds that source keeps to the consents under which it was collected.
    """
    own = text(mapping_of(link, "consent_scope").get("key"))
    if scopes is None or not own:
        return scopes
    named = [scope for scope in scopes if scope.get("key") == own]
    return scopes if path.is_fed and not named else named


def _judge(path: Path, terms: _Terms, today: date) -> Judgement:
    asked = all_of((flag(path.source.get("contains_personal_data")), terms.on_consent))
    if asked is False:
        return Judgement(True, Need(None, None))
    known = terms.scopes if terms.scopes is not None else [_UNSAID]
    tried = [(scope, list(needs_met(path, terms.link, scope, today))) for scope in known]
    truths = [(scope, all_of(met for _, _, met in needs)) for scope, needs in tried]
    certain = _keys(scope for scope, truth in truths if truth is True)
    possible = _keys(scope for scope, truth in truths if truth is not False)
    open_end = asked is None or terms.scopes is None or None in possible
    covered = any_of((negate(asked), any_of(truth for _, truth in truths)))
    need = Need(frozenset(key for key in certain if key), None if open_end else frozenset(map(str, possible)))
    if covered is True:
        return Judgement(True, need)
    return Judgement(covered, need, *_gap(tried, covered))


def _keys(scopes: Iterable[Record]) -> set[str | None]:
    return {text(scope.get("key")) or None for scope in scopes}


def _gap(
    tried: list[tuple[Record, list[tuple[int, str, Truth]]]], covered: Truth
) -> tuple[int, tuple[str, ...], Record | None]:
    """Where the closest consent first falls short, and in what. A clear no comes before a perhaps."""
    if not tried:
        return 0, ("consent" if covered is False else "basis",), None
    scope, needs = min(tried, key=lambda one: _distance(*one))
    wanted = False if covered is False or any(met is False for _, _, met in needs) else None
    short = [(step, gap) for step, gap, met in needs if met is wanted]
    first = min((step for step, _ in short), default=0)
    return first, tuple(gap for step, gap in short if step == first), scope if scope.get("key") else None


def _distance(scope: Record, needs: list[tuple[int, str, Truth]]) -> tuple[int, int, str]:
    truths = [met for _, _, met in needs]
    return truths.count(False), truths.count(None), text(scope.get("key"))


def _closest(found: Judgement) -> tuple[Any, ...]:
    return (found.covered is False, found.covered is None, len(found.missing), -(found.broken_at or 0))


def _any_of(wanted: list[frozenset[str] | None]) -> frozenset[str] | None:
    """Who meets one of several needs; None where one of them asks nothing."""
    joined: frozenset[str] = frozenset()
    for scopes in wanted:
        if scopes is None:
            return None
        joined |= scopes
    return joined
