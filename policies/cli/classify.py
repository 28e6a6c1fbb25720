"""``muster classify``: which tier does the EU AI Act put these use cases in, and why?"""

import argparse
import json
from datetime import date

from policies.cli.check import as_day
from policies.cli.exits import Exit
from policies.cli.portfolio import add_law_arguments, use_cases_of
from policies.errors import PolicyError
from policies.law.classify import classify
from policies.reporters.law import classified_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    add_law_arguments(parser)
    parser.add_argument(
        "--as-of", type=as_day, metavar="DATE", help="judge by the law of this day, such as 2026-01-10"
    )


def run(options: argparse.Namespace) -> Exit:
    """Classify each use case. Which tier it comes to is no failure, but for a prohibited practice.

    Raises PolicyError where nothing is named, or nothing named is a use case.
    """
    if not options.paths and not options.registry:
        hint = "Name a manifest, a folder of them, or an export with --registry."
        raise PolicyError("There is nothing to classify", hint=hint)
    records, usable = use_cases_of(options)
    as_of = options.as_of or date.today()
    classified = [(record["key"], classify(record, as_of)) for record in records]
    if not classified and usable:
        raise PolicyError("The AI Act is about use cases, and none was found", hint="Name another file.")
    if options.format == "json":
        said = [{"key": key} | one.to_json() for key, one in classified]
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        print("\n".join(classified_text(key, one) for key, one in classified), end="")
    if not usable:
        return Exit.UNUSABLE
    return Exit.FINDINGS if any(one.stop for _, one in classified) else Exit.PASS
