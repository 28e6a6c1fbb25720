"""``muster test``: does each rule answer as its own examples say?"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from policies.cli.exits import Exit
from policies.cli.lint import add_arguments, load_each
from policies.engine import check
from policies.language.examples import Example
from policies.language.packs import Packs
from policies.language.rules import Rule

__all__ = ["add_arguments", "run", "wrong_examples"]

# A record that the rule is not about passes too.
_EXPECTED: Final = {"passes": ("pass", "not_applicable"), "fails": ("fail",), "unknown": ("unknown",)}


def run(options: argparse.Namespace) -> Exit:
    """Ask each rule about its own examples, and tell of every answer that is not the promised one."""
    packs = load_each(options.packs)
    if packs is None:
        return Exit.UNUSABLE
    wrong = list(wrong_examples(packs))
    for line in wrong:
        print(line)
    number = sum(len(getattr(rule.examples, name)) for rule in packs.rules for name in _EXPECTED)
    print(f"{number} examples of {len(packs.rules)} rules, {len(wrong)} wrong.")
    return Exit.FINDINGS if wrong else Exit.PASS


def wrong_examples(packs: Packs) -> Iterator[str]:
    """Yield one line for each example whose rule answers something else."""
    for rule, alone, name, example in _cases(packs):
        report = check(example.record, alone, as_of=example.as_of, facts=example.facts)
        outcome = report.outcomes[rule.id]
        if outcome not in _EXPECTED[name]:
            answer = f"this example of `{name}` gives {outcome.replace('_', ' ')}"
            yield f"{rule.source}:{example.line}: {rule.id}: {answer}"


def _cases(packs: Packs) -> Iterator[tuple[Rule, Packs, str, Example]]:
    """Yield each example with its rule, and that rule as the only one of its pack."""
    for pack in packs.packs:
        for rule in pack.rules:
            alone = Packs((replace(pack, rules=(rule,)),))
            for name in _EXPECTED:
                for example in getattr(rule.examples, name):
                    yield rule, alone, name, example
