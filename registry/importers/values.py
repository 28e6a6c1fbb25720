"""What one cell says, as a value of our fields.

Each reader takes the text of a cell and returns a value, ``None`` where nothing was said, or
``{"$unknown": reason}`` where something was said that is no value of the field. None of them guesses:
a blank is not a No, and half a date is not a date.
"""

import ast
import json
import re
import warnings
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

Reader = Callable[[str], Any]

_REASON_LIMIT: Final = 500
_LIST_LIMIT: Final = 20_000
# Blanks that str.strip() leaves: zero-width space, word joiner and byte-order mark.
_OUTER = re.compile(r"^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$")
# "a) ", also twice over, and with the stray letter that a broken conversion left behind it.
_LETTERED = re.compile(r"^(?:[a-z]\)[\s\u00dd]*)+", re.IGNORECASE)
# Where a term ends and its explanation begins; an "ñ" between blanks is a dash that was converted badly.
_EXPLANATION = re.compile(r"\s[\u2013\u2014\u00f1-]\s|:|\(")
_NO_ANSWER = frozenset({"na", "notapplicable", "tbd", "tobedetermined", "todo", "unknown", "notavailable"})
_LONGEST_NO_ANSWER: Final = 30
_YES, _NO = frozenset({"yes", "y", "true", "ja"}), frozenset({"no", "n", "false", "nee"})
_EXPLAINED = re.compile(r"^(yes|no|true|false)\s*[,;:.(\u2013\u2014-]", re.IGNORECASE)
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")
_EARLIEST, _LATEST = 1950, 2100
_DATE_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M|Z|[+-]\d{2}:\d{2})?$", re.IGNORECASE)


def trim(text: str) -> str:
    """Drop blanks around a text, also those that cannot be seen; what is inside stays as it was."""
    return _OUTER.sub("", text)


def folded(text: str) -> str:
    """Letters and digits alone, in small letters: how headers and answers are compared."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def is_no_answer(text: str) -> bool:
    """Say whether a text is "N/A" or its like: something was written, and it answers nothing."""
    return len(text) <= _LONGEST_NO_ANSWER and folded(text) in _NO_ANSWER


def unknown(text: str, about: str = "") -> dict[str, str]:
    """Keep what was said as the reason for not knowing."""
    said = f"source says: {about}: {trim(text)}" if about else f"source says: {trim(text)}"
    return {"$unknown": said if len(said) <= _REASON_LIMIT else f"{said[: _REASON_LIMIT - 1]}…"}


def free_text(text: str) -> Any:
    """Take what was written, without outer blanks; "N/A" and its like are no answer."""
    said = trim(text)
    if not said:
        return None
    return unknown(said) if is_no_answer(said) else said


def yes_no(text: str) -> Any:
    """Read Yes and No in their usual spellings; anything else that was said is no answer."""
    said = trim(text)
    if not said:
        return None
    word = folded(_LETTERED.sub("", said))
    return True if word in _YES else False if word in _NO else unknown(said)


def explained_yes_no(text: str) -> Any:
    """Like ``yes_no``, and also with an explanation behind: "Yes - staff names", "No (synthetic data)"."""
    said = trim(text)
    answer = _EXPLAINED.match(_LETTERED.sub("", said))
    return yes_no(answer[1] if answer else said)


def remark(about: str) -> Reader:
    """Give a reader that keeps the words of a question that only partly answers the field."""
    return lambda text: unknown(text, about) if trim(text) else None


def choice(words: Mapping[str, Any]) -> Reader:
    """Give a reader of one term out of ``words``, keyed by their folded spelling.

    A letter in front ("b) Pilot") and an explanation behind ("Pilot – in limited use") are looked past.
    """

    def read(text: str) -> Any:
        said = trim(text)
        if not said:
            return None
        term = _LETTERED.sub("", said)
        for spelling in (term, _EXPLANATION.split(term, maxsplit=1)[0]):
            if folded(spelling) in words:
                return words[folded(spelling)]
        return unknown(said)

    return read


def us_date(text: str) -> Any:
    """Read a whole date, written month first as US federal registers write it.

    "2023" and "Jul-25" leave the day open; 1899 and 1900 are what a spreadsheet makes of an empty cell.
    """
    said = trim(text)
    if not said:
        return None
    found = _whole_date(_TIME.sub("", said))
    return found.isoformat() if found and _EARLIEST <= found.year <= _LATEST else unknown(said)


def email(text: str) -> Any:
    """Read one e-mail address."""
    said = trim(text)
    if not said:
        return None
    return said if _EMAIL.match(said) and len(said) <= 254 else unknown(said)


def listed(text: str) -> list[str] | None:
    """Read a list saved as JSON or as Python writes it; None where the text is no such list."""
    said = trim(text)
    if not (said.startswith("[") and said.endswith("]")) or len(said) > _LIST_LIMIT:
        return None
    for read in (json.loads, _python_literal):
        try:
            found = read(said)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        return [trim(str(item)) for item in found if trim(str(item))]
    return None


def _python_literal(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # A stray backslash in a cell is no news to whoever runs an import.
        return ast.literal_eval(text)


def _whole_date(text: str) -> date | None:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
