"""What differs between what is frozen now and what was frozen before, as a reviewer reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.snapshots import linked_records, manifest_of, said_of
from governance.views.facts import Fact, fact_of
from governance.views.names import Name, Names
from policies.record import Field, fields_of
from policies.record.derive import is_special_category
from policies.record.differences import Difference, differences, without_moves
from policies.record.fields import KINDS
from policies.record.pointers import Stop, trail_of

Record = Mapping[str, Any]
_CATEGORIES: Final = "data_category"
_AT_ONCE: Final = 12


@dataclass(frozen=True)
class ShownDifference:
    """One field before and after; None where nothing was said.

    ``row`` tells the row of a list that it is in. ``gained``: there are special categories of data that were
    not there before.
    """

    label: str
    row: str
    before: Fact | None
    after: Fact | None
    gained: bool = False


@dataclass(frozen=True)
class ChangedThing:
    """The entry itself (``name`` is None), or one that it links to, with what changed there."""

    kind: str
    name: Name | None
    rows: tuple[ShownDifference, ...]

    @property
    def gained(self) -> bool:
        return any(row.gained for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether it is shown without a click: few fields of the entry itself, and what is grave."""
        return self.gained or (self.name is None and len(self.rows) <= _AT_ONCE)


def changes_between(user: Any, kind: str, old: Record, new: Record) -> list[ChangedThing]:
    """Each changed field of two records as the reader may see them (``Disclosure.snapshot``)."""
    told = told_between(kind, old, new)
    compared = (old, new) if told else ()
    names = Names(user, [one for record in compared for one in documents_in(kind, record)])
    return shown_changes(kind, told, new, names)


def told_between(kind: str, old: Record, new: Record) -> list[Difference]:
    """What differs. Both are as the reader may see them (``Disclosure.snapshot``)."""
    return list(without_moves(kind, differences(old, new)))


def shown_changes(kind: str, told: Iterable[Difference], new: Record, names: Names) -> list[ChangedThing]:
    """Each changed field with both of its values, the entry's own first.

    What can be reached on several ways is told once. ``names`` knows the ``documents_in`` both records.
    """
    found: dict[tuple[str, str], dict[str, ShownDifference]] = {}
    for one in told:
        trail = trail_of(kind, one.pointer)
        if trail:
            own = _opened(trail)
            start = trail[own].pointer if own is not None else ""
            thing = (trail[own].field.of, _key_at(new, start)) if own is not None else (kind, "")
            below = trail if own is None else trail[own + 1 :]
            shown = _shown(one, below, new, names)
            found.setdefault(thing, {}).setdefault(one.pointer.removeprefix(start), shown)
    return [
        ChangedThing(of, names.of(of, key) if key else None, _gravest_first(rows.values()))
        for (of, key), rows in sorted(found.items(), key=lambda item: item[0][1] != "")
    ]


def documents_in(kind: str, record: Record) -> list[dict[str, Any]]:
    """The manifests of a record and of all that it links to."""
    linked = linked_records(kind, record).items()
    return [manifest_of(kind, record)] + [manifest_of(of, one) | {"kind": of} for (of, _), one in linked]


def _gravest_first(rows: Iterable[ShownDifference]) -> tuple[ShownDifference, ...]:
    return tuple(sorted(rows, key=lambda row: not row.gained))


def _opened(trail: Sequence[Stop]) -> int | None:
    """The last stop at which the way leads on into another entry."""
    ways = [number for number, stop in enumerate(trail[:-1]) if stop.field.of in KINDS]
    return ways[-1] if ways else None


def _shown(one: Difference, trail: Sequence[Stop], record: Record, names: Names) -> ShownDifference:
    field, is_row = trail[-1].field, trail[-1].row is not None
    around = next((stop for stop in trail[:-1] if stop.field.type == "parts"), None)
    is_inside = trail[-1].pointer != one.pointer
    before, after = (_fact(field, value, names, is_row, is_inside) for value in (one.old, one.new))
    return ShownDifference(
        label=field.label,
        row=_row(around, record, names) if around else "",
        before=before,
        after=after,
        gained=_gains(field, one),
    )


def _fact(field: Field, value: Any, names: Names, is_row: bool, is_inside: bool) -> Fact | None:
    if value is None:
        return None
    if is_inside:
        return Fact(field, "unknown", text=str(value))
    return fact_of(field, said_of(field, [value] if is_row else value), names)


def _row(stop: Stop, record: Record, names: Names) -> str:
    """Which list, and what the row is called: “Data it uses: Customer records”."""
    row = _value_at(record, stop.pointer)
    head = next(one for one in fields_of(stop.field.of).values() if one.heading)
    value = said_of(head, row.get(head.name)) if isinstance(row, Mapping) else None
    if value is None:
        return stop.field.label
    fact = fact_of(head, value, names)
    return f"{stop.field.label}: {fact.links[0].text if fact.links else fact.text}"


def _gains(field: Field, one: Difference) -> bool:
    if field.of == _CATEGORIES:
        before, after = (set(value) if isinstance(value, list) else set() for value in (one.old, one.new))
        return any(is_special_category(category) for category in after - before)
    return _is_special(one.new) and not _is_special(one.old)


def _is_special(value: Any) -> bool:
    """Whether a data source in it holds special categories: it may have been linked along with others."""
    if isinstance(value, Mapping):
        return value.get("special_categories") is True or any(map(_is_special, value.values()))
    return isinstance(value, list) and any(map(_is_special, value))


def _key_at(record: Record, pointer: str) -> str:
    value = _value_at(record, pointer)
    return str(value.get("key", "")) if isinstance(value, Mapping) else str(value)


def _value_at(record: Any, pointer: str) -> Any:
    """What a pointer of the field tables leads to: their names need no escaping."""
    for step in pointer.split("/")[1:]:
        record = record[int(step)] if isinstance(record, list) else record.get(step, {})
    return record
