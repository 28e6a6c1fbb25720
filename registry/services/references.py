"""From the keys a manifest names to the rows they stand for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from django.db.models import Model

from policies.record import KINDS, Field, Problem, fields_of
from policies.record.consent_mix import scopes_in_mix
from registry.ledger.writing import Happening, record_many
from registry.models import KPI, Entry, Purpose, Team, User, Vendor

_BY_FIELD: dict[str, tuple[type[Model], str]] = {
    "team": (Team, "key"),
    "person": (User, "email"),
    "purpose": (Purpose, "code"),
    "vendor": (Vendor, "name"),
    "kpi": (KPI, "key"),
}
Named = tuple[str, Field, Any]  # pointer, field, what was said


class References:
    """Primary keys by kind and key, looked up once for any number of manifests."""

    def __init__(self, documents: Iterable[Mapping[str, Any]], *, by: User | None) -> None:
        """``by`` is who sees the problems: a hint names no entry that is hidden from them."""
        documents = list(documents)
        self._by = by
        wanted: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            for _, field, value in references_in(document["kind"], document):
                if isinstance(value, str):
                    wanted[field.of].add(value)
        self._coming = {(document["kind"], document["key"]) for document in documents}
        self._wanted_vendors = wanted.get("vendor", set())
        self._found = {kind: self._look_up(kind, keys) for kind, keys in wanted.items()}

    def pk(self, kind: str, key: str) -> Any:
        return self._found[kind][_fold(kind, key)]

    def learn(self, entries: Iterable[Entry]) -> None:
        """Entries that were created in this very batch may be named by the others."""
        for entry in entries:
            self._found.setdefault(entry.kind, {})[entry.key] = entry.pk

    def create_vendors(self, *, by: User | None) -> None:
        """A vendor is there from the moment a manifest names it; what else is known of it can follow."""
        new = sorted(self._wanted_vendors - set(self._found.get("vendor", ())))
        if not new:
            return
        vendors = [Vendor(name=name) for name in new]
        Vendor.objects.bulk_create(vendors, ignore_conflicts=True)
        record_many((Happening("vendor.named", one.subject, {"name": one.name}) for one in vendors), by=by)
        self._found["vendor"] = self._look_up("vendor", self._wanted_vendors)

    def problems(self, document: Mapping[str, Any]) -> list[Problem]:
        """What ``document`` points at and is not there."""
        return [
            problem
            for pointer, field, value in references_in(document["kind"], document)
            if (problem := self._problem(pointer, field, value)) is not None
        ]

    def _problem(self, pointer: str, field: Field, value: Any) -> Problem | None:
        thing = field.of.replace("_", " ")
        if not isinstance(value, str):
            hint = f"Register the {thing} by itself and name its key here."
            return Problem(pointer, f"a {thing} can be described in place for a check, not when saving", hint)
        if (
            field.of == "vendor"
            or (field.of, value) in self._coming
            or _fold(field.of, value) in self._found[field.of]
        ):
            return None
        near = get_close_matches(value, self._all_keys(field.of), n=1)
        return Problem(
            pointer,
            f"there is no {thing} {value}",
            f"Did you mean {near[0]}?" if near else "Register it first.",
        )

    @staticmethod
    def _look_up(kind: str, keys: set[str]) -> dict[str, Any]:
        if kind in KINDS:
            entries = Entry.objects.filter(kind=kind, key__in=keys).order_by()
            return dict(entries.values_list("key", "pk"))
        model, name = _BY_FIELD[kind]
        folded = {_fold(kind, key) for key in keys}
        rows = model._default_manager.filter(**{f"{name}__in": folded}).order_by()
        return {_fold(kind, key): pk for key, pk in rows.values_list(name, "pk")}

    def _all_keys(self, kind: str) -> list[str]:
        if kind in KINDS:
            entries = Entry.objects.all() if self._by is None else Entry.objects.visible_to(self._by)
            return list(entries.filter(kind=kind).values_list("key", flat=True)[:5000])
        if kind == "person":
            return []
        model, name = _BY_FIELD[kind]
        return list(model._default_manager.values_list(name, flat=True)[:5000])


def references_in(name: str, said: Mapping[str, Any], pointer: str = "") -> Iterator[Named]:
    """Yield what a manifest (or a part of one) points at, with the JSON pointer of the place."""
    for field in fields_of(name).values():
        value, place = said.get(field.name), f"{pointer}/{field.name}"
        if value is None or (isinstance(value, Mapping) and "$unknown" in value):
            continue
        if field.type == "ref":
            yield place, field, value
        elif field.type == "refs":
            yield from ((f"{place}/{index}", field, item) for index, item in enumerate(value))
        elif field.name == "consent_mix":
            scopes = fields_of(name)["consent_scopes"]
            yield from ((at, scopes, key) for at, key in scopes_in_mix(value, place))
        elif field.type == "parts":
            for index, part in enumerate(value):
                yield from references_in(field.of, part, f"{place}/{index}")


def _fold(kind: str, key: str) -> str:
    return key.lower() if kind == "person" else key
