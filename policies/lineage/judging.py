"""Whether what people agreed to covers one way of their data, and which of its steps it does not."""

from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import Any, Final, NamedTuple

from policies.language.kleene import Truth, all_of, any_of, negate
from policies.lineage.coverage import Need
from policies.lineage.graph import Link, Path, Record, mapping_of
from policies.lineage.needs import Dealing, Met, asked_by, dealing_of, needs_met
from policies.lineage.parts import Consent, Parts, Source
from policies.lineage.said import text

_CONSENT: Final = "A6-1-a"
_UNSAID: Final = {"$unknown": "which consent this is"}
NOTHING_NEEDED: Final = Need(None, None)
_NOBODY: Final = Need(frozenset(), None)
_NONE_IS_ENOUGH: Final = Need(frozenset(), frozenset())
_IS_MET: Final = itemgetter(2)


class Judgement(NamedTuple):
    """``broken_at`` is the first step not covered (or not known to be), with what is missing there."""

    covered: Truth
    need: Need
    broken_at: int | None = None
    missing: tuple[str, ...] = ()
    consent: Record | None = None


class _Terms(NamedTuple):
    """On what basis the data moves: consent or not, under which consents (None: not said), by which link."""

    on_consent: Truth
    consents: list[Consent] | None
    link: Link | None


_NOT_ON_CONSENT: Final = Judgement(True, NOTHING_NEEDED)
_FOLLOWED_NO_FURTHER: Final = Judgement(None, _NOBODY, 0, ("followed",))
_SOURCE_UNSAID: Final = Judgement(None, _NOBODY, 0, ("source",))


class Judge:
    """Judges the ways to one entry."""

    def __init__(self, record: Record, parts: Parts) -> None:
        self._record = record
        self._parts = parts

    @cached_property
    def _dealing(self) -> Dealing | None:
        return dealing_of(self._record) if self._record.get("kind") == "use_case" else None

    def of(self, path: Path) -> Judgement:
        """One of the terms is enough: the same data may be used under several links."""
        if path.is_cut:
            return _FOLLOWED_NO_FURTHER
        if not path.source:
            return _SOURCE_UNSAID
        source = self._parts.source(path.source)
        found = [self._by(terms, path, source) for terms in _terms(path, source)]
        if len(found) == 1:
            return found[0]
        best = min(found, key=_closest)
        certain, possible = (_any_of([one.need[end] for one in found]) for end in (0, 1))
        covered = any_of([one.covered for one in found])
        return Judgement(covered, Need(certain, possible), best.broken_at, best.missing, best.consent)

    def _by(self, terms: _Terms, path: Path, source: Source) -> Judgement:
        asked = all_of((source.is_personal, terms.on_consent))
        if asked is False:
            return _NOT_ON_CONSENT
        tried = self._tried(terms, path, source)
        truths = [(consent, all_of(map(_IS_MET, needs))) for consent, needs in tried]
        need = _need(truths, open_end=asked is None or terms.consents is None)
        covered = any_of([negate(asked), *[truth for _, truth in truths]])
        gap = () if covered is True else _gap(tried, covered)
        return Judgement(covered, need, *gap)

    def _tried(self, terms: _Terms, path: Path, source: Source) -> list[tuple[Consent, list[Met]]]:
        known = terms.consents if terms.consents is not None else [self._parts.consent(_UNSAID)]
        if not known:
            return []
        asked = asked_by(path, source, terms.link, self._dealing)
        return [(consent, needs_met(asked, consent)) for consent in known]


def _terms(path: Path, source: Source) -> Iterator[_Terms]:
    """The recorded links; without one a source that stands on consents is used on consent.

    That a source stands on no consent says nothing of another basis: then it is not known.
    """
    for link in path.links:
        basis = text(link.get("lawful_basis"))
        yield _Terms(basis == _CONSENT if basis else None, _relied_on(path, link, source.consents), link)
    if not path.links:
        yield _Terms(True if source.consents else None, source.consents, None)


def _relied_on(path: Path, link: Link, consents: list[Consent] | None) -> list[Consent] | None:
    """The consents of the source that the link may rely on; None where it is not said what it stands on.

    A link names a consent of the source that it links to. Where the source does not stand on that, it
    allows nothing; and what feeds that source keeps to the consents under which it was collected.
    """
    own = text(mapping_of(link, "consent_scope").get("key"))
    if consents is None or not own:
        return consents
    named = [one for one in consents if one.key == own]
    return consents if path.is_fed and not named else named


def _need(tried: list[tuple[Consent, Truth]], *, open_end: bool) -> Need:
    """Which consents are certainly or possibly enough; one that has no key can be anybody's."""
    if not tried:
        return _NOBODY if open_end else _NONE_IS_ENOUGH
    certain = frozenset([one.key for one, truth in tried if truth is True and one.key])
    possible = frozenset([one.key for one, truth in tried if truth is not False])
    return Need(certain, None if open_end or "" in possible else possible)


def _gap(
    tried: list[tuple[Consent, list[Met]]], covered: Truth
) -> tuple[int, tuple[str, ...], Record | None]:
    """Where the closest consent first falls short, and in what. A clear no comes before a perhaps."""
    if not tried:
        return 0, ("consent" if covered is False else "basis",), None
    consent, needs = tried[0] if len(tried) == 1 else min(tried, key=_distance)
    wanted = False if covered is False or any(met is False for _, _, met in needs) else None
    short = [(step, gap) for step, gap, met in needs if met is wanted]
    first = min([step for step, _ in short], default=0)
    missing = tuple([gap for step, gap in short if step == first])
    return first, missing, consent.record if consent.record.get("key") else None


def _distance(one: tuple[Consent, list[Met]]) -> tuple[int, int, str]:
    truths = [met for _, _, met in one[1]]
    return truths.count(False), truths.count(None), one[0].key


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
