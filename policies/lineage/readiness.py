"""How ready data is: quality, identity, permission and access, each from dated proofs (``proofs``).

A fact of data sources and use cases, JSON-safe: ``{score, score_max, dimension, source, items}``. ``items``,
weakest first: ``{key, title, dimension, score, score_max, state}``, with ``proved_on`` where a proof has a
date. A use case is as ready as its weakest source is *for what it does with it*: acting on single people
needs to know who they are, real time needs fresh data, training needs neither.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import floor
from operator import itemgetter
from typing import Any, Final, NamedTuple

from policies.engine.parts import OfParts
from policies.language.kleene import all_of
from policies.lineage.coverage import EVERYONE, Bounds
from policies.lineage.graph import Record, links_of, mapping_of
from policies.lineage.proofs import (
    MISSING_PROOF,
    UNKNOWN,
    Proof,
    answered,
    average,
    dated,
    weaker,
)
from policies.lineage.said import day, flag, mappings, number, stands, text
from policies.lineage.shares import percent

# Days for which a proof counts in full.
VALID_DAYS: Final[Mapping[str, int]] = {"quality": 90, "identity": 180, "access": 365}
DIMENSIONS: Final = ("quality", "identity", "permission", "access")
_GOVERNED: Final = ("on_request", "role_based", "attribute_based", "governed_self_service")
_CONTENT: Final = ("user_generated_content", "syndicated_content", "images_video", "social_mentions")
_EVERYDAY: Final = ("inference_input", "retrieval")
# The quality of what is read while it still matters: the proof is named apart, and told as one of quality.
_IN_TIME: Final = "quality in time"
Fact = dict[str, Any]


class _Proved(NamedTuple):
    """A source in one dimension, as it is told. ``order`` puts the weakest first."""

    order: tuple[Any, ...]
    worth: Bounds
    item: Fact


class ReadinessIndex:
    """Readiness needs nothing of the portfolio but what a record links to."""

    def __init__(self, today: date) -> None:
        self._today = today
        # What was asked of each source so far, by the name of the proof.
        self._known: Final = OfParts[dict[str, _Proved]](lambda source: {}).of

    @property
    def takes_in(self) -> tuple[str, ...]:
        return ()

    def add(self, record: Record) -> None:
        """Nothing of others is needed."""

    def of(self, record: Record) -> Fact:
        """The readiness of a data source, or of a use case for what it does."""
        if record.get("kind") == "data_source":
            names = DIMENSIONS if _is_personal(record) else DIMENSIONS[::3]
            return _fact(self._proved(record, names), complete=True)
        found: list[_Proved] = []
        for link in links_of(record):
            source = mapping_of(link, "data_source")
            found += self._proved(source, _asked_of(source, text(link.get("usage")), record))
        return _fact(found, complete=isinstance(record.get("data_links"), list))

    def _proved(self, source: Record, names: Iterable[str]) -> list[_Proved]:
        known, found = self._known(source), []
        for name in names:
            if name not in known:
                known[name] = _told(source, name, self._today)
            found.append(known[name])
        return found


def _asked_of(source: Record, usage: str, record: Record) -> Iterator[str]:
    """What the use of a source in a use case asks for."""
    if usage == "output_store":
        return
    everyday = usage in _EVERYDAY
    in_time = everyday and record.get("processing_mode") in ("real_time", "near_real_time")
    yield _IN_TIME if in_time else "quality"
    yield "access"
    if _is_personal(source):
        yield "permission"
        if everyday and record.get("personalisation_level") == "individual":
            yield "identity"


def _is_personal(source: Record) -> bool:
    """Whether it may hold personal data: what isn't said is asked for."""
    return flag(source.get("contains_personal_data")) is not False


def _quality(source: Record, today: date) -> Proof:
    measured = day(source.get("quality_checked_on"))
    return dated(number(source.get("quality_score")), measured, VALID_DAYS["quality"], today)


def _freshness(source: Record, today: date) -> Proof:
    """In full where the data is as fresh as agreed, else by how far it is from that."""
    age, agreed = number(source.get("freshness_hours")), number(source.get("freshness_sla_hours"))
    if age is None or agreed is None or age < 0:
        return MISSING_PROOF
    worth = 100 if age <= agreed else 100 * agreed / age
    return dated(worth, day(source.get("quality_checked_on")), VALID_DAYS["quality"], today)


def _identity(source: Record, today: date) -> Proof:
    if source.get("identity_method") == "none":
        return answered(False)
    measured = day(source.get("identity_checked_on"))
    return dated(number(source.get("identity_match_rate")), measured, VALID_DAYS["identity"], today)


def _permission(source: Record, today: date) -> Proof:
    """People were told what for, each consent still stands, and the rights to content are cleared."""
    told = source.get("legal_collection_purpose")
    scopes = source.get("consent_scopes")
    stand = all_of(stands(scope, today) for scope in mappings(scopes)) if isinstance(scopes, list) else None
    asked = [bool(told) if isinstance(told, list) else None, stand]
    if text(source.get("source_type")) in _CONTENT:
        asked.append(flag(source.get("rights_cleared")))
    return average([answered(truth) for truth in asked])


def _access(source: Record, today: date) -> Proof:
    """Who may read it is settled and was looked at, and it can be reached without a copy."""
    model = text(source.get("access_model"))
    reviewed = dated(100, day(source.get("access_reviewed_on")), VALID_DAYS["access"], today)
    settled = answered(model in _GOVERNED if model else None)
    return average((settled, reviewed, answered(flag(source.get("api_available")))))


def _in_time(source: Record, today: date) -> Proof:
    return weaker(_quality(source, today), _freshness(source, today))


_PROOFS: Final = {
    "quality": _quality,
    _IN_TIME: _in_time,
    "identity": _identity,
    "permission": _permission,
    "access": _access,
}


def _told(source: Record, name: str, today: date) -> _Proved:
    worth, state, on = _PROOFS[name](source, today)
    key, dimension = text(source.get("key")), "quality" if name == _IN_TIME else name
    item: Fact = {"key": key, "title": text(source.get("title")) or key, "dimension": dimension}
    item |= percent(worth, "score", "score_max") | {"state": state}
    if on is not None:
        item["proved_on"] = on.isoformat()
    # By whole percents before exactly: most differ in these, and fractions take long to compare.
    return _Proved((floor(worth.low), *worth, DIMENSIONS.index(dimension), key), worth, item)


def _fact(found: list[_Proved], *, complete: bool) -> Fact:
    """Every source and dimension once, the weakest first; the weakest is how ready the whole is."""
    once: dict[tuple[Any, ...], _Proved] = {}
    for one in found:
        name = one.order[-2:]
        if name not in once or one.order < once[name].order:
            once[name] = one
    ordered = sorted(once.values(), key=_order)
    nothing = EVERYONE if complete else UNKNOWN
    low = ordered[0].worth.low if ordered else nothing.low
    worth = Bounds(
        low if complete else UNKNOWN.low, min([one.worth.high for one in ordered], default=nothing.high)
    )
    items = [one.item.copy() for one in ordered]
    return named({**percent(worth, "score", "score_max"), "items": items})


_order: Final = itemgetter(0)


def named(fact: Fact) -> Fact:
    """The fact with its weakest item by name."""
    said = {name: value for name, value in fact.items() if name not in ("dimension", "source")}
    if fact["items"]:
        said |= {"dimension": fact["items"][0]["dimension"], "source": fact["items"][0]["title"]}
    return said
