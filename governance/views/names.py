"""What the keys in a document stand for, as far as this reader may know."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from governance.models import Seat
from governance.reports.register import register_for
from policies.record import KINDS
from registry.models import KPI, Entry, Purpose, Team, User
from registry.permissions import may
from registry.services.references import references_in


@dataclass(frozen=True)
class Name:
    """How a reference reads; ``url`` is "" for what has no page, or none this reader may open.

    ``team`` is the name of the team that owns an entry; ``edit_url`` is for who may edit it.
    """

    key: str
    text: str
    url: str = ""
    verdict: str = ""
    team: str = ""
    edit_url: str = ""


class Names:
    """Names for everything that ``documents`` point at, in one query for each sort of thing.

    An entry the reader may not see keeps its key, which stands in the document, and shows nothing more.
    """

    def __init__(self, user: Any, documents: Iterable[Mapping[str, Any]]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            for _, field, value in references_in(document["kind"], document):
                if isinstance(value, str):
                    wanted[field.of].add(value)
        self._wanted = wanted
        self.sees_all = may(user, "registry.view_entry")
        self._known = {kind: self._look_up(user, kind, keys) for kind, keys in wanted.items()}

    def of(self, kind: str, key: str) -> Name:
        folded = key.lower() if kind == "person" else key
        return self._known.get(kind, {}).get(folded) or Name(key, key)

    def may_see(self, kind: str, key: str) -> bool:
        return kind not in KINDS or key in self._known.get(kind, {})

    @cached_property
    def holders(self) -> Mapping[str, tuple[str, ...]]:
        """Who holds the seats of the council today, by the function of the seat."""
        found: dict[str, tuple[str, ...]] = {}
        for function, name in Seat.objects.serving().values_list("function", "holder__name"):
            found[function] = (*found.get(function, ()), name)
        return found

    def entries(self) -> list[tuple[str, Name]]:
        """The entries that the documents name, in order; those the reader may not see by their key."""
        found = [(kind, self.of(kind, key)) for kind in KINDS for key in self._wanted.get(kind, ())]
        return sorted(found, key=lambda item: (KINDS.index(item[0]), item[1].text))

    @staticmethod
    def _look_up(user: Any, kind: str, keys: set[str]) -> dict[str, Name]:
        if kind in KINDS:
            editable = Exists(Entry.objects.editable_by(user).filter(pk=OuterRef("pk")))
            entries = register_for(user).filter(kind=kind, key__in=keys).annotate(is_editable=editable)
            return {entry.key: _name_of(entry) for entry in entries}
        found: Iterable[tuple[str, str]] = ()
        match kind:
            case "team":
                found = Team.objects.filter(key__in=keys).values_list("key", "name")
            case "person":
                emails = {key.lower() for key in keys}
                found = User.objects.filter(email__in=emails).values_list("email", "name")
            case "purpose":
                found = Purpose.objects.filter(code__in=keys).values_list("code", "label")
            case "kpi":
                found = KPI.objects.filter(key__in=keys).values_list("key", "name")
        return {key: Name(key, text) for key, text in found}


def _name_of(entry: Any) -> Name:
    named = [entry.kind, entry.key]
    edit_url = reverse("edit_entry", args=named) if entry.is_editable else ""
    url = reverse("entry", args=named)
    return Name(entry.key, entry.title, url, entry.verdict, entry.owner_team.name, edit_url)
