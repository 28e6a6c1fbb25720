"""From manifests on disk to records: each is resolved among the others, as a server does among entries."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from policies.cli.files import Found, read_manifests
from policies.cli.organisation import read_organisation, read_registry
from policies.cli.say import say_problem
from policies.export.registry import RegistryExport
from policies.record import Manifest
from policies.tables import table

Record = dict[str, Any]


def resolve_all(
    manifests: Sequence[Manifest],
    organisation: Mapping[str, Any] | None = None,
    registry: RegistryExport | None = None,
) -> tuple[list[Record], list[Record]]:
    """Return the record of each manifest, in order, and those of all that is known, of the manifests too.

    What no manifest describes, and no ``registry``, stays unknown.
    """
    ours = [one.document for one in manifests]
    known = registry or RegistryExport(None, supporting={"purpose": purposes()})
    if organisation is not None:
        known = replace(known, organisation=organisation)
    records = known.records(ours)
    return [records[one["kind"], one["key"]] for one in ours], list(records.values())


def add_law_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where the use cases are from that the law is asked about."""
    about = "a manifest, a folder of them, or - for standard input; without any, all that --registry holds"
    parser.add_argument("paths", nargs="*", metavar="FILE", help=about)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument("--org", metavar="FILE", help="facts of the organisation (YAML or JSON)")
    about = "what a server knows (manage.py export_registry): what manifests point at, and the organisation"
    parser.add_argument("--registry", metavar="FILE", help=about)


def use_cases_of(options: argparse.Namespace) -> tuple[list[Record], bool]:
    """The use cases of the manifests named or, where none is, of the export. False: a file can't be used.

    Raises ManifestError for an organisation or an export that can't be read.
    """
    registry = read_registry(options.registry)
    found = read_manifests(options.paths) if options.paths else Found()
    for problem in found.problems:
        say_problem(problem, sys.stderr)
    organisation = read_organisation(options.org).facts if options.org else None
    ours, known = resolve_all(found.manifests, organisation, registry)
    records = ours if options.paths else known
    return [one for one in records if one["kind"] == "use_case"], not found.problems


@cache
def purposes() -> Mapping[str, Mapping[str, Any]]:
    """The purposes that ship, by code."""
    return {one["code"]: one for one in table("taxonomies/purposes.yaml")["purposes"]}
