"""The entries that the ways of data lead over: a few queries, however large the register."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import F, QuerySet

from policies.limits import LIMITS
from policies.record import KINDS, resolve
from registry.models import DataSource, Entry, Revision, UseCase
from registry.services.references import references_in

Name = tuple[str, str]  # kind and key
Document = Mapping[str, Any]
Record = dict[str, Any]
# As far back as ways are followed, over models and then sources, and on to the consents of these.
_DEPTH: Final = LIMITS.sources_on_a_way + LIMITS.models_on_a_way + 3
_TEACHING: Final = ("training", "fine_tuning", "validation", "testing")


def records_near(entries: QuerySet[Entry]) -> dict[Name, Record]:
    """The records of these entries and of all that their data comes over, by kind and key.

    They are whole, whoever asks: what of them is shown has to be decided afterwards.
    """
    documents = dict(documents_of(entries))
    starts, fresh = set(documents), dict(documents)
    for _ in range(_DEPTH):
        ahead = {name for name, said in fresh.items() for name in _links(said, is_start=name in starts)}
        ahead |= _behind(fresh)
        ahead -= set(documents)
        if not ahead:
            break
        kinds, keys = {kind for kind, _ in ahead}, {key for _, key in ahead}
        found = documents_of(Entry.objects.filter(kind__in=kinds, key__in=keys))
        fresh = {name: said for name, said in found if name in ahead}
        documents |= fresh
    return {
        name: resolve(said, lambda kind, key: documents.get((kind, key))) for name, said in documents.items()
    }


def documents_of(entries: QuerySet[Entry]) -> Iterable[tuple[Name, Document]]:
    """What the newest revision of each of these says, in one query."""
    rows = Revision.objects.filter(
        entry__in=entries.order_by().values("pk"), number=F("entry__revision_count")
    )
    for kind, key, document in rows.order_by().values_list("entry__kind", "entry__key", "document"):
        yield (kind, key), document


def _links(document: Document, *, is_start: bool) -> set[Name]:
    """What an entry stands on. Of a use case that only taught a model, no more than its consents matter."""
    kinds = (
        {"consent_scope"} if document["kind"] == "use_case" and not is_start else set(KINDS) - {"use_case"}
    )
    said = references_in(document["kind"], document)
    return {(field.of, value) for _, field, value in said if field.of in kinds and isinstance(value, str)}


def _behind(names: Iterable[Name]) -> set[Name]:
    """The sources that feed those found, and the use cases that tell on what basis a model learned."""
    keys: dict[str, set[str]] = {"data_source": set(), "ai_model": set()}
    for kind, key in names:
        keys.get(kind, set()).add(key)
    found: set[Name] = set()
    if keys["data_source"]:
        feeders = DataSource.objects.filter(unified_profile__entry__key__in=keys["data_source"])
        found |= {("data_source", key) for key in feeders.values_list("entry__key", flat=True)}
    if keys["ai_model"]:
        teachers = UseCase.objects.filter(
            models__entry__key__in=keys["ai_model"], data_links__usage__in=_TEACHING
        )
        found |= {("use_case", key) for key in teachers.values_list("entry__key", flat=True)}
    return found
