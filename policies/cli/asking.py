"""What the commands that ask back have in common: the manifests, and under which circumstances."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from policies.cli.check import add_circumstances
from policies.cli.gathering import gathered
from policies.errors import PolicyError
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
    known = gathered(options)
    gate, rules = options.gate, known.packs.rules
    about = {kind for rule in rules if gate in (None, *rule.gates) for kind in rule.applies_to}
    usual = {"as_of": known.as_of, "gate": gate, "stage": options.stage}
    entries = tuple(
        Entry(record, manifest.source, usual | {"facts": facts})
        for manifest, record, facts in known.entries(options.key)
        if record["kind"] in about
    )
    if not entries and not known.found.problems:
        raise PolicyError("No rule is about any of these manifests", hint="Name another file, key or gate.")
    return Asked(known.packs, entries, not known.found.problems)
