"""The table of operators: what each may be asked of, what it is compared with, and its answer.

The JSON Schema of packs, the static checks and the interpreter all follow from this one table. An operator is
never asked about a missing value: that is unknown, and the interpreter sees to it. Sets and numbers can be
known in part; then the answer is unknown only where the unknown part could change it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from policies.language import comparing as compare
from policies.language.kleene import Truth
from policies.language.nodes import Category

OperandKind = Literal["same", "set", "number", "length", "flag", "text", "pattern", "format", "date", "terms"]

_SCALARS: frozenset[Category] = frozenset({"text", "flag", "number", "date", "term"})
_WORDS: frozenset[Category] = frozenset({"text", "term"})
_SETS: frozenset[Category] = frozenset({"set"})
_NUMBERS: frozenset[Category] = frozenset({"number"})
_DATES: frozenset[Category] = frozenset({"date"})
_COUNTABLE: frozenset[Category] = frozenset({"set", "items", "other"})
_SIZED: frozenset[Category] = frozenset({"set", "items", "other", "text"})
_DOTTED: frozenset[Category] = frozenset({"set", "term"})
_ALL: frozenset[Category] = frozenset(
    {"text", "flag", "number", "date", "term", "set", "mapping", "items", "other"}
)


@dataclass(frozen=True)
class Operator:
    """One row. ``answer(subject, operand, vocabulary)`` gives the Kleene value for values that were said.

    ``reads`` tells what of the subject is compared: its value, whether it is there, or its length.
    ``phrase`` and ``negated`` word in a finding what was expected; ``{}`` stands for the operand.
    """

    subjects: frozenset[Category]
    operand: OperandKind
    answer: Callable[[Any, Any, str], Truth]
    phrase: str
    negated: str
    about: str
    reads: Literal["value", "presence", "length"] = "value"


OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType(
    {
        "eq": Operator(_SCALARS, "same", compare.equal, "is {}", "is not {}", "equals"),
        "ne": Operator(_SCALARS, "same", compare.differ, "is not {}", "is {}", "differs from"),
        "in": Operator(_SCALARS, "set", compare.member, "is {}", "is not {}", "is one of"),
        "not_in": Operator(_SCALARS, "set", compare.no_member, "is not {}", "is {}", "is none of"),
        "gt": Operator(_NUMBERS, "number", compare.above, "is more than {}", "is at most {}", "is more than"),
        "gte": Operator(
            _NUMBERS, "number", compare.not_below, "is at least {}", "is less than {}", "is at least"
        ),
        "lt": Operator(
            _NUMBERS, "number", compare.below, "is less than {}", "is at least {}", "is less than"
        ),
        "lte": Operator(
            _NUMBERS, "number", compare.not_above, "is at most {}", "is more than {}", "is at most"
        ),
        "intersects": Operator(
            _SETS, "set", compare.overlap, "includes {}", "does not include {}", "has a member in common"
        ),
        "disjoint": Operator(
            _SETS, "set", compare.apart, "does not include {}", "includes {}", "has no member in common"
        ),
        "superset": Operator(
            _SETS, "set", compare.contains, "includes all of {}", "lacks one of {}", "has every given member"
        ),
        "subset": Operator(
            _SETS, "set", compare.within, "is only {}", "is more than only {}", "has only given members"
        ),
        "exists": Operator(
            _ALL,
            "flag",
            compare.equal,
            "is answered",
            "is not answered",
            "was answered (always known)",
            "presence",
        ),
        "empty": Operator(
            _COUNTABLE, "flag", compare.is_empty, "is empty", "lists at least one", "is none", "length"
        ),
        "min_length": Operator(
            _SIZED,
            "length",
            compare.not_below,
            "has at least {}",
            "has fewer than {}",
            "has as many",
            "length",
        ),
        "max_length": Operator(
            _SIZED,
            "length",
            compare.not_above,
            "has at most {}",
            "has more than {}",
            "has no more",
            "length",
        ),
        "starts_with": Operator(
            _WORDS,
            "text",
            compare.starts,
            "starts with {}",
            "does not start with {}",
            "starts with; case counts",
        ),
        "ends_with": Operator(
            _WORDS, "text", compare.ends, "ends with {}", "does not end with {}", "ends with; case counts"
        ),
        "matches": Operator(
            _WORDS,
            "pattern",
            compare.matches,
            "matches {}",
            "does not match {}",
            "RE2 finds the pattern in it",
        ),
        "format": Operator(_WORDS, "format", compare.has_format, "is {}", "is not {}", "is written as"),
        "after": Operator(
            _DATES, "date", compare.above, "is after {}", "is not after {}", "lies after that day"
        ),
        "before": Operator(
            _DATES, "date", compare.below, "is before {}", "is not before {}", "lies before that day"
        ),
        "is_a": Operator(
            _DOTTED,
            "terms",
            compare.is_a,
            "falls under {}",
            "does not fall under {}",
            "a member is or lies under a term",
        ),
        "covered_by": Operator(
            _DOTTED,
            "terms",
            compare.covered,
            "lies within {}",
            "goes beyond {}",
            "every member is or lies under a term",
        ),
        "rank_gte": Operator(
            frozenset({"term"}),
            "terms",
            compare.ranks,
            "ranks at least as high as {}",
            "ranks lower than {}",
            "as high as every term",
        ),
    }
)
