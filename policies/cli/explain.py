"""``muster explain``: how did a rule come to its answer for these manifests?"""

import argparse
import json
from typing import Final

from policies.cli.check import add_circumstances
from policies.cli.exits import Exit
from policies.cli.gathering import gathered
from policies.engine.explain import explain, rule_named
from policies.errors import PolicyError
from policies.reporters.explained import Explained, explained_json, explained_text

FORMATS: Final = ("text", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("rule", metavar="RULE", help="the id of a rule, such as CON-002")
    parser.add_argument(
        "paths", nargs="+", metavar="FILE", help="a manifest, a folder of them, or - for standard input"
    )
    parser.add_argument("--key", help="explain only the manifest with this key; the others are the portfolio")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    add_circumstances(parser)


def run(options: argparse.Namespace) -> Exit:
    """Explain the rule for each manifest that it is about; whether it passes is told, and is no failure.

    Raises PolicyError for an unknown rule or pack, and where no manifest is of a kind that the rule is about.
    """
    known = gathered(options)
    rule = rule_named(known.packs, options.rule)
    explained = [
        Explained(
            explain(record, known.packs, rule.id, as_of=known.as_of, facts=facts),
            manifest.source,
            manifest.position,
        )
        for manifest, record, facts in known.entries(options.key)
        if record["kind"] in rule.applies_to
    ]
    if not explained and not known.found.problems:
        about = " or ".join(kind.replace("_", " ") for kind in rule.applies_to)
        raise PolicyError(f"{rule.id} is about a {about}, and none was found", hint="Name another file.")
    if options.format == "json":
        print(json.dumps(explained_json(explained), indent=2, ensure_ascii=False))
    else:
        print(explained_text(explained), end="")
    return Exit.UNUSABLE if known.found.problems else Exit.PASS
