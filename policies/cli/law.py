"""``muster law``: what moved in the law between two days, and which use cases move with it?"""

import argparse
import json

from policies.cli.check import as_day
from policies.cli.exits import Exit
from policies.cli.portfolio import add_law_arguments, use_cases_of
from policies.errors import PolicyError
from policies.law.changes import entries_moved, milestones_moved
from policies.reporters.law import moved_json, moved_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    add_law_arguments(parser)
    parser.add_argument("--from", dest="start", type=as_day, required=True, metavar="DATE", help="a day")
    parser.add_argument("--to", dest="end", type=as_day, required=True, metavar="DATE", help="a later day")


def run(options: argparse.Namespace) -> Exit:
    """Compare the law of the two days. That something moved is told, and is no failure.

    Raises PolicyError where the second day comes before the first.
    """
    if options.end < options.start:
        raise PolicyError("`--to` comes before `--from`", hint="Name the earlier day first.")
    records, usable = use_cases_of(options)
    milestones = milestones_moved(options.start, options.end)
    moves = list(entries_moved(records, options.start, options.end))
    if options.format == "json":
        said = moved_json(options.start, options.end, milestones, moves)
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        print(moved_text(options.start, options.end, milestones, moves), end="")
    return Exit.PASS if usable else Exit.UNUSABLE
