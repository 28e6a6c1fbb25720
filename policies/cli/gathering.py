"""What commands about single entries start from: rules, records, and the facts known of them on a day."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.cli.check import packs_of
from policies.cli.files import Found, read_manifests
from policies.cli.organisation import read_organisation, read_registry
from policies.cli.portfolio import Record, resolve_all
from policies.cli.say import say_problem
from policies.export.registry import RegistryExport
from policies.facts import FactIndex, Held
from policies.language.packs import Packs
from policies.record import Manifest


@dataclass(frozen=True)
class Gathered:
    """``records`` are those of the manifests in ``found``, in their order."""

    packs: Packs
    found: Found
    records: list[Record]
    facts: FactIndex
    as_of: date

    def entries(self, key: str | None) -> Iterator[tuple[Manifest, Record, dict[str, Any]]]:
        """Each manifest (or those with this key alone) with its record and its facts."""
        for manifest, record in zip(self.found.manifests, self.records, strict=True):
            if key in (None, record["key"]):
                yield manifest, record, self.facts.for_record(record)


def gathered(options: argparse.Namespace) -> Gathered:
    """Read what ``options`` name, and say which files can't be used.

    Raises PolicyError for packs, settings, an organisation or an export that can't be read.
    """
    registry = read_registry(options.registry)
    packs = packs_of(options, registry)
    known = known_of(options, registry)
    facts = FactIndex(known.portfolio, packs, known.as_of, known.held)
    return Gathered(packs, known.found, known.records, facts, known.as_of)


@dataclass(frozen=True)
class Known:
    """Records, those of the manifests in ``found`` alone and all, with what else is known on the day."""

    found: Found
    records: list[Record]
    portfolio: list[Record]
    held: Held | None
    as_of: date


def known_of(options: argparse.Namespace, registry: RegistryExport | None) -> Known:
    """The same without any rules. Raises PolicyError for an organisation that can't be read."""
    found = read_manifests(options.paths) if options.paths else Found()
    for problem in found.problems:
        say_problem(problem, sys.stderr)
    organisation = read_organisation(options.org).facts if options.org else None
    records, portfolio = resolve_all(found.manifests, organisation, registry)
    held = registry.held_with(one.document for one in found.manifests) if registry else None
    return Known(found, records, portfolio, held, options.as_of or date.today())
