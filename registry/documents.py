"""Records as the registry knows them: manifests with what they point at put in place."""

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from functools import cached_property
from typing import Any, Final, Self

from django.contrib.auth.models import AnonymousUser

from policies.record import KINDS, Resolver, resolve
from registry.around import Around, around_now
from registry.manifests import Manifest, Manifests, Name, manifests_now
from registry.models import Entry, User
from registry.permissions import may
from registry.stamps import Stamps
from registry.watching import Written

# Of who may not see everything, what they may see follows from who they are and what is written down of that.
_VISIBLE: Final = Written()


def _as_said(_: "Register", manifest: Manifest) -> Manifest:
    return manifest


class Register:
    """Everything that records are resolved against, as it stands when it is first asked for.

    The whole register counts, whoever asks: a check of what is registered must not change with the reader.
    A manifest that anybody may make up is another matter: it could link to an entry just to read it off the
    findings. With ``visible_to``, what that user can't see is not put into its record.
    """

    def __init__(
        self,
        also: Iterable[Manifest] = (),
        *,
        visible_to: User | AnonymousUser | None = None,
        complete: "Callable[[Register, Manifest], Manifest]" = _as_said,
    ) -> None:
        """``also`` are manifests that are not registered; they go before registered ones of the same key.

        ``complete`` adds to any manifest, linked ones too, what is held of that entry outside the registry.
        """
        self.also = {(said["kind"], said["key"]): said for said in also}
        self._ours: dict[Name, dict[str, Any]] = {}
        self._reader = visible_to
        self._completed_by = complete

    def whole(self) -> Self:
        """The same moment for who sees everything, and with nothing that goes before it."""
        found = copy(self)
        found.also, found._ours, found._reader = {}, {}, None
        for name in ("_visible", "_stamps"):
            found.__dict__.pop(name, None)
        return found

    def record(self, manifest: Manifest) -> dict[str, Any]:
        """The record as the reader may see it. That of what goes before the registry is worked out once."""
        name = manifest["kind"], str(manifest.get("key"))
        if self.also.get(name) is not manifest:
            return self._resolved(manifest)
        if name not in self._ours:
            self._ours[name] = self._resolved(manifest)
        return self._ours[name]

    def _resolved(self, manifest: Manifest) -> dict[str, Any]:
        self.entries.read_ahead([manifest])
        return resolve(self._complete(manifest), self._shown, org=self.organisation)

    def registered(self, kind: str, key: str) -> dict[str, Any]:
        """The record of what is registered under this name. Raises KeyError."""
        manifest = self.entries.get((kind, key))
        if manifest is None:
            raise KeyError((kind, key))
        return self.record(manifest)

    def whole_record(self, manifest: Manifest) -> dict[str, Any]:
        """The record with what the reader can't see as well: nothing of it is for the reader."""
        self.entries.read_ahead([manifest])
        return resolve(self._complete(manifest), self.find, org=self.organisation)

    def record_in(self, kind: str, key: str) -> dict[str, Any] | None:
        """The record of that name in the portfolio: what goes before it counts as the reader sees it."""
        if (kind, key) in self.also:
            return self.record(self.also[kind, key])
        manifest = self.entries.get((kind, key))
        return None if manifest is None else self.whole_record(manifest)

    def completed(self) -> Iterator[tuple[Name, Manifest]]:
        """Everything registered but for what is gone before, completed, in order of kind and key."""
        return ((name, self._complete(said)) for name, said in self.entries.items() if name not in self.also)

    def records(self) -> list[dict[str, Any]]:
        """The record of everything registered, and of what goes before it, in order of kind and key."""
        resolver = self.resolver()
        whole = [resolver.record(manifest) for _, manifest in self.completed()]
        ours = map(self.record, self.also.values())
        return sorted([*whole, *ours], key=lambda record: (record["kind"], record["key"]))

    def resolver(self) -> Resolver:
        """Resolves many completed manifests, with what the reader can't see as well."""
        return Resolver(self.find, org=self.organisation)

    def manifests(self) -> list[Manifest]:
        """What is registered, as far as the reader can see it, in order of kind and key."""
        return [said for name, said in self.entries.items() if self.shows(*name)]

    def shows(self, kind: str, key: str) -> bool:
        """Whether the reader (without one: anybody) can see this entry."""
        return (kind, key) in self.also or self.sees(kind, key)

    def keys(self, kind: str) -> Collection[str]:
        """The keys of everything of this kind that is registered, and of what goes before it."""
        return {key for one, key in (*self.entries.versions, *self.also) if one == kind}

    def tells(self, kind: str, key: str) -> bool:
        """Whether the reader may learn what became of the registered entry of this name, if there is one."""
        return self.sees(kind, key) or (kind, key) not in self.entries.versions

    def sees(self, kind: str, key: str) -> bool:
        """Whether the reader can see the registered entry of this name."""
        return self._visible is None or (kind, key) in self._visible

    def stands_in(self, kind: str, key: str) -> bool:
        """Whether what is said here of this name is made up over an entry that the reader can't see."""
        return (kind, key) in self.also and not self.tells(kind, key)

    @property
    def has_stand_ins(self) -> bool:
        return any(self.stands_in(*name) for name in self.also)

    def stamp(self, manifest: Manifest) -> bytes:
        """Names all that the record of a manifest follows from for who sees everything."""
        return self._stamps.of(self._complete(manifest))

    @cached_property
    def _stamps(self) -> Stamps:
        return Stamps(self.find, self.organisation)

    def _complete(self, manifest: Manifest) -> Manifest:
        return self._completed_by(self, manifest)

    def _shown(self, kind: str, key: str) -> Manifest | None:
        return self.find(kind, key) if kind not in KINDS or self.shows(kind, key) else None

    def find(self, kind: str, key: str) -> Manifest | None:
        if kind in KINDS:
            found = self.also.get((kind, key)) or self._entry(kind, key)
            return None if found is None else self._complete(found)
        return self.around.find(kind, key)

    def _entry(self, kind: str, key: str) -> Manifest | None:
        return self.entries.get((kind, key))

    @property
    def organisation(self) -> dict[str, Any]:
        return self.around.organisation

    @cached_property
    def _visible(self) -> set[Name] | None:
        """What the reader can see; None for everything."""
        if self._reader is None or may(self._reader, "registry.view_entry"):
            return None
        if not self._reader.is_authenticated or not self._reader.is_active:
            return set()
        visible = Entry.objects.visible_to
        reader = self._reader
        return set(_VISIBLE.rows(reader.pk, lambda: visible(reader).order_by().values_list("kind", "key")))

    @cached_property
    def entries(self) -> Manifests:
        return manifests_now()

    @cached_property
    def around(self) -> Around:
        return around_now()
