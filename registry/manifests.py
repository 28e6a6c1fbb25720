"""The manifests of everything registered, as it stands at the moment of asking.

Which revision of each entry is the latest is kept; the manifests themselves only as far as memory allows. One
is read by its revision, which is never changed, so that all of them are of the same moment.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Count, F, Q, QuerySet, Subquery, Value

from policies.record import references
from policies.record.resolve import DEPTH
from registry.models import Revision
from registry.watching import Watched

Manifest = Mapping[str, Any]
Name = tuple[str, str]  # kind and key
T = TypeVar("T")
CHUNK: Final = 500
# Some 40 MB.
_MOST_KEPT: Final = 2_000


class Version(NamedTuple):
    """A revision. A transaction that is rolled back gives its number free again, but not with its digest."""

    pk: int
    digest: str


@dataclass(frozen=True)
class Manifests:
    """Everything registered: ``versions`` by kind and key, of so many ``revisions``, with the ``newest``."""

    versions: Mapping[Name, Version]
    revisions: int = 0
    newest: tuple[Any, ...] = (0,)

    def get(self, name: Name) -> Manifest | None:
        version = self.versions.get(name)
        return None if version is None else _kept.get([version])[version]

    def items(self) -> Iterator[tuple[Name, Manifest]]:
        """In order of kind and key, with what they point at close at hand."""
        for part in chunked(sorted(self.versions), CHUNK):
            found = _kept.get([self.versions[name] for name in part])
            self.read_ahead(found.values())
            yield from ((name, found[self.versions[name]]) for name in part)

    def read_ahead(self, manifests: Iterable[Manifest]) -> None:
        """Read in a few queries what the records of these take in."""
        for _ in range(DEPTH):
            named = {name for said in manifests for name in references(said["kind"], said)}
            versions = [self.versions[name] for name in named if name in self.versions]
            manifests = [said for said in _kept.get(versions).values() if said["kind"] != "use_case"]


def manifests_now() -> Manifests:
    """As everything stands at this moment."""
    return _WATCHED.now()


class _Kept:
    """The manifests that were asked for last. They are shared: nobody may change them."""

    def __init__(self) -> None:
        self._documents: OrderedDict[Version, Manifest] = OrderedDict()
        self._lock = Lock()

    def get(self, versions: Iterable[Version]) -> dict[Version, Manifest]:
        wanted = list(versions)
        with self._lock:
            found = {one: self._documents[one] for one in wanted if one in self._documents}
        for part in chunked((one for one in wanted if one not in found), CHUNK):
            named = {one.pk: one for one in part}
            rows = Revision.objects.filter(pk__in=named).order_by().values_list("pk", "document")
            found |= {named[pk]: document for pk, document in rows}
        self._keep(found)
        return found

    def _keep(self, found: Mapping[Version, Manifest]) -> None:
        with self._lock:
            for one, document in found.items():
                self._documents[one] = document
                self._documents.move_to_end(one)
            while len(self._documents) > _MOST_KEPT:
                self._documents.popitem(last=False)


def _queries() -> list[QuerySet[Any]]:
    # A transaction that is committed late adds a revision that is not the newest: hence the number of them.
    counted = Revision.objects.order_by().annotate(all=Value(1)).values("all").annotate(total=Count("pk"))
    newest = Revision.objects.order_by("-pk").annotate(total=Subquery(counted.values("total")))
    return [newest.values_list("total", "pk", "digest", "created_at")[:1]]


def _manifests(last: Manifests | None) -> Manifests:
    """What was known and what has come since; everything anew where that does not add up."""
    number = Revision.objects.count()
    if last is not None:
        new = list(_read(pk__gte=last.newest[0]))
        if new and new[0].row == last.newest and number == last.revisions + len(new) - 1:
            return Manifests({**last.versions, **_versions(new)}, number, new[-1].row)
    found = list(_read())
    return Manifests(_versions(found), number, found[-1].row) if found else Manifests({})


class _Read(NamedTuple):
    kind: str
    key: str
    is_latest: bool
    row: tuple[Any, ...]  # number, digest and moment


def _read(**after: Any) -> Iterator[_Read]:
    is_latest = Q(number=F("entry__revision_count"))
    found = Revision.objects.filter(**after).order_by("pk").annotate(latest=is_latest)
    names = ("entry__kind", "entry__key", "latest", "pk", "digest", "created_at")
    return (_Read(kind, key, latest, tuple(row)) for kind, key, latest, *row in found.values_list(*names))


def _versions(found: Iterable[_Read]) -> dict[Name, Version]:
    return {(one.kind, one.key): Version(*one.row[:2]) for one in found if one.is_latest}


def chunked(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


_kept = _Kept()
_WATCHED = Watched(_queries, _manifests)
