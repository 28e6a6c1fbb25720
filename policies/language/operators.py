"""The table of operators: what each may be asked of, what it is compared with, and its answer.

The JSON Schema of packs, the static checks and the interpreter all follow from this one table. An operator is
never asked about a missing value: that is unknown, and the interpreter sees to it. Sets and numbers can be
known in part; then the answer is unknown only where the unknown part could change it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
_ALL: frozenset[Category] = frozenset(
    {"text", "flag", "number", "date", "term", "set", "mapping", "items", "other"}
)


@dataclass(frozen=True)
class Operator:
    """One row. ``answer(subject, operand, vocabulary)`` gives the Kleene value for values that were said.

    ``reads`` tells what of the subject is compared: its value, whether it is there, or its length.
    ``phrase`` is how a finding words what was expected; ``{}`` stands for the operand.
    """

    subjects: frozenset[Category]
    operand: OperandKind
    answer: Callable[[Any, Any, str], Truth]
    phrase: str
    about: str
    reads: Literal["value", "presence", "length"] = "value"


OPERATORS: Final[Mapping[str, Operator]] = {
    "eq": Operator(_SCALARS, "same", compare.equal, "is {}", "equals"),
    "ne": Operator(_SCALARS, "same", compare.differ, "is not {}", "differs from"),
    "in": Operator(_SCALARS, "set", compare.member, "is one of {}", "is one of"),
    "not_in": Operator(_SCALARS, "set", compare.no_member, "is none of {}", "is none of"),
    "gt": Operator(_NUMBERS, "number", compare.above, "is more than {}", "is more than"),
    "gte": Operator(_NUMBERS, "number", compare.not_below, "is at least {}", "is at least"),
    "lt": Operator(_NUMBERS, "number", compare.below, "is less than {}", "is less than"),
    "lte": Operator(_NUMBERS, "number", compare.not_above, "is at most {}", "is at most"),
    "intersects": Operator(_SETS, "set", compare.overlap, "names any of {}", "has a member in common"),
    "disjoint": Operator(_SETS, "set", compare.apart, "names none of {}", "has no member in common"),
    "superset": Operator(_SETS, "set", compare.contains, "names all of {}", "has every given member"),
    "subset": Operator(_SETS, "set", compare.within, "names only {}", "has only given members"),
    "exists": Operator(_ALL, "flag", compare.equal, "is said: {}", "was said (always known)", "presence"),
    "empty": Operator(_COUNTABLE, "flag", compare.is_empty, "is empty: {}", "is a list of none", "length"),
    "min_length": Operator(
        _COUNTABLE | {"text"},
        "length",
        compare.not_below,
        "has {} or more",
        "is that long or longer",
        "length",
    ),
    "max_length": Operator(
        _COUNTABLE | {"text"},
        "length",
        compare.not_above,
        "has {} or fewer",
        "is that long or shorter",
        "length",
    ),
    "starts_with": Operator(_WORDS, "text", compare.starts, "starts with {}", "starts with, case counts"),
    "ends_with": Operator(_WORDS, "text", compare.ends, "ends with {}", "ends with, case counts"),
    "matches": Operator(_WORDS, "pattern", compare.matches, "matches {}", "RE2 finds the pattern in it"),
    "format": Operator(_WORDS, "format", compare.has_format, "is a valid {}", "is written as"),
    "after": Operator(_DATES, "date", compare.above, "is after {}", "lies after that day"),
    "before": Operator(_DATES, "date", compare.below, "is before {}", "lies before that day"),
    "is_a": Operator(
        _SETS | {"term"},
        "terms",
        compare.is_a,
        "is a kind of {}",
        "is, or lies under, a dotted term; any member",
    ),
    "covered_by": Operator(
        _SETS | {"term"},
        "terms",
        compare.covered,
        "is covered by {}",
        "every member is, or lies under, a term",
    ),
    "rank_gte": Operator(
        frozenset({"term"}), "terms", compare.ranks, "ranks at least as high as {}", "as high as every term"
    ),
}
