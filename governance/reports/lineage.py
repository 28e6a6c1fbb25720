"""Where the data of an entry comes from and how ready it is, as far as one reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from governance.masking import Shows, mask_facts
from governance.reports.neighbours import Name, Record, records_near
from policies.language.context import FactSpec
from policies.lineage.consent import ConsentIndex, consent_index
from policies.lineage.readiness import ReadinessIndex
from registry import clock
from registry.models import Entry, Kind, UseCase

Fact = dict[str, Any]
# Followed on the page of a data source or a model; each is another use case to look at.
MOST_FOLLOWED: Final = 25
_HAVE_CONSENT: Final = (Kind.USE_CASE, Kind.AI_MODEL)
_HAVE_READINESS: Final = (Kind.USE_CASE, Kind.DATA_SOURCE)


@dataclass(frozen=True)
class Lineage:
    """``consent`` and ``readiness`` are facts of ``policies.lineage``, or None where they mean nothing.

    ``onward`` are the ways on which the entry's data goes on to use cases, as the fact's ``items`` are.
    """

    consent: Fact | None = None
    readiness: Fact | None = None
    onward: tuple[Fact, ...] = ()


def lineage_of(user: Any, entry: Entry) -> Lineage:
    """The lineage of one entry, with what ``user`` can't see masked."""
    if entry.kind not in (*_HAVE_CONSENT, *_HAVE_READINESS):
        return Lineage()
    onward = _standing_on(user, entry)
    records = records_near(Entry.objects.filter(Q(pk=entry.pk) | Q(pk__in=onward.values())))
    record = records[entry.kind, entry.key]
    shows = Sight(user, records)
    consent = consent_index(records.values(), clock.today())
    readiness = ReadinessIndex(clock.today())
    facts = {
        name: _masked(name, index.of(record), entry.kind, shows)
        for name, index, kinds in (
            ("consent", consent, _HAVE_CONSENT),
            ("readiness", readiness, _HAVE_READINESS),
        )
        if entry.kind in kinds
    }
    users = [records[Kind.USE_CASE.value, key] for key in sorted(onward)]
    return Lineage(**facts, onward=tuple(_ways_over(entry, users, consent, shows)))


def _masked(fact_kind: str, fact: Fact, kind: str, shows: Shows) -> Fact:
    masked: Fact = mask_facts({"it": fact}, {"it": FactSpec("it", fact_kind, kind)}, shows)["it"]
    return masked


class Sight:
    """Which of some entries a reader can see, asked once."""

    def __init__(self, user: Any, names: Iterable[Name]) -> None:
        keys = {key for _, key in names}
        visible = Entry.objects.visible_to(user).filter(key__in=keys).order_by()
        self._seen = set(visible.values_list("kind", "key"))

    def __call__(self, kind: str, key: str) -> bool:
        return (kind, key) in self._seen


def _standing_on(user: Any, entry: Entry) -> dict[str, int]:
    """Use cases in sight that the data of a source or a model reaches: their primary keys by key."""
    ways = {
        Kind.DATA_SOURCE: Q(data_links__data_source=entry.pk)
        | Q(models__training_data=entry.pk)
        | Q(models__evaluation_data=entry.pk)
        | Q(models__made_from__training_data=entry.pk)
        | Q(data_links__data_source__data_source_as_unified_profile=entry.pk)
        | Q(models__training_data__data_source_as_unified_profile=entry.pk),
        Kind.AI_MODEL: Q(models=entry.pk) | Q(models__made_from=entry.pk),
    }
    reached = ways.get(Kind(entry.kind))
    if reached is None:
        return {}
    standing = Entry.objects.visible_to(user).filter(pk__in=UseCase.objects.filter(reached).values("entry"))
    return dict(standing.order_by("key").values_list("key", "pk")[:MOST_FOLLOWED])


def _ways_over(entry: Entry, users: Iterable[Record], index: ConsentIndex, shows: Shows) -> Iterable[Fact]:
    for record in users:
        for way in _masked("consent", index.of(record), Kind.USE_CASE, shows)["items"]:
            if any((node["kind"], node["key"]) == (entry.kind, entry.key) for node in way["chain"]):
                yield way
