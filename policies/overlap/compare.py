"""Two entries beside each other: how alike they are, from 0 to 1, and what speaks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, sqrt
from typing import Final

from policies.overlap.levels import THRESHOLDS, level_of
from policies.overlap.normalise import stem
from policies.overlap.products import products_alike
from policies.overlap.signals import Signal
from policies.overlap.signature import Signature
from policies.overlap.vectors import Spread

# Fitted on labelled pairs: how much each view counts, and what is taken off all of them.
_NAME, _TEXT, _LETTERS, _OFF = 6.82, 5.52, 5.70, 7.09
_SHOWN_WORDS: Final = 6


@dataclass(frozen=True)
class Match:
    """A registered thing that resembles the one asked about, with what a reader needs to judge it."""

    kind: str
    key: str
    title: str
    score: float
    level: str
    reasons: tuple[str, ...]
    signals: tuple[Signal, ...]


def compare(left: Signature, right: Signature) -> Match:
    """Score one pair, also an unlike one; the answer names ``right``, and scores the same the other way."""
    return Asked(left).compare(right)


class Asked:
    """One entry, made ready to be compared with many."""

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self._name, self._text, self._letters = map(
            Spread, (signature.name, signature.text, signature.letters)
        )

    def compare(self, other: Signature) -> Match:
        kind, least = other.kind, THRESHOLDS[other.kind].possible
        signals = tuple(self._signals(other)) if kind == self.signature.kind else ()
        told = tuple(signal for signal in signals if signal.score >= least)
        score = round(max((signal.score for signal in signals), default=0.0), 3)
        reasons = tuple(signal.reason for signal in told)
        return Match(kind, other.key, other.title, score, level_of(kind, score), reasons, told)

    def _signals(self, other: Signature) -> Iterator[Signal]:
        text = self._text_signal(other)
        if other.kind == "tool":
            yield from products_alike(self.signature, other, text)
        else:
            yield text

    def _names_alike(self, other: Signature) -> float:
        """Siblings that only a number tells apart ("Reader 1", "Reader 2") are taken for unlike."""
        ours, theirs = self.signature.facets.get("numbers"), other.facets.get("numbers")
        return 0.0 if ours and theirs and ours != theirs else self._name.cosine(other.name)

    def _text_signal(self, other: Signature) -> Signal:
        alike = (
            _NAME * self._names_alike(other)
            + _TEXT * sqrt(self._text.cosine(other.text))
            + _LETTERS * sqrt(self._letters.cosine(other.letters))
            - _OFF
        )
        score = 1 / (1 + exp(-alike))
        # Most candidates are nothing, and need no words for it.
        least = THRESHOLDS[other.kind].possible
        return Signal("text", score, _shared_words(self.signature, other) if score >= least else ())


def _shared_words(left: Signature, right: Signature) -> tuple[str, ...]:
    """The rarest, each as the shorter of both spells it, so that either side says the same."""
    theirs = {stem(word): word for word in right.words}
    both = [(word, theirs[stem(word)]) for word in left.words if stem(word) in theirs]
    return tuple(min(pair, key=lambda word: (len(word), word)) for pair in both[:_SHOWN_WORDS])
