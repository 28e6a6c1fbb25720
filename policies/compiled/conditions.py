"""One Python function that gives the truth of many conditions of a record at once."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from policies.compiled.build import Source, first_of, text_of
from policies.compiled.cost import most_items_of
from policies.compiled.functions import Build
from policies.compiled.predicates import rails
from policies.language.kleene import Truth
from policies.language.nodes import Node

YES, NO, OPEN = b"ynu"
TRUTH: Final[dict[int, Truth]] = {YES: True, NO: False, OPEN: None}


def conditions_source_of(conditions: Sequence[Node], today: date) -> Source:
    """``answers(record, facts)`` gives a byte for each condition, a key of ``TRUTH``.

    A record of which the reference could run out of steps is ``Odd``. Raises NotCompiled.
    """
    build = Build(today)
    open_ = build.constant(bytes([OPEN]) * len(conditions))
    body = [
        f"if n > {most_items_of(conditions)}: raise Odd",
        f"out = bytearray({open_})",
    ]
    for number, condition in enumerate(conditions):
        asked = rails(condition, build.top)
        body += first_of([(asked.true, [f"out[{number}] = {YES}"]), (asked.false, [f"out[{number}] = {NO}"])])
    return Source(text_of(build, "answers", [*body, "return bytes(out)"]), build.namespace, ())
