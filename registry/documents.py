"""Records as the registry knows them: manifests with what they point at put in place."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Model

from policies.record import KINDS, fields_of, resolve
from registry.models import KPI, Entry, Organisation, Purpose, Revision, Team, User, Vendor
from registry.permissions import may

_SUPPORTING: dict[str, tuple[type[Model], str]] = {
    "team": (Team, "key"),
    "person": (User, "email"),
    "purpose": (Purpose, "code"),
    "vendor": (Vendor, "name"),
    "kpi": (KPI, "key"),
}

Manifest = Mapping[str, Any]


def _as_said(manifest: Manifest) -> Manifest:
    return manifest


class Register:
    """Everything that records are resolved against, read once.

    The whole register is read, whoever asks: a check of what is registered must not change with the reader.
    A manifest that anybody may make up is another matter: it could link to an entry just to read it off the
    findings. With ``visible_to``, what that user can't see is not put into its record.
    """

    def __init__(
        self,
        also: Iterable[Manifest] = (),
        *,
        visible_to: User | AnonymousUser | None = None,
        complete: Callable[[Manifest], Manifest] = _as_said,
    ) -> None:
        """``also`` are manifests that are not registered; they go before registered ones of the same key.

        ``complete`` adds to any manifest, linked ones too, what is held of that entry outside the registry.
        """
        self._also = {(said["kind"], said["key"]): said for said in also}
        self._reader = visible_to
        self._complete = complete

    def record(self, manifest: Manifest) -> dict[str, Any]:
        return resolve(self._complete(manifest), self._shown, org=self.organisation)

    def registered(self, kind: str, key: str) -> dict[str, Any]:
        """The record of what is registered under this name. Raises KeyError."""
        return self.record(self._manifests[kind, key])

    def whole_record(self, manifest: Manifest) -> dict[str, Any]:
        """The record with what the reader can't see as well: nothing of it is for the reader."""
        return resolve(self._complete(manifest), self.find, org=self.organisation)

    def records(self) -> list[dict[str, Any]]:
        """The record of everything registered, and of what goes before it, in order of kind and key."""
        whole = {
            name: self.whole_record(manifest)
            for name, manifest in self._manifests.items()
            if name not in self._also
        }
        ours = {name: self.record(manifest) for name, manifest in self._also.items()}
        return [record for _, record in sorted((whole | ours).items())]

    def manifests(self) -> list[Manifest]:
        """What is registered, as far as the reader can see it, in order of kind and key."""
        return [said for name, said in sorted(self._manifests.items()) if self.shows(*name)]

    def shows(self, kind: str, key: str) -> bool:
        """Whether the reader (without one: anybody) can see this entry."""
        return self._visible is None or (kind, key) in self._also or (kind, key) in self._visible

    def names(self) -> set[tuple[str, str]]:
        """Kind and key of everything registered, and of what goes before it."""
        return {*self._manifests, *self._also}

    def tells(self, kind: str, key: str) -> bool:
        """Whether the reader may learn what became of the registered entry of this name, if there is one."""
        return self._visible is None or (kind, key) in self._visible or (kind, key) not in self._manifests

    def stands_in(self, kind: str, key: str) -> bool:
        """Whether what is said here of this name is made up over an entry that the reader can't see."""
        return (kind, key) in self._also and not self.tells(kind, key)

    @property
    def has_stand_ins(self) -> bool:
        return any(self.stands_in(*name) for name in self._also)

    def _shown(self, kind: str, key: str) -> Manifest | None:
        return self.find(kind, key) if kind not in KINDS or self.shows(kind, key) else None

    def find(self, kind: str, key: str) -> Manifest | None:
        if kind in KINDS:
            found = self._also.get((kind, key)) or self._entry(kind, key)
            return None if found is None else self._complete(found)
        return self._supporting[kind].get(key.lower() if kind == "person" else key)

    def _entry(self, kind: str, key: str) -> Manifest | None:
        return self._manifests.get((kind, key))

    @cached_property
    def organisation(self) -> dict[str, Any]:
        organisation = Organisation.objects.first()
        return {} if organisation is None else _facts("organisation", organisation)

    @cached_property
    def _visible(self) -> set[tuple[str, str]] | None:
        """What the reader can see; None for everything."""
        if self._reader is None or may(self._reader, "registry.view_entry"):
            return None
        return set(Entry.objects.visible_to(self._reader).order_by().values_list("kind", "key"))

    @cached_property
    def _manifests(self) -> dict[tuple[str, str], Manifest]:
        latest = Revision.objects.filter(number=F("entry__revision_count")).order_by()
        rows = latest.values_list("entry__kind", "entry__key", "document")
        return {(kind, key): document for kind, key, document in rows}

    @cached_property
    def _supporting(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {
            kind: {
                str(getattr(row, name)): _facts(kind, row) | {name: getattr(row, name)}
                for row in _rows(model)
            }
            for kind, (model, name) in _SUPPORTING.items()
        }


def _rows(model: type[Model]) -> Iterable[Model]:
    relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
    return model._default_manager.select_related(*relations) if relations else model._default_manager.all()


def _facts(name: str, row: Model) -> dict[str, Any]:
    """What a row says, field by field, as JSON has it."""
    facts: dict[str, Any] = {}
    for field in fields_of(name).values():
        value = getattr(row, field.name)
        if isinstance(value, (Team, User)):
            value = value.key if isinstance(value, Team) else value.email
        elif field.type == "date" and value is not None:
            value = value.isoformat()
        if value is not None and value != "":
            facts[field.name] = value
    return facts
