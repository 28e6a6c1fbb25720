"""The law that ships, also as data, so that no start waits for the reading.

``make generated`` writes the data, and a test holds it against what reading gives. It counts for the very
texts that it was made of alone: where somebody has changed any, or what they name, they are read.
"""

import json
from functools import cache, partial
from typing import Any, Final

from policies.folder import POLICIES
from policies.language.rows import PREDICATES, Rows, by_name, made_of, value_of
from policies.law.calendar import Calendar, LawSource, Milestone, Validity, Version, read_calendar
from policies.law.provisions import Article, Begin, Duty, Provision, Provisions, read_provisions
from policies.law.tree import Ground, Step, Tree, Way, read_tree
from policies.release import texts_digest

_NAME: Final = "law/shipped.json"
_CLASSES: Final = PREDICATES | by_name(
    *(Calendar, LawSource, Milestone, Validity, Version, Provisions, Article, Begin, Duty, Provision),
    *(Tree, Ground, Step, Way),
)
# Read by programs alone, so without blanks.
_line = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


@cache
def law_from_data() -> dict[str, Any]:
    """``calendar``, ``provisions`` and ``tree``; none of them where there is no data of these texts."""
    try:
        said = json.loads(POLICIES.joinpath(_NAME).read_bytes())
        if said["of"] == texts_digest():
            made = made_of(said["rows"], _CLASSES)
            return {name: value_of(one, made) for name, one in said["law"].items()}
    except (OSError, ArithmeticError, ValueError, LookupError, TypeError, RecursionError):
        pass  # Damaged, or not there: the texts are.
    return {}


def law_data() -> str:
    """What the file has to say, a row on each line."""
    rows = Rows(_CLASSES)
    law = {name: rows.said(one) for name, one in law_from_texts().items()}
    lines = ",\n".join(map(_line, rows.rows))
    return f'{{"of":{_line(texts_digest())},"law":{_line(law)},"rows":[\n{lines}\n]}}\n'


def law_from_texts() -> dict[str, Any]:
    """The same as the texts have it."""
    calendar, provisions, tree = (f"law/{name}.yaml" for name in ("calendar", "provisions", "tree"))
    law = read_provisions(_text(provisions), source=provisions)
    return {
        "calendar": read_calendar(_text(calendar), source=calendar),
        "provisions": law,
        "tree": read_tree(_text(tree), law, source=tree),
    }


def _text(name: str) -> bytes:
    return POLICIES.joinpath(name).read_bytes()
