"""Who shares how much with an entry, asked of the table of keys in SQL that SQLite and PostgreSQL both read.

A key is looked up by its hash together with the kind. A key that too many have finds nobody, so of each list
no more is read than shows that it is one of these.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from django.db import connection

from policies.overlap.keys import weight_of
from policies.overlap.matching import CANDIDATES, MOST_HOLDERS
from registry.models import OverlapKey, OverlapSignature

_KEYS, _SIGNATURES = OverlapKey._meta.db_table, OverlapSignature._meta.db_table
# Of so many times those that are compared, it mostly shows who ties with the last: it needs no second query.
_TIED = 4
Tokens = Mapping[int, int]  # the weight of each key, by the number that stands for it
# A query for the primary keys of entries, and its parameters.
Chosen = tuple[str, Sequence[Any]]


class Share(NamedTuple):
    """How much one entry shares with the one that was asked about, by the weight of the keys."""

    entry: int
    weight: int


class FindShares(Protocol):
    def __call__(self, tokens: Tokens, *, asked: int | None) -> list[Share]:
        """Who shares most, but the one asked about; with all that share as much as the last of them."""


def token_of(kind: str, key: str) -> int:
    """As a number of 64 bits with a sign, as databases have it."""
    return int.from_bytes(blake2b(f"{kind}\0{key}".encode(), digest_size=8).digest(), signed=True)


def tokens_of(kind: str, keys: Iterable[str]) -> dict[int, int]:
    return {token_of(kind, key): weight_of(key) for key in keys}


def find_shares(tokens: Tokens, *, asked: int | None) -> list[Share]:
    """As ``FindShares`` says."""
    return weigh_shares(telling(tokens), [] if asked is None else [asked])


def weigh_shares(
    tokens: Tokens, without: Collection[int], *, spare: int = 0, among: Chosen | None = None
) -> list[Share]:
    """The same by these tokens, of whom each is told of by few enough; ``spare`` more than are compared.

    With ``among``, nobody but these entries counts.
    """
    wanted = CANDIDATES + spare
    most = _TIED * wanted
    found = _shares(tokens, without, f"ORDER BY weight DESC LIMIT {most}", among)
    if len(found) <= wanted:
        return found
    least = found[wanted - 1].weight
    if len(found) == most and found[-1].weight == least:
        heavy = f"HAVING SUM(t.weight) >= {least:d} ORDER BY weight DESC"
        return _shares(tokens, without, heavy, among)
    return [one for one in found if one.weight >= least]


def find_reaching(tokens: Tokens, asked: int) -> list[tuple[int, int, int | None, str]]:
    """Entries that were compared, and among whose candidates the one with these tokens may be.

    ``tokens`` are those that not too many have. Each comes with how much they share, how far it reaches, and
    the key of the last entry that it reaches.
    """
    if not tokens:
        return []
    summed, params = _summed(tokens, [asked])
    sql = (
        f"SELECT s.entry_id, v.weight, s.reach, s.reach_key FROM ({summed}) v"  # noqa: S608
        f" JOIN {_SIGNATURES} s ON s.entry_id = v.entry_id"
        " WHERE s.compared_by <> '' AND (s.reach IS NULL OR v.weight >= s.reach)"
    )
    return _rows(sql, params)


def telling(tokens: Tokens, gone: Collection[int] = (), more: Tokens | None = None) -> dict[int, int]:
    """Those tokens that not too many have. ``gone`` count for nothing; ``more``: how many others have one."""
    if not tokens:
        return {}
    asked, params = _asked(tokens)
    held = f"SELECT 1 FROM {_KEYS} k WHERE k.token = t.token{_but(gone)} LIMIT {MOST_HOLDERS + 1}"  # noqa: S608
    sql = f"SELECT t.token, (SELECT COUNT(*) FROM ({held}) h) FROM ({asked}) t"  # noqa: S608
    counts, others = dict(_rows(sql, [*gone, *params])), more or {}
    return {
        token: weight
        for token, weight in tokens.items()
        if counts[token] + others.get(token, 0) <= MOST_HOLDERS
    }


def _shares(tokens: Tokens, without: Collection[int], which: str, among: Chosen | None = None) -> list[Share]:
    if not tokens:
        return []
    summed, params = _summed(tokens, without, among)
    return [Share(*row) for row in _rows(f"{summed} {which}", params)]


def _summed(tokens: Tokens, without: Collection[int], among: Chosen | None = None) -> tuple[str, list[Any]]:
    asked, params = _asked(tokens)
    chosen, named = among or ("", ())
    only = f" AND k.entry_id IN ({chosen})" if chosen else ""
    sql = (
        f"SELECT k.entry_id, SUM(t.weight) AS weight FROM ({asked}) t"  # noqa: S608
        f" JOIN {_KEYS} k ON k.token = t.token{_but(without)}{only} GROUP BY k.entry_id"
    )
    return sql, [*params, *without, *named]


def _asked(tokens: Tokens) -> tuple[str, list[int]]:
    """The tokens as a table: what is joined with it is planned once, and not once for each of them."""
    rows = ", ".join(f"(CAST(%s AS bigint), {weight:d})" for weight in tokens.values())
    return f"SELECT column1 AS token, column2 AS weight FROM (VALUES {rows}) v", list(tokens)  # noqa: S608


def _but(without: Collection[int]) -> str:
    return f" AND k.entry_id NOT IN ({', '.join(['%s'] * len(without))})" if without else ""


def _rows(sql: str, params: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
