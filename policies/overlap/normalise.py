"""Plain words, without case, accents and marks."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[®™©]|\((?:r|tm|c)\)", re.IGNORECASE)


def words(text: object) -> tuple[str, ...]:
    """Lower-case words without accents and marks; what isn't text (such as what wasn't said) has none."""
    if not isinstance(text, str):
        return ()
    decomposed = unicodedata.normalize("NFKD", _MARKS.sub(" ", text).replace("&", " and "))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple(_WORD.findall(plain.casefold()))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut the commonest English endings, so that "scores" meets "scoring"; rough on purpose."""
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
