"""``muster replay``: does a decision still follow from what was kept of it? Needs no server."""

import argparse
from pathlib import Path

from policies.cli.exits import Exit
from policies.errors import PolicyError
from policies.replay import MOST_BYTES, differences, other_release, read_bundle


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("bundle", metavar="BUNDLE", help="a bundle that was downloaded from a submission")


def run(options: argparse.Namespace) -> Exit:
    """Evaluate what is in the bundle, and compare. Raises PolicyError for a bundle that can't be read."""
    try:
        with Path(options.bundle).open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise PolicyError(f"this can't be read: {problem.strerror}", source=options.bundle) from None
    basis, packs, promised, said = read_bundle(text, source=options.bundle)
    wrong = differences(basis, packs, promised)
    for line in wrong:
        print(line)
    name = f"submission {said.get('submission')}, round {said.get('round')}"
    if wrong:
        print(f"{name}: what follows today is not what was decided on.")
        return Exit.FINDINGS
    print(f"{name}: the same report, byte for byte ({promised['report_digest']}).")
    if remark := other_release(promised):
        print(remark)
    return Exit.PASS
