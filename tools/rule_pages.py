"""A page for each shipped pack, with a section for each rule, and the list of them all."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import yaml

from policies import load_packs
from policies.language.clauses import Clause, clauses_of, start_words
from policies.language.mentions import mentioned
from policies.language.packs import Pack
from policies.language.responsible import who_label
from policies.language.rules import Rule
from policies.language.tuning import bounds_of, is_bounded
from policies.waivers.terms import terms_of
from tools.markdown import NOTE, anchor, table, words

UNKNOWN = {
    "block": "stops at the gate until it is said",
    "warn": "is told, and stops nothing",
    "ignore": "is passed over",
}
OUTCOMES = {"passes": "This passes", "fails": "This fails", "unknown": "Of this it can't tell"}


@cache
def packs() -> tuple[Pack, ...]:
    """Give the packs that ship, in the order of their ids."""
    return load_packs().packs


def listing() -> Iterator[str]:
    """Yield the page that names every rule."""
    yield f"{NOTE}\n# Rules\n"
    yield (
        "What the shipped packs ask. A rule's id is never used again for something else. "
        "In the product the same stands under *Rules*.\n"
    )
    for pack in packs():
        yield f"## {pack.title}\n"
        rows = (
            (f"[{rule.id}](rules/{pack.id}.md#{anchor(rule.id)})", rule.title, rule.severity)
            for rule in pack.rules
        )
        yield from table(("rule", "what it asks for", "severity"), rows)


def page(pack: Pack) -> Iterator[str]:
    """Yield the page of one pack."""
    yield f"{NOTE}\n# {pack.title}\n"
    yield f"Pack `{pack.id}`, version {pack.version}. [All rules](../rules.md)\n"
    for rule, spec in zip(pack.rules, pack.source.loaded.value["rules"], strict=True):
        yield from _rule(pack, rule, spec)


def _rule(pack: Pack, rule: Rule, spec: dict[str, Any]) -> Iterator[str]:
    yield f"## {rule.id}\n"
    yield f"**{rule.title}.** {rule.why}\n"
    yield from (f"- {name}: {value}" for name, value in _terms(rule).items() if value)
    yield ""
    for number, (condition, start) in enumerate(rule.effective_overrides):
        said = "Otherwise from {}" if number else "It counts from {} instead"
        yield f"{said.format(start_words(start))} where this holds:\n"
        yield from _bullets(clauses_of(condition))
    if rule.when is not None:
        yield "It applies when:\n"
        yield from _bullets(clauses_of(rule.when))
    for check in rule.require:
        yield f"Check `{check.id}` asks that:\n"
        yield from _bullets(clauses_of(check.that))
        who = f" **Who:** {who_label(check.who)}." if check.who else ""
        ask = f" **Until it is answered:** {check.ask}" if check.ask else ""
        yield f"Otherwise: {check.message.text} **What to do:** {check.fix}{ask}{who}\n"
    yield from _names(pack, spec)
    yield from _examples(rule, spec["examples"])


def _terms(rule: Rule) -> dict[str, str]:
    return {
        "severity": rule.severity,
        "asked of": ", ".join(_kind(kind) for kind in rule.applies_to),
        "asked at": ", ".join(rule.gates),
        "where": ", ".join(rule.jurisdictions) or "everywhere",
        "in force from": start_words(rule.effective_from) if rule.effective_from else "",
        "what is not said": UNKNOWN[rule.unknown_as],
        "waiver": _waiver(rule),
        "can be set to": ", ".join(rule.modes),
        "because of": "; ".join(rule.refs),
    }


def _kind(kind: str) -> str:
    return "the organisation" if kind == "portfolio" else words(kind)


def _waiver(rule: Rule) -> str:
    terms = terms_of(rule)
    if not terms.allowed:
        return "none"
    people = "one person" if terms.approvals == 1 else f"{terms.approvals} people"
    return f"for up to {terms.longest}, approved by {people}"


def _bullets(clauses: Iterable[Clause]) -> Iterator[str]:
    for clause in clauses:
        yield from (f"{'  ' * depth}- {text}" for depth, text in clause.lines())
    yield ""


def _names(pack: Pack, spec: dict[str, Any]) -> Iterator[str]:
    said = pack.source.loaded.value
    facts = [said["facts"][name] for name in mentioned("fact", spec)]
    params = {name: said["params"][name] for name in sorted(mentioned("param", [spec, facts]))}
    rows = [
        (f"`{name}`", str(one["default"]), bounds_of(one) if is_bounded(one) else "fixed")
        for name, one in params.items()
    ]
    if rows:
        yield from table(("parameter", "value", "can be set to"), rows)
    lists = sorted(mentioned("list", [spec, facts, list(params.values())]))
    if lists:
        yield from table(
            ("list", "where it comes from"), ((f"`{name}`", said["lists"][name]["source"]) for name in lists)
        )


def _examples(rule: Rule, examples: dict[str, Any]) -> Iterator[str]:
    for name, title in OUTCOMES.items():
        if found := examples.get(name):
            yield f"{title}:\n"
            yield "```yaml"
            said = {"kind": rule.applies_to[0]} | found[0]
            yield yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=110).rstrip()
            yield "```\n"
