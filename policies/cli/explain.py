"""``muster explain``: how did a rule come to its answer for these manifests?"""

import argparse
import json
import sys
from datetime import date
from typing import Final

from policies.cli.check import add_circumstances, packs_of
from policies.cli.exits import Exit
from policies.cli.files import read_manifests
from policies.cli.organisation import read_organisation, read_registry
from policies.cli.portfolio import resolve_all
from policies.cli.say import say_problem
from policies.engine.explain import explain, rule_named
from policies.errors import PolicyError
from policies.facts import FactIndex
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
    registry = read_registry(options.registry)
    packs = packs_of(options, registry)
    rule = rule_named(packs, options.rule)
    found = read_manifests(options.paths)
    for problem in found.problems:
        say_problem(problem, sys.stderr)
    organisation = read_organisation(options.org).facts if options.org else None
    as_of = options.as_of or date.today()
    records, portfolio = resolve_all(found.manifests, organisation, registry)
    held = registry.held_with(one.document for one in found.manifests) if registry else None
    facts = FactIndex(portfolio, packs, as_of, held)
    explained = [
        Explained(
            explain(record, packs, rule.id, as_of=as_of, facts=facts.for_record(record)),
            manifest.source,
            manifest.position,
        )
        for manifest, record in zip(found.manifests, records, strict=True)
        if record["kind"] in rule.applies_to and options.key in (None, record["key"])
    ]
    if not explained and not found.problems:
        about = " or ".join(kind.replace("_", " ") for kind in rule.applies_to)
        raise PolicyError(f"{rule.id} is about a {about}, and none was found", hint="Name another file.")
    if options.format == "json":
        print(json.dumps(explained_json(explained), indent=2, ensure_ascii=False))
    else:
        print(explained_text(explained), end="")
    return Exit.UNUSABLE if found.problems else Exit.PASS
