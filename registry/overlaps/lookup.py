"""The near duplicates of one record, looked up by its keys: also of one that is not registered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any, Self

import orjson
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from policies.overlap import THRESHOLDS, Match, Signature, matches, signature
from policies.overlap.matching import CANDIDATES
from registry.models import Entry
from registry.overlaps.comparison import likeliest, tied
from registry.overlaps.keys import Chosen, Share, Tokens, telling, tokens_of, weigh_shares
from registry.overlaps.names import Names
from registry.overlaps.reading import entry_keys, primary_keys, read_signatures

Record = Mapping[str, Any]
# Facts tell of the ten best.
LIMIT = 10


class Lookup:
    """What is registered, with ``also`` going before it: a ``Store``, and what facts ask for near duplicates.

    In lists of primary keys, those of ``also`` are negative numbers.
    """

    def __init__(self, names: Names, also: Iterable[Record] = ()) -> None:
        self._aliases = names.aliases
        signed = [signature(said, names.aliases) for said in also if said["kind"] in THRESHOLDS]
        self._also = {-number: one for number, one in enumerate(signed, 1)}
        self._tokens = {pk: tokens_of(one.kind, one.keys).keys() for pk, one in self._also.items()}
        self._among: Chosen | None = None

    def among(self, entries: QuerySet[Entry]) -> Self:
        """The same where nobody is compared but these, so that no others crowd them out."""
        narrowed = copy(self)
        narrowed._among = _chosen(entries)
        return narrowed

    def matches(self, record: Record, shows: Callable[[str], bool] | None = None) -> list[Match]:
        return matches(signature(record, self._aliases), self, limit=LIMIT, shows=shows)

    def likeliest(self, asked: Signature) -> list[Signature]:
        """One more than are compared is read: it may be the one that is asked about, as it is registered."""
        ours = {one.key: pk for pk, one in self._also.items() if one.kind == asked.kind}
        gone = primary_keys(asked.kind, ours)
        tokens = tokens_of(asked.kind, asked.keys)
        held = {pk: tokens.keys() & self._tokens[pk] for pk in ours.values()}
        few = telling(tokens, gone, Counter(token for those in held.values() for token in those))
        shares = weigh_shares(few, gone, spare=1, among=self._among)
        shares += [Share(pk, weight) for pk, weight in _weights(held, few).items()]
        return [one for one in self._signatures(shares) if one.key != asked.key][:CANDIDATES]

    def _signatures(self, shares: list[Share]) -> list[Signature]:
        shares.sort(key=lambda one: -one.weight)
        level = tied(shares, spare=1)
        keys = entry_keys([one.entry for one in level if one.entry > 0])
        keys |= {one.entry: self._also[one.entry].key for one in level if one.entry < 0}
        chosen = [one.entry for one in likeliest(shares, keys, spare=1)]
        said = read_signatures([pk for pk in chosen if pk > 0])
        read = {pk: Signature.from_json(orjson.loads(one)) for pk, one in said.items()}
        return [one for pk in chosen if (one := self._also.get(pk) or read.get(pk)) is not None]


def _chosen(entries: QuerySet[Entry]) -> Chosen:
    try:
        return entries.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()


def _weights(held: Mapping[int, Iterable[int]], few: Tokens) -> dict[int, int]:
    weights = {pk: sum(few.get(token, 0) for token in tokens) for pk, tokens in held.items()}
    return {pk: weight for pk, weight in weights.items() if weight}
