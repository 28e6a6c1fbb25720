"""What data sources and consents say, read once each: records share what several of them link to."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from policies.engine.parts import OfParts
from policies.language.kleene import Truth
from policies.lineage.coverage import Mix, Share, share_said
from policies.lineage.graph import Record
from policies.lineage.said import Above, above, flag, mappings, number, stands, text, words
from policies.record.consent_mix import mix_problems


class Consent(NamedTuple):
    """What people agreed to, and ``share``, how many of them did, in percent."""

    record: Record
    key: str
    stands: Truth
    categories: Above | None
    uses: Above | None
    purposes: set[str]
    channels: list[str] | None
    soft_opt_in: Truth
    training: Truth
    profiling: Truth
    automated_decisions: Truth
    third_parties: Truth
    share: Share | None


class Source:
    """What a data source says of its data. ``consents`` are those that it stands on, None where not said."""

    def __init__(self, record: Record, consents: list[Consent] | None) -> None:
        self.record = record
        self.key = text(record.get("key"))
        self.is_personal = flag(record.get("contains_personal_data"))
        self.consents = consents
        self.holds = words(record.get("data_categories"))

    @cached_property
    def shares(self) -> dict[str, Share]:
        """The share of people who gave a consent that it stands on, for each of which it was said."""
        return shares_of(self.consents or ())

    @cached_property
    def mix(self) -> Mix | None:
        """The joint shares that it says; None where it says none, or none that make sense."""
        rows = self.record.get("consent_mix")
        if not isinstance(rows, list) or not rows or any(mix_problems(rows)):
            return None
        shares = frozenset([(frozenset(row["scopes"]), share_said(row["share"])) for row in rows])
        stands_on = {one.key for one in self.consents or ()}
        return Mix(shares, frozenset(stands_on.union(*[given for given, _ in shares])))


class Parts:
    """The sources and consents of many records, as they stand on one day."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.consent: Final = OfParts(self._consent).of
        self.source: Final = OfParts(self._source).of

    def _consent(self, record: Record) -> Consent:
        categories, uses = words(record.get("permitted_categories")), words(record.get("permitted_data_uses"))
        return Consent(
            record=record,
            key=text(record.get("key")),
            stands=stands(record, self._today),
            categories=None if categories is None else above(categories),
            uses=None if uses is None else above(uses),
            purposes=codes(record.get("permitted_purposes")),
            channels=words(record.get("permitted_channels")),
            soft_opt_in=flag(record.get("is_soft_opt_in")),
            training=flag(record.get("covers_model_training")),
            profiling=flag(record.get("covers_profiling")),
            automated_decisions=flag(record.get("covers_automated_decisions")),
            third_parties=flag(record.get("covers_third_party_sharing")),
            share=_share(record),
        )

    def _source(self, record: Record) -> Source:
        stands_on = record.get("consent_scopes")
        consents = [self.consent(one) for one in mappings(stands_on)] if isinstance(stands_on, list) else None
        return Source(record, consents)


def codes(value: object) -> set[str]:
    """The codes of purposes."""
    return {text(one.get("code")) for one in mappings(value)} - {""}


def shares_of(consents: Iterable[Consent]) -> dict[str, Share]:
    return {one.key: one.share for one in consents if one.share is not None}


def _share(record: Record) -> Share | None:
    share = number(record.get("share_of_profiles"))
    return share_said(share) if share is not None and 0 <= share <= 100 else None
