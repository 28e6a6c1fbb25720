"""``muster lint``: are these packs written correctly?"""

import argparse
import sys
from pathlib import Path

from policies.cli.exits import Exit
from policies.cli.say import say_problem
from policies.errors import PolicyError
from policies.language.lints import lint_packs
from policies.language.packs import Packs, load_packs, pack_places


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    about = "a pack, or a folder of them (default: those that ship)"
    parser.add_argument("packs", nargs="*", metavar="PACK", help=about)


def run(options: argparse.Namespace) -> Exit:
    """Read each pack by itself, so that one mistake hides no other, and then all of them together."""
    packs = load_each(options.packs)
    if packs is None:
        return Exit.UNUSABLE
    remarks = lint_packs(packs)
    for remark in remarks:
        about = f"{remark.rule_id}: " if remark.rule_id else ""
        print(f"{remark.source}:{remark.line}:{remark.column}: {about}{remark.message}. {remark.hint}")
    remarked = {remark.source for remark in remarks}
    for pack in packs.packs:
        if not pack.files & remarked:
            print(f"{pack.source.loaded.source}: {len(pack.rules)} rule(s), nothing wrong")
    return Exit.FINDINGS if remarks else Exit.PASS


def load_each(paths: list[str]) -> Packs | None:
    """Load the packs named, or those that ship. Where one is wrong, tell of every mistake and return None."""
    wrong = 0
    for path in paths:
        try:
            places = pack_places(Path(path))
        except PolicyError as problem:
            wrong += 1
            say_problem(problem, sys.stderr)
            continue
        wrong += sum(map(_is_wrong, places))
    return None if wrong else load_packs(paths or None)


def _is_wrong(place: Path) -> bool:
    try:
        load_packs([place])
    except PolicyError as problem:
        say_problem(problem, sys.stderr)
        return True
    return False
