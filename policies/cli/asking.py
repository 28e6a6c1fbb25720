"""What the commands that ask back have in common: the manifests, and under which circumstances."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from policies.cli.check import add_circumstances, packs_of
from policies.cli.files import read_manifests
from policies.cli.organisation import read_organisation, read_registry
from policies.cli.portfolio import resolve_all
from policies.cli.say import say_problem
from policies.errors import PolicyError
from policies.facts import FactIndex
from policies.language.packs import Packs
from policies.language.schema import GATES
from policies.record import vocabulary

FORMATS: Final = ("text", "json")


@dataclass(frozen=True)
class Entry:
    """A record to ask about, the file it is from, and what else the answer depends on."""

    record: Mapping[str, Any]
    source: str
    circumstances: Mapping[str, Any]

    @property
    def name(self) -> dict[str, str]:
        return {"source": self.source, "kind": self.record["kind"], "key": self.record["key"]}

    @property
    def heading(self) -> str:
        return f"{self.source}: {self.record['kind'].replace('_', ' ')} {self.record['key']}"


@dataclass(frozen=True)
class Asked:
    """The rules and the entries; ``usable``: every file named could be read."""

    packs: Packs
    entries: tuple[Entry, ...]
    usable: bool


def add_asking_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what such a command takes."""
    parser.add_argument(
        "paths", nargs="+", metavar="FILE", help="a manifest, a folder of them, or - for standard input"
    )
    parser.add_argument(
        "--key", help="ask about the manifest with this key alone; the others are the portfolio"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--gate", choices=GATES, help="ask only the rules of this gate (default: all rules)")
    parser.add_argument(
        "--stage",
        choices=[str(stage) for stage in vocabulary("lifecycle_stage")],
        help="ask as if everything had been moved to this stage, as with --gate deploy --stage production",
    )
    add_circumstances(parser)


def asked_of(options: argparse.Namespace) -> Asked:
    """The entries to ask about. Raises PolicyError where rules are about none of them."""
    registry = read_registry(options.registry)
    packs = packs_of(options, registry)
    found = read_manifests(options.paths)
    for problem in found.problems:
        say_problem(problem, sys.stderr)
    organisation = read_organisation(options.org).facts if options.org else None
    as_of = options.as_of or date.today()
    records, portfolio = resolve_all(found.manifests, organisation, registry)
    held = registry.held_with(one.document for one in found.manifests) if registry else None
    facts = FactIndex(portfolio, packs, as_of, held)
    about = {kind for rule in packs.rules if options.gate in (None, *rule.gates) for kind in rule.applies_to}
    usual = {"as_of": as_of, "gate": options.gate, "stage": options.stage}
    entries = tuple(
        Entry(record, manifest.source, usual | {"facts": facts.for_record(record)})
        for manifest, record in zip(found.manifests, records, strict=True)
        if record["kind"] in about and options.key in (None, record["key"])
    )
    if not entries and not found.problems:
        raise PolicyError("No rule is about any of these manifests", hint="Name another file, key or gate.")
    return Asked(packs, entries, not found.problems)
