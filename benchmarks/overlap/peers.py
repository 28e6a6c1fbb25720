"""Other ways to say how alike two records are. Each scores a list of pairs at once, from 0 to 1."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray
from rapidfuzz import fuzz
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.overlap import dense
from benchmarks.overlap.pairs import Pair
from benchmarks.overlap.registers import every_register
from policies.overlap import compare, signature
from policies.overlap.normalise import words

Scores = NDArray[np.float64]
Method = Callable[[Sequence[Pair]], Scores]
_PERMUTATIONS = 128


def muster(pairs: Sequence[Pair]) -> Scores:
    """What ships, at the threshold that it is shipped with."""
    signatures = {id(one): signature(one) for pair in pairs for one in (pair.left, pair.right)}
    return np.array([compare(signatures[id(one.left)], signatures[id(one.right)]).score for one in pairs])


def token_set(pairs: Sequence[Pair]) -> Scores:
    """rapidfuzz on names alone, or on descriptions where names are hidden."""
    return np.array([fuzz.token_set_ratio(_called(one.left), _called(one.right)) / 100 for one in pairs])


def tf_idf(pairs: Sequence[Pair]) -> Scores:
    """Words and pairs of words of name (twice) and description, fitted on the registers and these pairs."""
    texts = [_full(one) for pair in pairs for one in (pair.left, pair.right)]
    fitted = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit([*_register_texts(), *texts])
    left = fitted.transform([_full(one.left) for one in pairs])
    right = fitted.transform([_full(one.right) for one in pairs])
    return np.asarray(left.multiply(right).sum(axis=1)).ravel()


def min_hash(pairs: Sequence[Pair]) -> Scores:
    """Estimated share of words in common."""
    return np.array([_hashed(_full(one.left)).jaccard(_hashed(_full(one.right))) for one in pairs])


def embedded(embed: Callable[[list[str]], Any]) -> Method:
    """Cosines of what a model makes of name (twice) and description."""
    return lambda pairs: _cosines(pairs, embed)


METHODS: dict[str, Method] = {
    "**Muster**": muster,
    "rapidfuzz token-set ratio, names": token_set,
    "TF-IDF, words 1–2": tf_idf,
    "MinHash (datasketch)": min_hash,
    "dense: WordLlama, 256-d": embedded(dense.word_llama),
    "dense: MiniLM-L6": embedded(dense.mini_lm),
}


def _cosines(pairs: Sequence[Pair], embed: Callable[[list[str]], Any]) -> Scores:
    texts = sorted({_full(one) for pair in pairs for one in (pair.left, pair.right)})
    place = {text: number for number, text in enumerate(texts)}
    vectors = embed(texts)
    left = vectors[[place[_full(one.left)] for one in pairs]]
    right = vectors[[place[_full(one.right)] for one in pairs]]
    return np.asarray((left * right).sum(axis=1), dtype=np.float64)


def _called(record: dict[str, Any]) -> str:
    return " ".join(words(record["title"]) or words(record.get("description")))


def _full(record: dict[str, Any]) -> str:
    return " ".join((record["title"], record["title"], record.get("description") or "")).strip()


@cache
def _hashed(text: str) -> MinHash:
    made = MinHash(num_perm=_PERMUTATIONS)
    made.update_batch([word.encode() for word in set(words(text))])
    return made


@cache
def _register_texts() -> tuple[str, ...]:
    return tuple(sorted({_full(record) for record in every_register()}))
