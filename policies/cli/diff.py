"""``muster diff``: whom does a change of rules hit, before it takes effect?"""

import argparse
import json
from typing import Final

from policies.blast import BlastRadius, diff_packs
from policies.cli.check import add_surroundings
from policies.cli.exits import Exit
from policies.cli.gathering import Known, known_of
from policies.cli.organisation import read_registry
from policies.errors import PolicyError
from policies.export.registry import RegistryExport
from policies.export.rules import rules_of
from policies.language.packs import Packs, load_packs
from policies.language.schema import GATES
from policies.language.settings import load_settings
from policies.language.tuning import tune
from policies.reporters.blast import blast_markdown, blast_text

FORMATS: Final = ("text", "json", "markdown")
SHIPPED: Final = "shipped"
IN_FORCE: Final = "registry"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    what = f"a pack, a folder of them, {SHIPPED} for those that ship, or {IN_FORCE} for those of --registry"
    parser.add_argument("old", metavar="OLD", help=f"the rules before: {what}")
    parser.add_argument("new", metavar="NEW", help="the rules after, in the same way")
    parser.add_argument(
        "--records",
        dest="paths",
        action="append",
        metavar="PATH",
        help="manifests, a folder of them, or - for standard input; without it, all that --registry holds",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--gate", choices=GATES, help="ask only the rules of this gate (default: all rules)")
    for side, word in (("old", "before"), ("new", "after")):
        about = f"parameters and modes of rules that your organisation sets itself, {word}"
        parser.add_argument(f"--{side}-settings", metavar="FILE", help=about)
    add_surroundings(parser)


def run(options: argparse.Namespace) -> Exit:
    """Tell what the change does; a verdict that gets worse counts as a finding.

    Raises PolicyError for packs, settings, an organisation or an export that can't be used, and where no
    records are named.
    """
    if not options.paths and not options.registry:
        raise PolicyError("No records are named", hint="Name them with --records, --registry or both.")
    registry = read_registry(options.registry)
    old = _packs(options.old, options.old_settings, registry)
    new = _packs(options.new, options.new_settings, registry)
    known = known_of(options, registry)
    found = _found(old, new, known, registry, options)
    print(_said(found, options.format), end="")
    if found.total.breaks:
        return Exit.BROKEN
    if known.found.problems:
        return Exit.UNUSABLE
    return Exit.FINDINGS if found.total.worse else Exit.PASS


def _packs(named: str, settings: str | None, registry: RegistryExport | None) -> Packs:
    """The rules of one side. Raises PolicyError where they can't be read."""
    if named == IN_FORCE and registry is None:
        raise PolicyError("There is no registry to take rules from", hint="Name an export with --registry.")
    if named == IN_FORCE and registry is not None:
        packs = rules_of(registry.rules)
    else:
        packs = load_packs(None if named == SHIPPED else [named])
    return tune(packs, load_settings(settings)) if settings else packs


def _found(
    old: Packs, new: Packs, known: Known, registry: RegistryExport | None, options: argparse.Namespace
) -> BlastRadius:
    return diff_packs(
        old,
        new,
        known.records if options.paths else known.portfolio,
        as_of=known.as_of,
        portfolio=known.portfolio,
        held=known.held,
        waivers=registry.waivers if registry else (),
        gate=options.gate,
    )


def _said(found: BlastRadius, form: str) -> str:
    if form == "json":
        return json.dumps(found.to_json(), indent=2, ensure_ascii=False) + "\n"
    return blast_text(found) if form == "text" else blast_markdown(found)
