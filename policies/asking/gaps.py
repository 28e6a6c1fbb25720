"""What is missing in a record: places that somebody can still fill in."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from policies.language.values import MISSING, said
from policies.record.fields import KINDS, PARTS, SUPPORTING, Field, fields_of
from policies.record.places import spot_at

_TABLES: Final = frozenset({*KINDS, *PARTS, *SUPPORTING})
# What a derived field follows from: see ``policies.record.derive``.
DERIVED_FROM: Final[Mapping[tuple[str, str], tuple[tuple[str, ...], ...]]] = {
    ("use_case", "lawful_bases"): (("data_links", "lawful_basis"),),
    ("data_source", "special_categories"): (("data_categories",),),
    ("consent_scope", "expires_on"): (("refreshed_on",), ("collected_from",), ("valid_months",)),
    ("tool", "utilisation_pct"): (("licences_paid",), ("licences_used",)),
    ("incident", "breach_notified_after_days"): (("aware_on",), ("breach_notified_on",)),
    ("incident", "ai_authority_notified_after_days"): (("aware_on",), ("ai_authority_notified_on",)),
}
Record = Mapping[str, Any]


def first_gap(record: Record, pointer: str) -> str:
    """The first thing missing on the way to ``pointer``, "" where all of it is said.

    Fields of the organisation are asked for one by one, also where nothing is known of it.
    """
    steps = pointer.split("/")[1:]
    value: Any = record
    for number, step in enumerate(steps, start=1):
        if isinstance(value, list):
            value = said(value[int(step)]) if step.isdigit() and int(step) < len(value) else MISSING
        else:
            value = said(value.get(step)) if isinstance(value, Mapping) else MISSING
        if value is MISSING:
            return pointer if steps[0] == "org" and number == 1 else "/" + "/".join(steps[:number])
    return pointer if _is_partial(value) else ""


def asked_for(kind: str, record: Record, pointer: str) -> Iterator[str]:
    """The places to be filled in for ``pointer``: of a derived field what it follows from."""
    gap = first_gap(record, pointer)
    spot = spot_at(kind, gap) if gap else None
    if spot is None or not spot.field.derived:
        yield from [gap] if gap else ()
        return
    yield from _sources(record, gap, spot.table)


def _sources(record: Record, pointer: str, table: str) -> Iterator[str]:
    around, _, name = pointer.rpartition("/")
    for steps in DERIVED_FROM.get((table, name), ()):
        yield from _across(record, around, steps)


def _across(record: Record, around: str, steps: tuple[str, ...]) -> Iterator[str]:
    here = f"{around}/{steps[0]}"
    gap = first_gap(record, here)
    if gap or len(steps) == 1:
        yield from [gap] if gap else ()
        return
    for index in range(len(_at(record, here))):
        yield from _across(record, f"{here}/{index}", steps[1:])


def _at(record: Any, pointer: str) -> list[Any]:
    for step in pointer.split("/")[1:]:
        record = record[int(step)] if isinstance(record, list) else record[step]
    return record if isinstance(record, list) else []


def gaps_in(kind: str, record: Record, names: Collection[str] | None = None) -> Iterator[str]:
    """Everything missing in a record and in what it links to, or what of it is called by ``names``."""
    if kind in KINDS:
        yield from _gaps(kind, record, "", names)
    org = record.get("org")
    yield from _gaps("organisation", org if isinstance(org, Mapping) else {}, "/org", names)


def _gaps(table: str, said_of: Record, pointer: str, names: Collection[str] | None) -> Iterator[str]:
    for field in fields_of(table).values():
        here, value = f"{pointer}/{field.name}", said(said_of.get(field.name))
        if (value is MISSING or _is_partial(value)) and (names is None or field.name in names):
            yield here
        if field.of in _TABLES and value is not MISSING:
            yield from _inside(field, value, here, names)


def _inside(field: Field, value: Any, here: str, names: Collection[str] | None) -> Iterator[str]:
    if isinstance(value, Mapping) and not field.many:
        yield from _gaps(field.of, value, here, names)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, Mapping) and said(item) is not MISSING:
            yield from _gaps(field.of, item, f"{here}/{index}", names)
        elif said(item) is MISSING and (names is None or field.name in names):
            yield f"{here}/{index}"


def open_record(record: Record) -> Record:
    """The record without derived values that change once more is said: a date of renewal moves an expiry."""
    found = dict(record)
    for name, value in record.items():
        if isinstance(value, Mapping | list):
            found[name] = _opened(value)
    return found | _stale(record)


def _opened(value: Any) -> Any:
    if isinstance(value, list):
        return [_opened(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _opened(one) for name, one in value.items()} | _stale(value)
    return value


def _stale(value: Record) -> dict[str, None]:
    """An expiry counts from the last renewal; while that is not said, the first day stands in for it."""
    renewable = "expires_on" in value and ("collected_from" in value or "valid_months" in value)
    return {"expires_on": None} if renewable and said(value.get("refreshed_on")) is MISSING else {}


def _is_partial(value: Any) -> bool:
    return isinstance(value, list) and any(said(one) is MISSING for one in value)
