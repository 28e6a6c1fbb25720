"""Lints: things in a pack that are allowed and yet most likely not meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policies.language.constant import conjuncts, constant, contradiction
from policies.language.mentions import mentioned
from policies.language.nodes import Node, Quantified, Test, walk
from policies.language.packs import Pack, Packs
from policies.language.references import wrong_reference
from policies.language.rules import Check, Rule, can_be_unknown

# What a sentence that tells somebody to do something doesn't begin with.
_NO_VERB: Final = re.compile(
    r"(the|an?|this|that|these|those|there|it|its|you|your|we|our|they|he|she|no|not|nothing|nobody|please|if|"
    r"when|where|as|for|in|on|with|without|all|any|every|each|some|one|data|more|\w+(?:ing|ed|ly|tion|ment))\b",
    re.IGNORECASE,
)
_NO_SOURCE: Final = re.compile(r"(todo|tbd|tba|fixme|none|unknown|n/?a|later|[\W_]*)\W*", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Lint:
    """One remark: where, about which rule (blank for the pack itself), what, and what to do."""

    source: str
    line: int
    column: int
    rule_id: str
    message: str
    hint: str


def lint_packs(packs: Packs) -> list[Lint]:
    """Every remark about the packs, in the order of their files."""
    return sorted(lint for pack in packs.packs for lint in (*_of_names(pack), *_of_rules(pack)))


def _of_names(pack: Pack) -> Iterator[Lint]:
    """Parameters, lists and facts that nothing reads, and lists from nowhere."""
    said = pack.source.loaded.value
    reading = [said["rules"], said.get("facts"), said.get("params")]
    for word, known in (("param", pack.names.params), ("list", pack.names.lists)):
        for name in sorted(known.keys() - mentioned(word, reading)):
            yield _lint(pack, f"/{word}s/{name}", "", f"Nothing reads {name!r}", "Remove it.")
    for name in sorted(pack.names.facts.keys() - mentioned("fact", reading)):
        yield _lint(pack, f"/facts/{name}", "", f"No rule reads the fact {name!r}", "Remove it.")
    for name, one in said.get("lists", {}).items():
        if _NO_SOURCE.fullmatch(one["source"].strip()):
            hint = "Name the law, standard or document that it is taken from, or say that it is your own."
            yield _lint(pack, f"/lists/{name}/source", "", f"Nobody can tell where {name!r} comes from", hint)


def _of_rules(pack: Pack) -> Iterator[Lint]:
    for index, rule in enumerate(pack.rules):
        for part, message, hint in _of_rule(rule):
            yield _lint(pack, f"/rules/{index}/{part}", rule.id, message, hint)


def _of_rule(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """What is odd about a rule: the part of it, the message and the hint."""
    if rule.when is not None:
        if contradiction(conjuncts(rule.when)):
            yield "when", "No check of this rule is ever reached", "Correct `when`."
        yield from _constants("when", rule.when)
    for number, check in enumerate(rule.require):
        yield from _constants(f"require/{number}/that", check.that)
        for part, message, hint in _of_check(rule, number, check):
            yield f"require/{number}/{part}", message, hint
    for number, ref in enumerate(rule.refs):
        if wrong := wrong_reference(ref):
            yield f"refs/{number}", wrong.message, wrong.hint


def _constants(part: str, root: Node) -> Iterator[tuple[str, str, str]]:
    for message in dict.fromkeys(constant(node) for node in walk(root)):
        if message:
            yield part, message, "Correct it, or leave it out."


def _of_check(rule: Rule, number: int, check: Check) -> Iterator[tuple[str, str, str]]:
    """The same of one check."""
    asked = conjuncts(check.that)
    given = conjuncts(rule.when) if rule.when is not None else ()
    if set(asked) <= set(given):
        yield "that", "This check can't fail: `when` says it", "Change one."
    elif not contradiction(given) and not contradiction(asked) and contradiction((*given, *asked)):
        yield "that", "This check can't pass: `when` says the opposite", "Change one."
    for earlier in rule.require[:number]:
        if set(asked) <= set(conjuncts(earlier.that)):
            yield "that", f"The check {earlier.id!r} asks this already", "Remove one."
        if check.message == earlier.message:
            yield "message", "Two checks say the same", "Tell them apart."
    if all(_only_whether_said(part) for part in asked):
        hint = "Ask for what would be good: a day after, one of several, more than none."
        yield "that", "This check asks whether something was said, never whether it is good", hint
    for part, text in (("fix", check.fix), ("ask", check.ask)):
        if _NO_VERB.match(text):
            yield part, f"The {part} doesn't begin with what to do", "Begin with a verb: Ask, Record, Choose."
    if check.ask and not can_be_unknown(check.that):
        yield "ask", "This check is never unknown, so nobody reads this", "Leave it out."


def _only_whether_said(node: Node) -> bool:
    match node:
        case Test(operator="exists"):
            return True
        case Quantified(kind="every", satisfies=inside) if inside is not None:
            return all(map(_only_whether_said, conjuncts(inside)))
    return False


def _lint(pack: Pack, pointer: str, rule_id: str, message: str, hint: str) -> Lint:
    return Lint(*pack.source.loaded.place(pointer), rule_id, message, hint)
