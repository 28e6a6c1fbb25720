"""Pages about what is asked: the shipped rules, and the operators they are made of."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from policies.language.facts import ABOUT
from policies.language.operators import OPERATORS
from policies.language.shapes import FACT_SLOTS, shape_of
from policies.yamlio import load_yaml
from tools.markdown import NOTE, table, words

OPERANDS = {
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


def packs() -> list[dict[str, Any]]:
    """Read the packs that ship, in the order of their names."""
    found = sorted(files("policies").joinpath("packs").iterdir(), key=lambda path: path.name)
    return [load_yaml(path.read_text("utf-8"), source=path.name).value for path in found]


def rules() -> Iterator[str]:
    """Yield the page of rules, pack by pack."""
    yield f"{NOTE}\n# Rules\n"
    yield "What the shipped packs ask. A rule's id is never used again for something else.\n"
    for pack in packs():
        yield f"## {pack['title']}\n"
        yield f"Pack `{pack['id']}`, version {pack['version']}.\n"
        for rule in pack["rules"]:
            yield from _rule(rule, pack_jurisdictions=pack.get("jurisdictions", ()))


def _rule(rule: dict[str, Any], *, pack_jurisdictions: Iterable[str]) -> Iterator[str]:
    yield f"### {rule['id']}\n"
    yield f"**{rule['title']}.** {rule.get('why', '')}\n"
    facts = {
        "severity": rule["severity"],
        "asked of": _listed(words(kind) for kind in rule["applies_to"]),
        "asked at": _listed(rule["gates"]),
        "where": _listed(rule.get("jurisdictions", pack_jurisdictions)) or "everywhere",
        "where not enough is said": rule["unknown_as"],
        "because of": "; ".join(rule.get("refs", ())),
    }
    yield from (f"- {name}: {value}" for name, value in facts.items() if value)
    yield ""
    checks = ((f"`{check['id']}`", check["message"], check["fix"]) for check in rule["require"])
    yield from table(("check", "what a finding says", "what to do"), checks)


def operators() -> Iterator[str]:
    """Yield the page of operators."""
    yield f"{NOTE}\n# Operators\n"
    yield (
        "The comparisons that a rule can make. Asked about something that wasn't said, every one of them "
        "answers *unknown*, `exists` alone excepted.\n"
    )
    rows = (
        (f"`{name}`", operator.about, _listed(sorted(operator.subjects)), OPERANDS[operator.operand])
        for name, operator in OPERATORS.items()
    )
    yield from table(("operator", "true where the value", "asked of", "compared with"), rows)
    yield from _facts()


def _facts() -> Iterator[str]:
    yield "\n## Facts\n"
    yield (
        "What a pack may declare under `facts:` and its rules then read as `facts.<name>`. Where it can't be "
        "decided whether an entry belongs, `size` has bounds and `keys` holds the certain ones.\n"
    )
    rows = (
        (f"`{kind}`", about, _listed(f"`{part}`" for part in shape_of(FACT_SLOTS[kind].target).slots))
        for kind, about in ABOUT.items()
    )
    yield from table(("kind", "what it is", "what a rule reads"), rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
