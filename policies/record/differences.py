"""What differs between two documents of one thing, field by field, also in the entries they link to.

A pure function over records (what a submission froze) or manifests: who may see a difference is the caller's
question. A test puts the differences of generated histories into the older document and gets the newer one.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from policies.canonical import canonical_bytes
from policies.record.fields import KINDS, PARTS, REFERENCE_FIELD, SUPPORTING, Field, fields_of
from policies.record.pointers import trail_of

Document = Mapping[str, Any]
_TABLES: Final = frozenset({*KINDS, *PARTS, *SUPPORTING})
# What leads to another document: in the same place a manifest holds no more than its key.
_OPENED: Final = frozenset({"ref", "refs", "parts"})
# Of more rows of one name the first is held against the first, and so on.
_MOST_COMPARED: Final = 400
_ENCODE: Final = json.JSONEncoder(sort_keys=True).encode


class Difference(NamedTuple):
    """``old`` and ``new`` at a JSON pointer (RFC 6901). None: nothing is said there.

    Indexes count the rows of the newer document; only the last one of a pointer to a row that is gone
    (``new`` is None) counts those of the older.
    """

    pointer: str
    old: Any
    new: Any


def differences(old: Document, new: Document) -> tuple[Difference, ...]:
    """Each field that the two say differently.

    Rows of a list that have a name (the entry they link to, their heading) are held against the row of the
    same name, so that a row put in front of others is one difference. A row that moved is gone from one
    place and new in another. A linked thing is opened where both name the same one.
    """
    kind = new.get("kind")
    table = "organisation" if kind == "portfolio" else kind
    if table not in _TABLES or old.get("kind") != kind:
        return tuple(_whole("", old, new))
    return tuple(_members(str(table), "", old, new))


def without_moves(kind: str, found: Sequence[Difference]) -> Iterator[Difference]:
    """The same for a reader: of a row that moved only what changed in it, where it stands now."""
    gone: defaultdict[tuple[str, str], list[Difference]] = defaultdict(list)
    for one in found:
        if one.new is None and (table := _table_of_row(kind, one.pointer)):
            gone[_list_of(one), row_name(table, one.old)].append(one)
    moved: dict[int, Difference] = {}
    for one in found:
        if one.old is None and (table := _table_of_row(kind, one.pointer)):
            before = gone[_list_of(one), row_name(table, one.new)]
            if before:
                moved[id(one)] = before.pop(0)
    stays = {id(one) for one in moved.values()}
    for one in found:
        if id(one) in moved:
            yield from _one(_table_of_row(kind, one.pointer), one.pointer, moved[id(one)].old, one.new)
        elif id(one) not in stays:
            yield one


def _members(table: str, at: str, old: Document, new: Document) -> Iterator[Difference]:
    if None in old.values() or None in new.values():
        yield from _whole(at, old, new)
        return
    fields = fields_of(table)
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        pointer = f"{at}/{_escaped(name)}"
        if name == "org" and isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _members("organisation", pointer, before, after)
        else:
            yield from _values(fields.get(name), pointer, before, after)


def _values(field: Field | None, at: str, old: Any, new: Any) -> Iterator[Difference]:
    if field is None or field.type not in _OPENED or field.of not in _TABLES:
        yield from _whole(at, old, new)
    elif isinstance(old, list) and isinstance(new, list) and None not in (*old, *new):
        yield from _rows(field.of, at, old, new)
    else:
        yield from _one(field.of, at, old, new)


def _one(table: str, at: str, old: Any, new: Any) -> Iterator[Difference]:
    """Two things of a table: opened where they are the same thing, and as much is known of both."""
    if _reads_alike(old, new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        is_known = ("$unknown" in old) == ("$unknown" in new)
        if is_known and (table in PARTS or row_name(table, old) == row_name(table, new)):
            yield from _members(table, at, old, new)
            return
    yield from _whole(at, old, new)


def _rows(table: str, at: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    stayed = dict(_stayed(_pairs(table, old, new)))
    for index in sorted({*range(len(old))} - {*stayed.values()}):
        yield Difference(f"{at}/{index}", old[index], None)
    for index, row in enumerate(new):
        if index in stayed:
            yield from _one(table, f"{at}/{index}", old[stayed[index]], row)
        else:
            yield Difference(f"{at}/{index}", None, row)


def _pairs(table: str, old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    """Each row of the newer list with that of the same name it is held against; most alike first."""
    waiting, named = _by_name(table, old), _by_name(table, new)
    found: list[tuple[int, int]] = []
    for name, rows in named.items():
        left = waiting[name]
        if 1 < len(rows) * len(left) <= _MOST_COMPARED:
            alike = [(-_likeness(old[one], new[row]), row, one) for row in rows for one in left]
            for _, row, one in sorted(alike):
                if row in rows and one in left:
                    found.append((row, one))
                    rows.remove(row)
                    left.remove(one)
        found += zip(rows, left, strict=False)
    return sorted(found)


def _likeness(old: Any, new: Any) -> int:
    """How many members two rows of a name have in common."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return 0
    return sum(_same(old.get(name), value) for name, value in new.items())


def _by_name(table: str, rows: Sequence[Any]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        found[row_name(table, row)].append(index)
    return found


def _stayed(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as still follow each other as before (patience: the longest rising row)."""
    ends: list[int] = []
    chains: list[list[tuple[int, int]]] = []
    for pair in pairs:
        length = bisect_left(ends, pair[1])
        chain = [*chains[length - 1], pair] if length else [pair]
        ends[length : length + 1], chains[length : length + 1] = [pair[1]], [chain]
    return chains[-1] if chains else []


def row_name(table: str, row: Any) -> str:
    """What tells a row from others of its list: the key of what it links to, or its heading; or ""."""
    if not isinstance(row, Mapping):
        return str(row)
    if table in PARTS:
        head = next(one for one in fields_of(table).values() if one.heading)
        return row_name(head.of, row.get(head.name, ""))
    return str(row.get(REFERENCE_FIELD.get(table, "key"), ""))


def _table_of_row(kind: str, pointer: str) -> str:
    """What a row of a list is of, where the pointer ends at one; else ""."""
    trail = trail_of(kind, pointer)
    ends = bool(trail) and trail[-1].pointer == pointer and trail[-1].row is not None
    return trail[-1].field.of if ends else ""


def _list_of(one: Difference) -> str:
    return one.pointer.rpartition("/")[0]


def _whole(at: str, old: Any, new: Any) -> Iterator[Difference]:
    if not _same(old, new):
        yield Difference(at, old, new)


def _same(old: Any, new: Any) -> bool:
    """As JSON has it: 1 and true are two things, 1 and 1.0 are one."""
    if old is new or old != new:
        return old is new
    return _reads_alike(old, new) or canonical_bytes(old) == canonical_bytes(new)


def _reads_alike(old: Any, new: Any) -> bool:
    """A quick yes, told by compiled code; what is the same and written otherwise is told by looking."""
    return old == new and (type(old) is str or _ENCODE(old) == _ENCODE(new))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
