"""Near duplicates: which registered things are probably the same, or do the same.

Candidates come from an inverted index of words, rarest first, so that thousands of entries can be compared
with each other; only candidates are scored. Weights and threshold were chosen on labelled pairs from public
registers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt

from rapidfuzz import fuzz

from policies.overlap.evidence import DUPLICATE, POSSIBLE, Evidence, judge_tools
from policies.overlap.profile import Profile, Record, profile

CANDIDATES, RAREST = 40, 16  # so many records at most are scored, found through so many words at most
TOO_COMMON = (
    0.05  # a word in a larger share of the records finds nobody (in small portfolios: in more than 50)
)
# So many vectors are kept at most: those of a large portfolio take more memory than its texts.
_MOST_VECTORS = 10_000


@dataclass(frozen=True)
class Match:
    """A registered thing that resembles the one asked about, with what a reader needs to judge it."""

    kind: str
    key: str
    title: str
    score: float
    level: str
    reasons: tuple[str, ...]


class OverlapIndex:
    """All registered things of a portfolio, ready to be asked for the ones that resemble a given one."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._profiles: dict[tuple[str, str], Profile] = {}
        self._counted: set[tuple[str, str]] = set()
        self._having: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._vectors: dict[tuple[str, str], dict[str, float]] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Take a record in; one with the same kind and key is replaced."""
        new = profile(record)
        self._put((new.kind, new.key), new)

    def _put(self, name: tuple[str, str], new: Profile | None) -> Profile | None:
        """Have ``new`` under this name, or nothing, and return what was there."""
        old = self._profiles.pop(name, None)
        if old is not None:
            for token in _tokens(old):
                self._having[old.kind, token].remove(old.key)
        if new is not None:
            self._profiles[name] = new
            for token in _tokens(new):
                self._having[new.kind, token].append(new.key)
        self._vectors.clear()
        return old

    @contextmanager
    def replaced(self, records: Iterable[Record], kinds: Collection[str]) -> Iterator[None]:
        """Within the block, ``records`` are there or in the place of others; others than ``kinds`` count."""
        before: dict[tuple[str, str], Profile | None] = {}
        counted = set(self._counted)
        for record in records:
            if record.get("kind") in kinds:
                new = profile(record)
                before.setdefault((new.kind, new.key), self._put((new.kind, new.key), new))
            else:
                self.count(record)
        try:
            yield
        finally:
            self._counted = counted
            for name, old in before.items():
                self._put(name, old)

    def count(self, record: Record) -> None:
        """Take in that there is a record, of a kind that nobody asks about: how rare a word is counts all."""
        self._counted.add((str(record.get("kind") or ""), str(record.get("key") or "")))

    @property
    def _total(self) -> int:
        return len(self._profiles) + len(self._counted)

    def matches(self, record: Record, *, limit: int = 10) -> list[Match]:
        """The most similar other records of the same kind, best first, each at least a possible overlap."""
        asked = profile(record)
        vector = self._vector(asked)
        others = (self._profiles[asked.kind, key] for key in self._candidates(asked))
        found = (self._score(asked, vector, other) for other in others)
        likely = [match for match in found if match.score >= POSSIBLE]
        return sorted(likely, key=lambda match: (-match.score, match.key))[:limit]

    def compare(self, left: Record, right: Record) -> Match:
        """Score one pair, also an unlike one; the answer names ``right``. Rarity of words is the index's."""
        asked = profile(left)
        return self._score(asked, self._vector(asked), profile(right))

    def _candidates(self, asked: Profile) -> list[str]:
        total = self._total
        having = (self._having.get((asked.kind, token), []) for token in sorted(_tokens(asked)))
        rare = sorted((keys for keys in having if 0 < len(keys) <= max(50, total * TOO_COMMON)), key=len)
        votes: defaultdict[str, float] = defaultdict(float)
        for keys in rare[:RAREST]:
            weight = log(1 + total / len(keys))
            for key in keys:
                votes[key] += weight
        votes.pop(asked.key, None)
        # Of thousands only those that can be among the best are put in order.
        least = min(nlargest(CANDIDATES, votes.values()), default=0.0)
        best = (key for key, vote in votes.items() if vote >= least)
        return sorted(best, key=lambda key: (-votes[key], key))[:CANDIDATES]

    def _vector(self, one: Profile) -> dict[str, float]:
        """TF-IDF of the words, scaled to length 1."""
        total = self._total + 1
        raw = {
            word: (1 + log(count)) * (1 + log(total / (1 + len(self._having.get((one.kind, word), ())))))
            for word, count in one.counts.items()
        }
        length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {word: weight / length for word, weight in raw.items()}

    def _known_vector(self, one: Profile) -> dict[str, float]:
        vector = self._vectors.get((one.kind, one.key))
        if vector is None:
            if len(self._vectors) >= _MOST_VECTORS:
                self._vectors.clear()
            vector = self._vectors[one.kind, one.key] = self._vector(one)
        return vector

    def _score(self, asked: Profile, vector: Mapping[str, float], other: Profile) -> Match:
        theirs = self._known_vector(other)
        shared = {word: weight * theirs[word] for word, weight in vector.items() if word in theirs}
        alike = 0.5 * sqrt(sum(shared.values())) + 0.5 * _names_alike(asked, other)
        # Most candidates are nothing, and need no words for it.
        text = Evidence(alike, _words_of(shared, other) if round(alike, 3) >= POSSIBLE else "")
        evidence = judge_tools(asked, other, text) if asked.kind == "tool" else [text]
        score = round(max((found.score for found in evidence), default=0.0), 3)
        reasons = tuple(found.reason for found in evidence if found.score >= POSSIBLE)
        level = "duplicate" if score >= DUPLICATE else "possible" if score >= POSSIBLE else "none"
        return Match(other.kind, other.key, other.title, score, level, reasons)


def _words_of(shared: Mapping[str, float], other: Profile) -> str:
    top = sorted(shared, key=lambda word: (-shared[word], word))[:6]
    spelled = other.spelled
    return "shared words: " + ", ".join(spelled[word] for word in top)


def _tokens(one: Profile) -> set[str]:
    """What finds a record: its words and, for a tool, its canonical product and its category."""
    if one.product is None:
        return set(one.counts)
    return {*one.counts, f"product:{one.product[1]}", f"category:{one.category}"}


def _names_alike(left: Profile, right: Profile) -> float:
    """0 to 1; siblings that only a number tells apart ("Reader 1", "Reader 2") are taken for unlike."""
    if left.numbers and right.numbers and left.numbers != right.numbers:
        return 0.0
    ours, theirs = left.called, right.called
    return (0.6 * fuzz.token_sort_ratio(ours, theirs) + 0.4 * fuzz.token_set_ratio(ours, theirs)) / 100
