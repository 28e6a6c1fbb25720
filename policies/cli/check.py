"""``muster check``: do these manifests meet the rules?"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import Final

from policies.cli.exits import Exit, exit_of
from policies.cli.files import Found, read_manifests
from policies.cli.organisation import Organisation, read_organisation, read_registry
from policies.cli.portfolio import resolve_all
from policies.cli.say import say_problem
from policies.engine.check import check
from policies.errors import ManifestError, PolicyError
from policies.export.registry import RegistryExport
from policies.facts import FactIndex
from policies.language.packs import Packs, load_packs
from policies.language.schema import GATES
from policies.language.shipped import shipped_packs
from policies.record import Manifest, resolve_organisation, vocabulary
from policies.reporters.run import SEVERITIES, Checked, Run
from policies.waivers import apply_waivers

FORMATS: Final = ("text", "json", "sarif", "junit", "oscal")
# Rules look back and ahead from today, and the calendar must hold both.
_YEARS: Final = range(1900, 2200)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a manifest, a folder of them, or - for standard input",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    add_circumstances(parser)
    parser.add_argument("--gate", choices=GATES, help="ask only the rules of this gate (default: all rules)")
    parser.add_argument(
        "--stage",
        choices=[str(stage) for stage in vocabulary("lifecycle_stage")],
        help="ask as if everything had been moved to this stage, as with --gate deploy --stage production",
    )
    parser.add_argument(
        "--fail-level",
        choices=SEVERITIES,
        default="high",
        help="exit with 1 from this severity on (default: high)",
    )
    parser.add_argument("--output", metavar="FILE", help="write the report here and not to the terminal")


def add_circumstances(parser: argparse.ArgumentParser) -> None:
    """Say what else an answer depends on: the packs, the day and the organisation."""
    parser.add_argument(
        "--pack", action="append", metavar="PATH", help="ask the rules of this pack, not those that ship"
    )
    parser.add_argument(
        "--settings", metavar="FILE", help="parameters and modes of rules that your organisation sets itself"
    )
    add_surroundings(parser)


def add_surroundings(parser: argparse.ArgumentParser) -> None:
    """Say what an answer depends on beside the packs: the day, and what is so beyond the manifests."""
    parser.add_argument(
        "--as-of", type=as_day, metavar="DATE", help="the day to take as today, such as 2026-06-30"
    )
    parser.add_argument(
        "--org", metavar="FILE", help="facts of the organisation (YAML or JSON), such as its jurisdictions"
    )
    parser.add_argument(
        "--registry",
        metavar="FILE",
        help="what a server knows (manage.py export_registry): its rules, other entries, waivers, decisions",
    )


def packs_of(options: argparse.Namespace, registry: RegistryExport | None) -> Packs:
    """The rules that were asked for, else those of ``registry``, else those that ship.

    Raises PolicyError where those asked for are not those of ``registry``: it would be two answers to one
    question, and its waivers are about its own rules.
    """
    if registry and not options.pack and not options.settings:
        from policies.export.rules import rules_of

        return rules_of(registry.rules)
    packs = load_packs(options.pack) if options.pack else shipped_packs()
    if options.settings:
        from policies.language.settings import load_settings
        from policies.language.tuning import tune

        packs = tune(packs, load_settings(options.settings))
    if registry:
        from policies.export.rules import check_same

        check_same(packs, registry.rules)
    return packs


def run(options: argparse.Namespace) -> Exit:
    """Check every manifest that can be read, write the report, and say how it went.

    Raises PolicyError for a pack or settings that can't be used.
    """
    registry = read_registry(options.registry)
    packs = packs_of(options, registry)
    found = read_manifests(options.paths)
    organisation = read_organisation(options.org) if options.org else None
    as_of = options.as_of or date.today()
    result = check_all(
        found,
        packs,
        as_of=as_of,
        gate=options.gate,
        stage=options.stage,
        organisation=organisation,
        registry=registry,
    )
    for problem in result.problems:
        say_problem(problem, sys.stderr)
    _write(result, options)
    return exit_of(result, fail_level=options.fail_level)


def check_all(
    found: Found,
    packs: Packs,
    *,
    as_of: date,
    gate: str | None,
    stage: str | None = None,
    organisation: Organisation | None = None,
    registry: RegistryExport | None = None,
) -> Run:
    """Check each manifest with all of them, and what ``registry`` knows, as the portfolio.

    The organisation itself is checked where a file says what is so of it.
    """
    said = organisation.facts if organisation else None
    records, portfolio = resolve_all(found.manifests, said, registry)
    held = registry.held_with(one.document for one in found.manifests) if registry else None
    facts = FactIndex(portfolio, packs, as_of, held)
    waivers = registry.waivers if registry else ()
    checked: list[Checked] = []
    unasked: list[PolicyError] = []
    for manifest, record in zip(found.manifests, records, strict=True):
        if not _is_asked(packs, record["kind"], gate):
            unasked.append(_unasked(manifest))
            continue
        report = check(record, packs, as_of=as_of, facts=facts.for_rules(record), gate=gate, stage=stage)
        report = apply_waivers(report, waivers, packs, as_of=as_of)
        checked.append(Checked(report, manifest.source, manifest.position))
    if organisation is not None and _is_asked(packs, "portfolio", gate):
        record = resolve_organisation(organisation.facts)
        report = check(record, packs, as_of=as_of, facts=facts.for_rules(record), gate=gate)
        checked.append(Checked(report, organisation.source, organisation.position))
    rules_at = registry.rules_at if registry else ""
    if not checked:
        # Nothing asked is not a pass.
        return Run(as_of, packs, (), (*found.problems, *unasked), rules_at=rules_at)
    return Run(as_of, packs, tuple(checked), tuple(found.problems), tuple(unasked), rules_at)


def _is_asked(packs: Packs, kind: str, gate: str | None) -> bool:
    return any(kind in rule.applies_to and gate in (None, *rule.gates) for rule in packs.rules)


def _unasked(manifest: Manifest) -> ManifestError:
    line, column = manifest.position("/kind")
    name = f"{manifest.document['kind'].replace('_', ' ')} {manifest.document['key']}"
    message = f"the {name} was not checked, as no rule is about it"
    return ManifestError(message, source=manifest.source, line=line, column=column)


def _write(result: Run, options: argparse.Namespace) -> None:
    text = _written(result, options)
    if not options.output:
        sys.stdout.write(text)
        return
    try:
        Path(options.output).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise PolicyError(f"can't be written: {problem.strerror}", source=options.output) from problem


def _written(result: Run, options: argparse.Namespace) -> str:
    """The report in its form. Each form is imported where it is asked for, since most of them never are."""
    match options.format:
        case "json":
            from policies.reporters.report_json import to_json

            return to_json(result)
        case "junit":
            from policies.reporters.junit import to_junit

            return to_junit(result, fail_level=options.fail_level)
        case "oscal":
            from policies.reporters.oscal import to_oscal

            return to_oscal(result)
        case "sarif":
            from policies.reporters.sarif import to_sarif

            return to_sarif(result)
    from policies.reporters.text import to_text

    return to_text(result, colour=not options.output and _is_coloured())


def _is_coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def as_day(text: str) -> date:
    """The day of an option. Raises ArgumentTypeError for what is none, or none that rules can count in."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-06-30") from None
    if day.year not in _YEARS:
        years = f"{_YEARS[0]} to {_YEARS[-1]}"
        raise argparse.ArgumentTypeError(f"{text} lies outside the years {years} that rules can count in")
    return day
