"""``muster classify``: which tier does the EU AI Act put these use cases in, and why?"""

import argparse
import json
import sys
from datetime import date
from typing import Final

from policies.cli.check import as_day
from policies.cli.exits import Exit
from policies.cli.files import read_manifests
from policies.cli.organisation import read_organisation
from policies.cli.portfolio import resolve_all
from policies.cli.say import say_problem
from policies.errors import PolicyError
from policies.law.classify import classify
from policies.reporters.law import classified_text

FORMATS: Final = ("text", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "paths", nargs="+", metavar="FILE", help="a manifest, a folder of them, or - for standard input"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--as-of", type=as_day, metavar="DATE", help="judge by the law of this day, such as 2026-01-10"
    )
    parser.add_argument("--org", metavar="FILE", help="facts of the organisation (YAML or JSON)")


def run(options: argparse.Namespace) -> Exit:
    """Classify each use case. Which tier it comes to is no failure, but for a prohibited practice.

    Raises PolicyError where no manifest is a use case.
    """
    found = read_manifests(options.paths)
    for problem in found.problems:
        say_problem(problem, sys.stderr)
    organisation = read_organisation(options.org).facts if options.org else None
    records, _ = resolve_all(found.manifests, organisation)
    as_of = options.as_of or date.today()
    classified = [
        (record["key"], classify(record, as_of)) for record in records if record["kind"] == "use_case"
    ]
    if not classified and not found.problems:
        raise PolicyError("The AI Act is about use cases, and none was found", hint="Name another file.")
    if options.format == "json":
        said = [{"key": key} | one.to_json() for key, one in classified]
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        print("\n".join(classified_text(key, one) for key, one in classified), end="")
    if found.problems:
        return Exit.UNUSABLE
    return Exit.FINDINGS if any(one.stop for _, one in classified) else Exit.PASS
