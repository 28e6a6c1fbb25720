"""Mutants: rules changed in one place. Each must change what an example is told, or nothing proves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policies.errors import PackError
from policies.language.context import Context
from policies.language.nodes import Node
from policies.language.packs import Pack, Packs
from policies.language.predicates import parse_predicate
from policies.language.rules import Rule
from policies.language.shapes import shape_of
from policies.testing.asking import Complaint, ask, examples_of, rules_of
from policies.testing.changes import changes_of


@dataclass(frozen=True)
class Mutant:
    """The changed rule, the JSON pointer of the change in the pack, and what was changed."""

    rule: Rule
    pointer: str
    change: str


def survivors(packs: Packs) -> Iterator[Complaint]:
    """One complaint for each mutant that tells every example of its rule the same."""
    for pack, index, rule in rules_of(packs):
        for mutant in mutants_of(pack, index, rule):
            place = mutant.pointer.split("/", 3)[3]
            if place not in rule.allowed and not is_noticed(rule, mutant):
                line, _ = pack.source.loaded.position(mutant.pointer)
                message = f"no example notices when {mutant.change} ({place})"
                yield Complaint(rule.source, line, rule.id, message)


def is_noticed(rule: Rule, mutant: Mutant) -> bool:
    """Whether an example gets another answer. *Not applicable* is another answer than *pass*."""
    examples = (example for _, example in examples_of(rule))
    return any(ask(mutant.rule, example).outcome != ask(rule, example).outcome for example in examples)


def mutants_of(pack: Pack, index: int, rule: Rule) -> Iterator[Mutant]:
    """Every mutant that is still a rule; a change that leaves the language is none."""
    spec = pack.source.loaded.value["rules"][index]
    at = f"/rules/{index}"
    if "when" in spec:
        for node, pointer, change in _changed(pack, rule, spec["when"], f"{at}/when"):
            yield Mutant(replace(rule, when=node), pointer, change)
    for number, check in enumerate(rule.require):
        place = f"{at}/require/{number}"
        others = (*rule.require[:number], *rule.require[number + 1 :])
        if others:
            yield Mutant(replace(rule, require=others), place, f"the check {check.id!r} is dropped")
        for node, pointer, change in _changed(pack, rule, spec["require"][number]["that"], f"{place}/that"):
            changed = (*rule.require[:number], replace(check, that=node), *rule.require[number + 1 :])
            yield Mutant(replace(rule, require=changed), pointer, change)


def _changed(pack: Pack, rule: Rule, spec: Mapping[str, Any], at: str) -> Iterator[tuple[Node, str, str]]:
    shape = shape_of(rule.applies_to[0])
    context = Context(pack.source, pack.names, shape, shape)
    for changed, pointer, change in changes_of(spec, at):
        try:
            yield parse_predicate(context, changed, at), pointer, change
        except PackError:
            continue
