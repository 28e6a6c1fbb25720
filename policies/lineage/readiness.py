"""How ready data is: quality, identity, permission and access, each from dated proofs (``proofs``).

A fact of data sources and use cases, JSON-safe: ``{score, score_max, dimension, source, items}``. ``items``,
weakest first: ``{key, title, dimension, score, score_max, state}``, with ``proved_on`` where a proof has a
date. A use case is as ready as its weakest source is *for what it does with it*: acting on single people
needs to know who they are, real time needs fresh data, training needs neither.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from policies.language.kleene import Truth, all_of
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
from policies.lineage.said import day, flag, mappings, number, text
from policies.lineage.shares import percent

# Days for which a proof counts in full.
VALID_DAYS: Final[Mapping[str, int]] = {"quality": 90, "identity": 180, "access": 365}
DIMENSIONS: Final = ("quality", "identity", "permission", "access")
_GOVERNED: Final = ("on_request", "role_based", "attribute_based", "governed_self_service")
_CONTENT: Final = ("user_generated_content", "syndicated_content", "images_video", "social_mentions")
_EVERYDAY: Final = ("inference_input", "retrieval")
Fact = dict[str, Any]
Found = tuple[Record, str, Proof]


class ReadinessIndex:
    """Readiness needs nothing of the portfolio but what a record links to."""

    def __init__(self, today: date) -> None:
        self._today = today

    @property
    def takes_in(self) -> tuple[str, ...]:
        return ()

    def add(self, record: Record) -> None:
        """Nothing of others is needed."""

    def of(self, record: Record) -> Fact:
        """The readiness of a data source, or of a use case for what it does."""
        if record.get("kind") == "data_source":
            dimensions = (
                DIMENSIONS if flag(record.get("contains_personal_data")) is not False else DIMENSIONS[::3]
            )
            return _fact([(record, name, self.proof(record, name)) for name in dimensions], complete=True)
        links = record.get("data_links")
        found = [one for link in links_of(record) for one in self._for_use(record, link)]
        return _fact(found, complete=isinstance(links, list))

    def proof(self, source: Record, dimension: str) -> Proof:
        """What is known of one dimension of a source."""
        return _PROOFS[dimension](source, self._today)

    def _for_use(self, record: Record, link: Record) -> Iterable[Found]:
        """What this use of a source asks for."""
        source, usage = mapping_of(link, "data_source"), text(link.get("usage"))
        if usage == "output_store":
            return
        personal = _is_personal(source)
        quality = self.proof(source, "quality")
        if usage in _EVERYDAY and record.get("processing_mode") in ("real_time", "near_real_time"):
            quality = weaker(quality, _freshness(source, self._today))
        yield source, "quality", quality
        yield source, "access", self.proof(source, "access")
        if personal:
            yield source, "permission", self.proof(source, "permission")
        if personal and usage in _EVERYDAY and record.get("personalisation_level") == "individual":
            yield source, "identity", self.proof(source, "identity")


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
    stand = all_of(_stands(scope, today) for scope in mappings(scopes)) if isinstance(scopes, list) else None
    asked = [bool(told) if isinstance(told, list) else None, stand]
    if text(source.get("source_type")) in _CONTENT:
        asked.append(flag(source.get("rights_cleared")))
    return average(answered(truth) for truth in asked)


def _stands(scope: Record, today: date) -> Truth:
    ends = day(scope.get("expires_on"))
    return None if ends is None else ends >= today


def _access(source: Record, today: date) -> Proof:
    """Who may read it is settled and was looked at, and it can be reached without a copy."""
    model = text(source.get("access_model"))
    reviewed = dated(100, day(source.get("access_reviewed_on")), VALID_DAYS["access"], today)
    settled = answered(model in _GOVERNED if model else None)
    return average((settled, reviewed, answered(flag(source.get("api_available")))))


_PROOFS: Final = {"quality": _quality, "identity": _identity, "permission": _permission, "access": _access}


def _fact(found: list[Found], *, complete: bool) -> Fact:
    """Every source and dimension once, the weakest first; the weakest is how ready the whole is."""
    once: dict[tuple[str, str], Found] = {}
    for one in found:
        name = text(one[0].get("key")), one[1]
        once[name] = min(once.get(name, one), one, key=_weakest_first)
    ordered = sorted(once.values(), key=_weakest_first)
    worth = EVERYONE if complete else UNKNOWN
    worth = Bounds(
        min((proof.worth.low for _, _, proof in ordered), default=worth.low),
        min((proof.worth.high for _, _, proof in ordered), default=worth.high),
    )
    fact: Fact = percent(worth if complete else Bounds(UNKNOWN.low, worth.high), "score", "score_max")
    fact["items"] = [_item(*one) for one in ordered]
    return named(fact)


def named(fact: Fact) -> Fact:
    """The fact with its weakest item by name."""
    said = {name: value for name, value in fact.items() if name not in ("dimension", "source")}
    if fact["items"]:
        said |= {"dimension": fact["items"][0]["dimension"], "source": fact["items"][0]["title"]}
    return said


def _item(source: Record, dimension: str, proof: Proof) -> Fact:
    key = text(source.get("key"))
    item: Fact = {"key": key, "title": text(source.get("title")) or key, "dimension": dimension}
    item |= percent(proof.worth, "score", "score_max") | {"state": proof.state}
    return item if proof.on is None else item | {"proved_on": proof.on.isoformat()}


def _weakest_first(one: Found) -> tuple[Any, ...]:
    source, dimension, proof = one
    return proof.worth.low, proof.worth.high, DIMENSIONS.index(dimension), text(source.get("key"))
