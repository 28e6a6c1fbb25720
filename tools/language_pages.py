"""The page about the language that rules are written in: each form, when it is unknown, and samples."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import yaml

from policies.language.facts import ABOUT
from policies.language.operators import OPERATORS, Operator
from policies.language.responsible import WHO
from policies.language.samples import Sample, declared, samples
from policies.language.shapes import FACT_SLOTS, shape_of
from policies.limits import LIMITS
from tools.markdown import NOTE, table

OPERANDS: Final = {
    "date": "a date",
    "flag": "true or false",
    "format": "the name of a format",
    "length": "a number",
    "number": "a number",
    "pattern": "a pattern",
    "same": "a value of its kind",
    "set": "several values",
    "terms": "one term or several",
    "text": "text",
}
# Form, what it means, and where it is unknown.
FORMS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "combining": {
        "several keys": ("all of them hold", "as `all`"),
        "all": ("each predicate of the list holds", "one is unknown and none is false"),
        "any": ("at least one holds", "one is unknown and none is true"),
        "not": ("it does not hold", "it is unknown"),
        "at_least": ("at least `n` of the list `of` hold", "those that are unknown could make up the number"),
    },
    "quantifiers": {
        "some": (
            "an entry of the list `in` that `where` selects is as `satisfies` says",
            "the list is not said, or an entry could be the one and none certainly is",
        ),
        "every": (
            "each entry that `where` selects is as `satisfies` says; of none it holds, marked *vacuous*",
            "the list is not said, or an entry could break it and none certainly does",
        ),
        "none": (
            "no entry that `where` selects is as `satisfies` says",
            "the list is not said, or an entry could be one and none certainly is",
        ),
        "count": (
            "the number of entries that `where` selects lies within `gte` and `lte`",
            "the entries that may or may not count decide it",
        ),
        "sum": (
            "what `of` adds up to over the entries that `where` selects lies within `gte` and `lte`",
            "an entry that counts doesn't say `of`, or the entries that may or may not count decide it",
        ),
    },
    "operands": {
        "list": ("a list that the pack names with its source", "never by itself"),
        "param": ("a parameter of the pack, within its bounds", "never by itself"),
        "field": ("what another field says", "that field is not said"),
        "union": (
            "all values of `of` over the entries of `in`, which alone may cross lists; `where` selects",
            "an entry doesn't say `of`, and what the others say doesn't settle it",
        ),
        "sum": (
            "what `of` adds up to over the entries of `in`; `where` selects",
            "an entry doesn't say `of`",
        ),
        "ago": (
            "today moved back by a duration, a parameter, or as many days or months as a field says; "
            "a short month ends on its last day, and `P0D` is today",
            "that field is not said",
        ),
        "ahead": ("today moved on, likewise", "that field is not said"),
        "milestone": ("the day on which a part of the law begins to apply", "the law has no such day yet"),
    },
    "paths": {
        "a.b": ("a field of the entry, inside a quantifier of its item", "a step of it is not said"),
        "^.a": ("a field of what is around the item", "it is not said"),
        "$.a": ("a field of the record under check, from anywhere", "it is not said"),
        "org.a": ("a field of the organisation", "it is not said"),
        "facts.a": ("a fact that the pack declares", "it could not be worked out"),
    },
}
# What stands in braces in a text of a rule, what is put in, and in which texts.
PLACEHOLDERS: Final = {
    "{param.x}": ("what a parameter is set to", "every text"),
    "{a.b}": ("what a path of the record leads to", "messages"),
    "{facts.x.size}": (
        "what a fact says; within bounds what is sure, as *at least 2*",
        "messages",
    ),
    "{count}": ("how many entries of the lists in the check, else in `when`, are not as asked", "messages"),
    "{names}": (
        "what these entries are called, at most five and how many more; "
        "what has no name, or one that may not be quoted, by its row",
        "messages",
    ),
    "{missing}": ("what the one `superset` of the check asks for and does not find, all of it", "messages"),
    "{count|tool is|tools are}": (
        "one of two forms, by `count` or a path to a number; the number itself is written apart",
        "messages",
    ),
}
TRUTHS: Final = {True: "true", False: "false", None: "*unknown*"}


def operators() -> Iterator[str]:
    """Yield the page."""
    yield f"{NOTE}\n# The language of rules\n"
    yield (
        "A predicate is a mapping. Each key is a path with what is asked of it, or one of the words below. "
        "It comes to *true*, *false* or *unknown*: what was not said is unknown and never counts as a no. "
        "Not said are a field left out, `null`, blank text and `{$unknown: why}`. An empty list was said. "
        "A value of the wrong type is an *error* of that rule alone. A test evaluates each sample of this "
        "page, on a use case unless it says its kind, with 2026-11-22 as today.\n"
    )
    yield from _operators()
    yield from _forms("Combining", "combining", "It is true where")
    yield from _forms("Lists of things", "quantifiers", "It is true where")
    yield from _forms("What to compare with", "operands", "It stands for")
    yield from _forms("Paths", "paths", "It leads to")
    yield from _facts()
    yield from _texts()
    yield from _who()
    yield from _declared()
    yield from _limits()


def _operators() -> Iterator[str]:
    yield "## Operators\n"
    yield (
        "A scalar asks for `eq` and a list for `in`. Several operators under one path all have to hold. "
        "Every operator but `exists` is unknown where the value, or what it is compared with, is not said.\n"
    )
    rows = (
        (
            f"`{name}`",
            operator.about,
            _listed(sorted(operator.subjects)),
            OPERANDS[operator.operand],
            _unknown(operator),
        )
        for name, operator in OPERATORS.items()
    )
    head = ("operator", "true where the value", "asked of", "compared with", "unknown also where")
    yield from table(head, rows)
    yield from _samples("operators")


def _unknown(operator: Operator) -> str:
    if operator.operand in ("flag", "text", "pattern", "format", "date"):
        return "never"
    if operator.operand in ("same", "number", "length"):
        return "a number known within bounds could lie on either side"
    return "a member of a set known in part could decide it"


def _forms(title: str, group: str, start: str) -> Iterator[str]:
    yield f"## {title}\n"
    rows = ((f"`{form}`", about, unknown) for form, (about, unknown) in FORMS[group].items())
    yield from table(("form", start.lower(), "it is unknown where"), rows)
    yield from _samples(group)


def _facts() -> Iterator[str]:
    yield "## Facts\n"
    yield (
        "What a pack may declare under `facts:` and its rules then read as `facts.<name>`. Where it can't be "
        "decided whether an entry belongs, `size` has bounds (`size_max` in a sample) and `keys` holds the "
        "certain ones. A fact that can't be worked out is unknown. `label` is what people read for it, and "
        "`settled_by` one sentence that says what makes it known, such as *It becomes known once the use "
        "cases on this model say what their decisions do to people.*\n"
    )
    rows = (
        (f"`{kind}`", about, _listed(f"`{part}`" for part in shape_of(FACT_SLOTS[kind].target).slots))
        for kind, about in ABOUT.items()
    )
    yield from table(("kind", "what it is", "what a rule reads"), rows)
    yield from _samples("facts")


def _texts() -> Iterator[str]:
    yield "## What texts fill in\n"
    yield (
        "Messages quote the record, and who may not see what they quote gets none. Titles, whys, fixes, "
        "`ask` and `settled_by` are told to everybody.\n"
    )
    yield (
        "Where a check can't be told, a finding asks the open questions. `ask` beside a fix is told instead, "
        "where that would tempt people to answer without doing what is asked about; the fix is then kept for "
        "the failure.\n"
    )
    rows = ((f"`{form}`", about, where) for form, (about, where) in PLACEHOLDERS.items())
    yield from table(("form", "what is put in", "in"), rows)


def _who() -> Iterator[str]:
    yield "## Who acts\n"
    yield (
        "`who` says who has to act on a finding: of a check, and else of its rule. The product shows the "
        "person's name beside it where the register knows one.\n"
    )
    yield from table(("`who`", "people read"), ((f"`{who}`", label) for who, label in WHO.items()))


def _declared() -> Iterator[str]:
    yield "## What the samples declare\n"
    yield "```yaml"
    yield yaml.safe_dump(dict(declared()), sort_keys=False, allow_unicode=True, width=100).rstrip()
    yield "```\n"


def _limits() -> Iterator[str]:
    yield "## Limits\n"
    yield "A pack or manifest beyond one of these is refused, and the message names it.\n"
    rows = (
        ("size of a file", f"{LIMITS.text_bytes // 1024} kB"),
        ("depth", f"{LIMITS.depth} levels"),
        ("values in a file", f"{LIMITS.nodes:,}"),
        ("rules in a pack", str(LIMITS.rules)),
        ("comparisons in a rule", str(LIMITS.leaves_a_rule)),
        ("quantifiers inside each other", str(LIMITS.nested_quantifiers)),
        ("characters in a pattern, which RE2 has to be able to read", str(LIMITS.pattern_length)),
        ("steps for one rule and record", f"{LIMITS.steps_a_rule:,}"),
    )
    yield from table(("what", "at most"), rows)


def _samples(group: str) -> Iterator[str]:
    found = (sample for sample in samples() if sample.group == group)
    yield from table(("form", "predicate", "record", "comes to"), map(_row, found))


def _row(sample: Sample) -> tuple[str, ...]:
    return f"`{sample.form}`", _code(sample.predicate), _code(sample.record), TRUTHS[sample.truth]


def _code(said: Mapping[str, Any]) -> str:
    text = yaml.safe_dump(said, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000)
    return f"`{text.strip()}`"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
