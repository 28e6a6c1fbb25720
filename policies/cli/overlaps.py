"""``muster overlaps``: who already has something like this? Needs no server."""

import argparse
import json
from collections.abc import Mapping
from typing import Any, Final

from policies.cli.exits import Exit
from policies.cli.gathering import Known, known_of
from policies.cli.organisation import read_registry
from policies.engine.overlaps import not_told_apart, overlap_fact
from policies.errors import PolicyError
from policies.facts import EVERYWHERE
from policies.overlap import SHIPPED, Aliases, OverlapIndex, matches, signature
from policies.overlap.decided import outcomes_of
from policies.overlap.facets import LISTS
from policies.reporters.overlaps import overlaps_text

# The levels from which on an overlap that nobody decided on makes the command fail.
_LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "duplicate": ("duplicate",),
    "possible": ("duplicate", "possible"),
    "none": (),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "paths", nargs="+", metavar="FILE", help="a manifest, a folder of them, or - for standard input"
    )
    about = "what a server knows (manage.py export_registry): other entries, decisions, names for the same"
    parser.add_argument("--registry", metavar="FILE", help=about)
    parser.add_argument(
        "--key", help="ask about the manifest with this key alone; the others are the portfolio"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--fail-level",
        choices=tuple(_LEVELS),
        default="duplicate",
        help="exit with 1 from this level on, where nobody has decided (default: duplicate)",
    )
    parser.set_defaults(org=None, as_of=None)


def run(options: argparse.Namespace) -> Exit:
    """List what looks like each manifest. Raises PolicyError where nothing named can be compared."""
    registry = read_registry(options.registry)
    known = known_of(options, registry)
    aliases = (known.held or {}).get(EVERYWHERE, {}).get("aliases", SHIPPED)
    found = [
        {"source": manifest.source, "kind": record["kind"], "key": record["key"]} | fact
        for manifest, record, fact in _facts(known, aliases, options.key)
    ]
    if not found and not known.found.problems:
        hint = f"These are: {', '.join(LISTS)}. Name another file or key."
        raise PolicyError("None of these is of a kind that is compared", hint=hint)
    if options.format == "json":
        print(json.dumps({"muster": "overlaps/1", "entries": found}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(map(overlaps_text, found)), end="")
    if known.found.problems:
        return Exit.UNUSABLE
    stops = _LEVELS[options.fail_level]
    undecided = (item for one in found for item in one["items"] if not item["outcome"])
    return Exit.FINDINGS if any(item["level"] in stops for item in undecided) else Exit.PASS


def _facts(known: Known, aliases: Aliases, key: str | None) -> Any:
    index = OverlapIndex(signature(one, aliases) for one in known.portfolio if one["kind"] in LISTS)
    by_name = {(one["kind"], one["key"]): one for one in known.portfolio}
    for manifest, record in zip(known.found.manifests, known.records, strict=True):
        name = (record["kind"], record["key"])
        if record["kind"] not in LISTS or key not in (None, record["key"]):
            continue
        decided = (known.held or {}).get(name, {}).get("overlap", {})
        outcomes = outcomes_of(record, decided, lambda kind, other: by_name.get((kind, other)))
        near = matches(signature(record, aliases), index, shows=not_told_apart(outcomes))
        yield manifest, record, overlap_fact(near, outcomes)
