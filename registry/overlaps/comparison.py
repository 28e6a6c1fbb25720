"""Many entries compared with those that share most keys with them."""

from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from policies.overlap import Match
from policies.overlap.matching import CANDIDATES
from registry.models import OverlapSignature
from registry.overlaps.keys import FindShares, Share, tokens_of
from registry.overlaps.reading import entry_keys, read_signatures
from registry.overlaps.scoring import Batch, Scoring

# So many signatures are kept at most, of about 6 kB each.
_MOST_KEPT = 100_000


class Compared(NamedTuple):
    """What came out for one entry: matches by the primary key of the other, and how far it reaches.

    ``reach`` and ``reach_key`` are of the last candidate, where there are as many as are compared at most.
    ``compared`` are the candidates, but for those that had their turn before and ``scored`` for both then.
    """

    row: OverlapSignature
    matches: Mapping[int, Match]
    compared: Sequence[int]
    scored: Collection[int]
    reach: int | None
    reach_key: str


class Comparison:
    """Entries compared in ascending order, each with the likeliest, as ``policies.overlap.matches`` would.

    What two score is the same from either side: the one whose turn comes first scores for both. While some
    batches are scored, the one before them is written and the one after them is chosen.
    """

    def __init__(self, find_shares: FindShares, scoring: Scoring) -> None:
        self._find_shares = find_shares
        self._scoring = scoring
        self._scored: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        # The keys of whose signatures the scorer has, and of those that tie.
        self._known: dict[int, str] = {}
        self._keys: dict[int, str] = {}

    def compare(self, parts: Iterable[Sequence[OverlapSignature]]) -> Iterator[list[Compared]]:
        given: deque[list[Compared]] = deque()
        for part in parts:
            asked, batch = self._ask(part)
            self._scoring.give(batch)
            given.append(asked)
            if len(given) > self._scoring.ahead:
                yield self._told(given.popleft())
        while given:
            yield self._told(given.popleft())

    def stand(self, written: Iterable[Compared]) -> None:
        """The pairs of these are written: those that they were compared with need not do so once more."""
        for one in written:
            for pk in one.compared:
                if pk > one.row.pk:
                    self._scored[pk].append(one.row.pk)

    def _ask(self, rows: Sequence[OverlapSignature]) -> tuple[list[Compared], Batch]:
        """What will have been compared, still without matches, and what is to be scored for it."""
        shares = {
            row.pk: self._find_shares(tokens_of(row.kind, row.data["keys"]), asked=row.pk) for row in rows
        }
        chosen = self._choose(shares)
        scored = {pk: self._scored_with(pk, found) for pk, found in chosen.items()}
        learn, forget = self._hand_over(
            {one.entry for pk, found in chosen.items() for one in found if one.entry not in scored[pk]}
        )
        asked = [self._unscored(row, chosen[row.pk], scored[row.pk]) for row in rows]
        return asked, Batch([(one.row.data, one.compared) for one in asked], learn, forget)

    def _choose(self, shares: Mapping[int, Sequence[Share]]) -> dict[int, list[Share]]:
        """The candidates of each entry."""
        level = {one.entry for found in shares.values() for one in tied(found)}
        self._keys |= entry_keys(level - self._keys.keys())
        return {pk: likeliest(found, self._keys) for pk, found in shares.items()}

    def _scored_with(self, pk: int, chosen: Sequence[Share]) -> set[int]:
        """The candidates that need no comparison. Of who shares least the key is asked for: it is read."""
        known, least = self._scored.pop(pk, ()), _least(chosen)
        return {one.entry for one in chosen if one.weight != least}.intersection(known)

    def _hand_over(self, needed: set[int]) -> tuple[dict[int, str], list[int]]:
        """What the scorer lacks of these, and whom it forgets for them: who came first, and is not needed."""
        learn = read_signatures(needed - self._known.keys())
        more = max(0, len(self._known) + len(learn) - _MOST_KEPT)
        forget = list(islice((pk for pk in self._known if pk not in needed), more))
        for pk in forget:
            del self._known[pk]
        self._known |= entry_keys(learn)
        return learn, forget

    def _unscored(self, row: OverlapSignature, chosen: Sequence[Share], scored: Collection[int]) -> Compared:
        compared = [one.entry for one in chosen if one.entry not in scored and one.entry in self._known]
        if (least := _least(chosen)) is None:
            return Compared(row, {}, compared, scored, None, "")
        last = max(self._known[pk] for pk in compared if Share(pk, least) in chosen)
        return Compared(row, {}, compared, scored, least, last)

    def _told(self, asked: Sequence[Compared]) -> list[Compared]:
        found = zip(asked, self._scoring.take(), strict=True)
        return [one._replace(matches=matches) for one, matches in found]


def tied(found: Sequence[Share], *, spare: int = 0) -> list[Share]:
    """Of more than are compared, and ``spare`` beside these, those among whom their keys decide."""
    if len(found) <= CANDIDATES:
        return []
    weights = {one.weight for one in found[CANDIDATES - 1 : CANDIDATES + spare]}
    return [one for one in found if one.weight in weights]


def likeliest(found: Iterable[Share], keys: Mapping[int, str], *, spare: int = 0) -> list[Share]:
    """Who shares most, and of those who share the same, the first by their keys."""
    by_weight = sorted(found, key=lambda one: (-one.weight, keys.get(one.entry, "")))
    return by_weight[: CANDIDATES + spare]


def _least(chosen: Sequence[Share]) -> int | None:
    """How much the last candidate shares, where there are as many as are compared at most."""
    return min(one.weight for one in chosen) if len(chosen) == CANDIDATES else None
