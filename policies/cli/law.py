"""``muster law``: what moved in the law between two days, and which use cases move with it?"""

import argparse
import json
import sys

from policies.cli.check import as_day
from policies.cli.classify import FORMATS
from policies.cli.exits import Exit
from policies.cli.files import Found, read_manifests
from policies.cli.organisation import read_organisation
from policies.cli.portfolio import resolve_all
from policies.cli.say import say_problem
from policies.errors import PolicyError
from policies.law.changes import entries_moved, milestones_moved
from policies.reporters.law import moved_json, moved_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("paths", nargs="*", metavar="FILE", help="manifests of use cases, or folders of them")
    parser.add_argument("--from", dest="start", type=as_day, required=True, metavar="DATE", help="a day")
    parser.add_argument("--to", dest="end", type=as_day, required=True, metavar="DATE", help="a later day")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--org", metavar="FILE", help="facts of the organisation (YAML or JSON)")


def run(options: argparse.Namespace) -> Exit:
    """Compare the law of the two days. That something moved is told, and is no failure.

    Raises PolicyError where the second day comes before the first.
    """
    if options.end < options.start:
        raise PolicyError("`--to` comes before `--from`", hint="Name the earlier day first.")
    found = read_manifests(options.paths) if options.paths else Found()
    for problem in found.problems:
        say_problem(problem, sys.stderr)
    organisation = read_organisation(options.org).facts if options.org else None
    records, _ = resolve_all(found.manifests, organisation)
    milestones = milestones_moved(options.start, options.end)
    moves = list(entries_moved(records, options.start, options.end))
    if options.format == "json":
        said = moved_json(options.start, options.end, milestones, moves)
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        print(moved_text(options.start, options.end, milestones, moves), end="")
    return Exit.UNUSABLE if found.problems else Exit.PASS
