"""How ready the data is that one reader may see, and which use cases it holds back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.reports.neighbours import Document, Name, documents_of
from governance.services.rule_sets import usable_packs
from policies.lineage.readiness import ReadinessIndex
from policies.record import resolve
from registry import clock
from registry.models import Entry, Kind
from registry.services.references import references_in

Fact = dict[str, Any]
# What the rules in force call the percentage that a use case has to reach.
_ASKED: Final = "min_readiness_pct"


@dataclass(frozen=True)
class Held:
    """A use case that a source holds back: ``surely``, or else it may, as not enough is proved to tell."""

    entry: Entry
    surely: bool


@dataclass(frozen=True)
class ReadySource:
    """A data source, its readiness (see ``policies.lineage.readiness``), and what it holds back."""

    entry: Entry
    fact: Fact
    held: tuple[Held, ...]


def asked_readiness() -> float | None:
    """The percentage that the rules in force ask of a use case; None where no rule asks for any."""
    packs = usable_packs()
    named = (pack.names.params.get(_ASKED) for pack in packs.packs) if packs else ()
    return next((float(one.value) for one in named if one is not None), None)


def ready_sources(user: Any, asked: float | None) -> list[ReadySource]:
    """The data sources that ``user`` may see, weakest first, with those use cases that they may see too.

    The same few queries for any number. ``asked``: see ``asked_readiness``.
    """
    seen = Entry.objects.visible_to(user).filter(kind__in=(Kind.DATA_SOURCE, Kind.USE_CASE))
    seen = seen.exclude(lifecycle_stage="retired")
    entries = {(one.kind, one.key): one for one in seen.select_related("owner_team")}
    documents = dict(documents_of(seen))
    documents |= dict(documents_of(_consents_of(documents)))
    records = [resolve(documents[name], lambda kind, key: documents.get((kind, key))) for name in entries]
    index = ReadinessIndex(clock.today())
    facts = {(record["kind"], record["key"]): index.of(record) for record in records}
    held = _held(entries, facts, asked)
    sources = [
        ReadySource(entries[name], fact, tuple(held[name]))
        for name, fact in facts.items()
        if name[0] == Kind.DATA_SOURCE
    ]
    return sorted(sources, key=_weakest_first)


def _consents_of(documents: Mapping[Name, Document]) -> Any:
    """The consents that the sources name. They count for how ready a source is, whoever asks."""
    keys = {
        value
        for said in documents.values()
        if said["kind"] == Kind.DATA_SOURCE
        for _, field, value in references_in(said["kind"], said)
        if field.of == Kind.CONSENT_SCOPE and isinstance(value, str)
    }
    return Entry.objects.filter(kind=Kind.CONSENT_SCOPE, key__in=keys)


def _held(
    entries: Mapping[Name, Entry], facts: Mapping[Name, Fact], asked: float | None
) -> dict[Name, list[Held]]:
    """By source, the use cases of which it proves less than is asked, those held back for certain first."""
    found: dict[Name, list[Held]] = defaultdict(list)
    for name, fact in facts.items():
        if name[0] == Kind.USE_CASE and asked is not None:
            for key, surely in _short(fact["items"], asked):
                found[Kind.DATA_SOURCE.value, key].append(Held(entries[name], surely))
    for held in found.values():
        held.sort(key=lambda one: (not one.surely, one.entry.title))
    return found


def _short(items: Iterable[Fact], asked: float) -> Iterator[tuple[str, bool]]:
    """The sources that fall short for a use, by what it asks of them; True where that is certain."""
    short: dict[str, bool] = {}
    for item in items:
        if item["score"] < asked:
            short[item["key"]] = short.get(item["key"], False) or item["score_max"] < asked
    yield from short.items()


def _weakest_first(source: ReadySource) -> tuple[Any, ...]:
    return source.fact["score"], source.fact["score_max"], source.entry.title, source.entry.pk
