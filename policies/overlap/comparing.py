"""Two entries beside each other: how alike they are, from 0 to 1, and what speaks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, sqrt
from typing import Final, NamedTuple

from policies.overlap.levels import NEARLY_DUPLICATE, NEARLY_POSSIBLE, POSSIBLE, level_of
from policies.overlap.products import PRODUCT_SCORES, is_part, job_score, named_score, product_signal
from policies.overlap.signals import (
    SAME,
    Signal,
    listed_signals,
    mentioned_signal,
    named_signal,
    worded_signals,
)
from policies.overlap.signatures import Signature
from policies.overlap.vectors import Spread

# Fitted on labelled pairs by `python -m benchmarks.overlap.fit`: how much each view counts. OFF is taken off
# them all, so that a score of one half is where the fewest pairs are told wrongly.
NAME, TEXT, LETTERS, OFF = 5.0, 2.8, 3.6, 5.0
# What is named or chosen counts on top. No pairs are labelled for lists: these only tip the scales.
ON_TOP: Final[Mapping[str, float]] = {
    "product": 1.0,
    "vendor": 1.5,
    "job": 0.3,
    "data": 0.3,
    "journey": 0.1,
    "audience": 0.1,
}


# Unless names are much alike, so many words at least have to speak for a pair: in short texts it takes few to
# be alike.
_FEW_WORDS: Final = 3
_NAMES_ALIKE: Final = 0.6


class Views(NamedTuple):
    """How alike names, words and letters are: cosines from 0 to 1."""

    name: float
    text: float
    letters: float


_NOTHING: Final = Views(0.0, 0.0, 0.0)


class Judged(NamedTuple):
    """How alike another entry is, before it is said by which words."""

    other: Signature
    score: float
    level: str
    views: Views
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class Match:
    """A registered thing that resembles the one asked about, with what a reader needs to judge it."""

    kind: str
    key: str
    title: str
    score: float
    level: str
    signals: tuple[Signal, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(signal.reason for signal in self.signals)


def compare(left: Signature, right: Signature) -> Match:
    """Score one pair, also an unlike one; the answer names ``right``, and scores the same the other way."""
    return Asked(left).compare(right)


class Asked:
    """One entry, made ready to be compared with many."""

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self._name = Spread(signature.name)
        self._text = Spread(signature.text)
        self._letters = Spread(signature.letters)

    def compare(self, other: Signature) -> Match:
        return self.match(self.judge(other))

    def judge(self, other: Signature) -> Judged:
        """The score, without the words that explain it."""
        if other.kind != self.signature.kind:
            return Judged(other, 0.0, "none", _NOTHING, ())
        views = self.views(other)
        judge = _judge_tools if other.kind == "tool" else _judge
        score, signals = judge(self.signature, other, views)
        score = round(score, 3)
        return Judged(other, score, level_of(other.kind, score), views, signals)

    def match(self, judged: Judged) -> Match:
        other, score, level, views, signals = judged
        # Most candidates are nothing, and need no words for it.
        if level == "none":
            return Match(other.kind, other.key, other.title, score, level, ())
        worded = worded_signals(self.signature, other, views.name, views.text)
        # Names that differ by a few letters may have no whole word in common.
        signals = (*signals, *worded) or (Signal("name", round(views.name, 3)),)
        return Match(other.kind, other.key, other.title, score, level, signals)

    def views(self, other: Signature) -> Views:
        return Views(
            self._name.cosine(other.name),
            self._text.cosine(other.text),
            self._letters.cosine(other.letters),
        )


def _judge(left: Signature, right: Signature, views: Views) -> tuple[float, tuple[Signal, ...]]:
    if left.kind == "ai_model" and _each_says_more(left, right):
        views = views._replace(name=views.name / 2)
    product, named = mentioned_signal(left, right), named_signal(left, right)
    listed = tuple(listed_signals(left, right))
    sure = (*([product] if product else []), *listed)
    signals = (*([named] if named else []), *listed)
    if _are_siblings(left, right):
        return min(_likelihood(views._replace(name=0.0), sure), NEARLY_DUPLICATE), signals
    # One suite serves many jobs: what is named beside titles tips the scales, and makes nothing the same.
    score = max(_likelihood(views, sure), min(_likelihood(views, signals), NEARLY_DUPLICATE))
    if score >= POSSIBLE and not product and views.name < _NAMES_ALIKE:
        few = len(left.by_stem.keys() & right.stems) < _FEW_WORDS
        score = NEARLY_POSSIBLE if few else score
    return score, signals


def _judge_tools(left: Signature, right: Signature, views: Views) -> tuple[float, tuple[Signal, ...]]:
    """Weigh names, jobs and texts; similar texts alone never make two tools one product."""
    product = product_signal(left, right)
    listed = tuple(listed_signals(left, right))
    share = next((signal.score for signal in listed if signal.name == "job"), 0.0)
    signals = (*([product] if product else []), *listed)
    if product:
        score = PRODUCT_SCORES[product.score]
    else:
        score = 0.0 if _are_siblings(left, right) else named_score(left, right, views.name)
    text = 0.0
    if left.described and right.described and not is_part(left, right):
        text = min(_likelihood(views, ()), NEARLY_DUPLICATE)
    return max(score, text, job_score(left, right, share)), signals


def _likelihood(views: Views, signals: Iterable[Signal]) -> float:
    """Of the views and what comes on top, by the logistic function."""
    alike = NAME * views.name + TEXT * sqrt(views.text) + LETTERS * sqrt(views.letters) - OFF
    for signal in signals:
        if signal.name != "product" or signal.score == SAME:
            alike += ON_TOP[signal.name] * signal.score
    return 1 / (1 + exp(-alike))


def _each_says_more(left: Signature, right: Signature) -> bool:
    """Models are called after what they were made from and for: these differ in one, or in both."""
    return bool(left.called - right.called and right.called - left.called)


def _are_siblings(left: Signature, right: Signature) -> bool:
    """Only a number or a size tells their names apart ("Reader 1", "Reader 2"): they are two on purpose."""
    ours, theirs = left.facets.get("marks"), right.facets.get("marks")
    if not ours or not theirs or ours == theirs:
        return False
    return left.called - {*ours} == right.called - {*theirs}
