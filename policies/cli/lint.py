"""``muster lint``: are these packs written correctly?"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from policies.cli.exits import Exit
from policies.cli.say import say_problem
from policies.errors import PolicyError
from policies.language.packs import Packs, load_packs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    about = "a pack, or a folder of them (default: those that ship)"
    parser.add_argument("packs", nargs="*", metavar="PACK", help=about)


def run(options: argparse.Namespace) -> Exit:
    """Read each pack by itself, so that one mistake hides no other, and then all of them together."""
    packs = load_each(options.packs)
    if packs is None:
        return Exit.UNUSABLE
    for pack in packs.packs:
        print(f"{pack.source.loaded.source}: {len(pack.rules)} rule(s), nothing wrong")
    return Exit.PASS


def load_each(paths: list[str]) -> Packs | None:
    """Load the packs named, or those that ship. Where one is wrong, tell of every mistake and return None."""
    wrong = 0
    for path in _files(paths):
        try:
            load_packs([path])
        except PolicyError as problem:
            wrong += 1
            say_problem(problem, sys.stderr)
    return None if wrong else load_packs(paths or None)


def _files(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.glob("*.yaml")) if path.is_dir() else [path]
