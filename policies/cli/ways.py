"""``muster ways``: what would make these manifests pass?"""

import argparse
import json

from policies.asking import what_would_pass
from policies.cli.asking import add_asking_arguments, asked_of
from policies.cli.exits import Exit
from policies.reporters.asking import ways_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    add_asking_arguments(parser)


def run(options: argparse.Namespace) -> Exit:
    """List the smallest sets of changes that turn the verdict; that some are needed is no failure.

    Raises PolicyError for an unknown pack, and where no manifest is one that rules are about.
    """
    asked = asked_of(options)
    found = [(one, what_would_pass(one.record, asked.packs, **one.circumstances)) for one in asked.entries]
    if options.format == "json":
        said = [one.name | ways.to_json() for one, ways in found]
        print(json.dumps({"muster": "ways/1", "entries": said}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(ways_text(one.heading, ways) for one, ways in found), end="")
    return Exit.PASS if asked.usable else Exit.UNUSABLE
