"""Registering and changing entries. One path for the form, the API, importers and the demonstration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from policies.canonical import digest
from policies.record import Problem, validate_manifest
from registry import clock
from registry.ledger.writing import Happening, record_many
from registry.models import Entry, Revision, Team, User
from registry.permissions import check_may_edit
from registry.services.comparing import compare_soon
from registry.services.references import References
from registry.services.rows import BATCH, entry_columns, write_rows
from registry.services.signing import sign_entries

Document = dict[str, Any]


class InvalidManifest(ValueError):
    """A manifest can't be saved as it is. ``problems`` are (index of the manifest, problem)."""

    def __init__(self, problems: list[tuple[int, Problem]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.pointer}: {problem.message}" for _, problem in problems[:5]))


class StaleManifest(Exception):
    """Someone else saved the entry in the meantime; nothing was overwritten."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        super().__init__(f"{entry} was changed by someone else since you opened it.")


@dataclass(frozen=True)
class Saved:
    """What became of a batch."""

    created: list[Entry]
    updated: list[Entry]
    unchanged: list[Entry]

    @property
    def entries(self) -> dict[tuple[str, str], Entry]:
        return {(entry.kind, entry.key): entry for entry in [*self.created, *self.updated, *self.unchanged]}


def save_manifest(
    document: Mapping[str, Any], *, by: User | None, expected_digest: str | None = None
) -> Entry:
    """Register an entry, or change it to what ``document`` says.

    ``expected_digest`` is the manifest digest the author saw ("" for a new entry): anything else raises
    ``StaleManifest``. Raises ``InvalidManifest``, ``PermissionDenied``.
    Saving the same again changes nothing.
    """
    expected = (
        None if expected_digest is None else {(document.get("kind"), document.get("key")): expected_digest}
    )
    saved = save_manifests([document], by=by, expected_digests=expected)
    return next(iter(saved.entries.values()))


@transaction.atomic
def save_manifests(
    documents: Iterable[Mapping[str, Any]],
    *,
    by: User | None,
    expected_digests: Mapping[tuple[Any, Any], str] | None = None,
) -> Saved:
    """Save many manifests, or none of them. They may point at each other. ``by=None`` is the system."""
    said = [normalise(document) for document in documents]
    _check_schema(said)
    references = References(said, by=by)
    _raise_problems(
        (index, problem) for index, document in enumerate(said) for problem in references.problems(document)
    )
    existing = _lock_existing(said)
    _check_expected(existing, expected_digests or {})
    _check_permission(said, existing, by)
    changed, unchanged = [], []
    for document in said:
        entry = existing.get((document["kind"], document["key"]))
        if entry is not None and entry.manifest_digest == digest(document):
            unchanged.append(entry)
        else:
            changed.append((entry, document))
    return _write(changed, unchanged, references, by=by)


def normalise(document: Mapping[str, Any]) -> Document:
    """The one form in which a manifest is kept: what is null was not said, so it is left out."""
    return {name: _normalise(value) for name, value in document.items() if value is not None}


def _normalise(value: Any) -> Any:
    if isinstance(value, Mapping):
        return normalise(value)
    if isinstance(value, list):
        return [_normalise(item) for item in value]
    return value


def _check_schema(documents: Sequence[Document]) -> None:
    problems = [
        (index, problem) for index, said in enumerate(documents) for problem in validate_manifest(said)
    ]
    _raise_problems(problems)
    seen: dict[tuple[str, str], int] = {}
    for index, said in enumerate(documents):
        if seen.setdefault((said["kind"], said["key"]), index) != index:
            raise InvalidManifest(
                [(index, Problem("/key", f"the key {said['key']} stands twice in this batch"))]
            )


def _raise_problems(problems: Iterable[tuple[int, Problem]]) -> None:
    found = list(problems)
    if found:
        raise InvalidManifest(found)


def _lock_existing(documents: Sequence[Document]) -> dict[tuple[str, str], Entry]:
    names = ((said["kind"], said["key"]) for said in documents)
    # Not the key: whoever decides on something of it meanwhile points at it and must not wait for this.
    rows = Entry.objects.named(names).select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("owner_team")
    return {(entry.kind, entry.key): entry for entry in rows.order_by("pk")}


def _check_expected(
    existing: Mapping[tuple[str, str], Entry], expected: Mapping[tuple[Any, Any], str]
) -> None:
    for place, seen in expected.items():
        entry = existing.get(place)
        if entry is not None and entry.manifest_digest != seen:
            raise StaleManifest(entry)


def _check_permission(
    documents: Sequence[Document], existing: Mapping[tuple[str, str], Entry], by: User | None
) -> None:
    if by is None:
        return
    teams = {entry.owner_team for entry in existing.values()}
    teams |= set(Team.objects.filter(key__in={said["owner_team"] for said in documents}))
    for team in sorted(teams, key=lambda team: team.key):
        check_may_edit(by, team)


def _write(
    changed: list[tuple[Entry | None, Document]],
    unchanged: list[Entry],
    references: References,
    *,
    by: User | None,
) -> Saved:
    references.create_vendors(by=by)
    moment = clock.now()
    created: list[Entry] = []
    updated: list[Entry] = []
    items: list[tuple[Entry, Document]] = []
    for old, document in changed:
        entry = old or Entry(kind=document["kind"], key=document["key"], revision_count=0, created_at=moment)
        for name, value in entry_columns(document, references).items():
            setattr(entry, name, value)
        entry.manifest_digest, entry.updated_at = digest(document), moment
        entry.revision_count += 1
        (updated if old else created).append(entry)
        items.append((entry, document))
    _create(created)
    columns = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]
    Entry.objects.bulk_update(updated, columns, batch_size=100)
    references.learn(created)
    for kind in dict.fromkeys(entry.kind for entry, _ in items):
        write_rows(kind, [item for item in items if item[0].kind == kind], references)
    _remember(items, by=by)
    compare_soon(len(sign_entries(items)))
    for path in settings.MUSTER_AFTER_CHANGE:
        import_string(path)([entry for entry, _ in items], by=by)
    return Saved(created, updated, unchanged)


def _create(entries: list[Entry]) -> None:
    """Two who register one key at the same time: the constraint lets one in, the other is told."""
    try:
        with transaction.atomic():
            Entry.objects.bulk_create(entries, batch_size=BATCH)
    except IntegrityError as error:
        for entry in entries:
            if Entry.objects.filter(kind=entry.kind, key=entry.key).exists():
                raise StaleManifest(entry) from error
        raise


def _remember(items: list[tuple[Entry, Document]], *, by: User | None) -> None:
    revisions = [
        Revision(
            entry=entry,
            number=entry.revision_count,
            document=document,
            digest=entry.manifest_digest,
            author=by,
            created_at=entry.updated_at,
        )
        for entry, document in items
    ]
    Revision.objects.bulk_create(revisions, batch_size=BATCH)
    record_many(
        (
            Happening(
                "entry.registered" if entry.revision_count == 1 else "entry.changed",
                entry.subject,
                {"revision": entry.revision_count, "digest": entry.manifest_digest},
            )
            for entry, _ in items
        ),
        by=by,
    )
