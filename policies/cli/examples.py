"""``muster test``: does each rule answer as its own examples say, and do they prove all of it?"""

import argparse
from collections.abc import Iterable, Iterator

from policies.cli.exits import Exit
from policies.cli.lint import load_each
from policies.language.packs import Packs
from policies.testing.asking import EXPECTED, Complaint, ask, examples_of, rules_of
from policies.testing.cases import read_cases, surprises
from policies.testing.coverage import uncovered
from policies.testing.mutants import survivors
from policies.testing.probes import broken_by_omission

__all__ = ["add_arguments", "run", "wrong_examples"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    about = "a pack, or a folder of them (default: those that ship)"
    parser.add_argument("packs", nargs="*", metavar="PACK", help=about)
    parser.add_argument(
        "--coverage",
        action="store_true",
        help="also: is each check seen passing, failing and unknown, and can nothing be gained by silence?",
    )
    parser.add_argument(
        "--mutate", action="store_true", help="also: change each rule in one place; does an example notice?"
    )


def run(options: argparse.Namespace) -> Exit:
    """Ask each rule about its examples and each case about its record, and tell of every wrong answer."""
    packs = load_each(options.packs)
    if packs is None:
        return Exit.UNUSABLE
    cases = read_cases(packs, options.packs)
    examples = sum(1 for _, _, rule in rules_of(packs) for _ in examples_of(rule))
    rules = f"{len(packs.rules)} rules"
    found = [_told(wrong_examples(packs), f"{examples} examples of {rules}, {{}} wrong.")]
    if cases:
        found.append(_told(surprises(packs, cases), f"{len(cases)} cases, {{}} surprises."))
    if options.coverage:
        found.append(_told(uncovered(packs), "{} outcomes of checks that no example shows."))
        found.append(_told(broken_by_omission(packs), "{} omissions that change the answer."))
    if options.mutate:
        found.append(_told(survivors(packs), "{} changes that no example notices."))
    return Exit.FINDINGS if any(found) else Exit.PASS


def _told(complaints: Iterable[object], summary: str) -> int:
    told = [str(one) for one in complaints]
    for line in told:
        print(line)
    print(summary.format(len(told)))
    return len(told)


def wrong_examples(packs: Packs) -> Iterator[Complaint]:
    """Yield a complaint for each example whose rule answers something else."""
    for _, _, rule in rules_of(packs):
        for promise, example in examples_of(rule):
            outcome = ask(rule, example).outcome
            if outcome not in EXPECTED[promise]:
                answer = f"this example of `{promise}` gives {outcome.replace('_', ' ')}"
                yield Complaint(rule.source, example.line, rule.id, answer)
