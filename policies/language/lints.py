"""Lints: things in a pack that are allowed and yet most likely not meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policies.language.nodes import All, AtLeast, Constant, Measured, Node, Path, Test, walk
from policies.language.packs import Pack, Packs
from policies.language.references import wrong_reference
from policies.language.rules import Rule


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
    """Parameters, lists and facts that nothing reads."""
    said = pack.source.loaded.value
    text = repr([said["rules"], said.get("facts"), said.get("params")])
    for word, known in (("param", pack.names.params), ("list", pack.names.lists)):
        for name in known:
            if f"'{word}': '{name}'" not in text and f"{{{word}.{name}}}" not in text:
                yield _lint(pack, f"/{word}s/{name}", "", f"Nothing reads {name!r}", "Remove it.")
    for name in pack.names.facts:
        if f"facts.{name}" not in text:
            yield _lint(pack, f"/facts/{name}", "", f"No rule reads the fact {name!r}", "Remove it.")


def _of_rules(pack: Pack) -> Iterator[Lint]:
    for index, rule in enumerate(pack.rules):
        at = f"/rules/{index}"
        for number, check in enumerate(rule.require):
            place = f"{at}/require/{number}"
            if rule.when is not None and set(_conjuncts(check.that)) <= set(_conjuncts(rule.when)):
                yield _lint(
                    pack, f"{place}/that", rule.id, "This check can't fail: `when` says it", "Change one."
                )
            if check.message.text in [other.message.text for other in rule.require[:number]]:
                yield _lint(pack, f"{place}/message", rule.id, "Two checks say the same", "Tell them apart.")
        for number, ref in enumerate(rule.refs):
            if wrong := wrong_reference(ref):
                yield _lint(pack, f"{at}/refs/{number}", rule.id, wrong.message, wrong.hint)
        for message in _constant_parts(rule):
            yield _lint(pack, at, rule.id, message, "Correct it, or leave it out.")


def _constant_parts(rule: Rule) -> Iterator[str]:
    for root in (rule.when, *(check.that for check in rule.require)):
        for node in walk(root) if root is not None else ():
            if message := _constant(node):
                yield message


def _constant(node: Node) -> str:
    """Why a predicate says the same of every record that says anything, or nothing."""
    match node:
        case AtLeast(number, inside) if number > len(inside):
            return f"At least {number} of {len(inside)} never holds"
        case Measured(gte=Constant(low), lte=Constant(high)) if low > high:
            return f"No number is at least {low} and at most {high}"
        case Measured(of=None, gte=Constant(low), lte=None) if low <= 0:
            return "Every count is at least 0"
        case All(inside):
            return _contradiction(inside)
    return ""


def _contradiction(inside: tuple[Node, ...]) -> str:
    wanted: dict[Path, Any] = {}
    for node in inside:
        match node:
            case Test(path, "eq", Constant(value)) if wanted.setdefault(path, value) != value:
                return f"{path.text} can't be two things at once"
    return ""


def _conjuncts(node: Node) -> tuple[Node, ...]:
    return (
        tuple(part for child in node.children for part in _conjuncts(child))
        if isinstance(node, All)
        else (node,)
    )


def _lint(pack: Pack, pointer: str, rule_id: str, message: str, hint: str) -> Lint:
    loaded = pack.source.loaded
    return Lint(loaded.source, *loaded.position(pointer), rule_id, message, hint)
