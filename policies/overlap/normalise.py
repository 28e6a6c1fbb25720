"""Plain words, without case, accents and marks."""

import re
import unicodedata
from functools import lru_cache

from policies.overlap.table import abbreviations, word_list

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[®™©]|\((?:r|tm|c)\)", re.IGNORECASE)


def words(text: object) -> tuple[str, ...]:
    """Lower-case words without accents and marks; what isn't text (such as what wasn't said) has none."""
    if not isinstance(text, str):
        return ()
    plain = _MARKS.sub(" ", text).replace("&", " and ")
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple(_WORD.findall(plain.casefold()))


def spoken(text: object) -> tuple[str, ...]:
    """The words as one would read them out: "GenAI" is generative AI."""
    known = abbreviations()
    return tuple(word for one in words(text) for word in known.get(one, (one,)))


def telling(text: object) -> tuple[str, ...]:
    """The same without words that say nothing about what a thing does."""
    return tuple(word for word in spoken(text) if word not in word_list("filler_words"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut the commonest English endings, so that "scores" meets "scoring"; rough on purpose."""
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
