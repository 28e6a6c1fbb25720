"""How long `muster check` of one manifest takes from start to exit, beside others: CPU seconds.

    python -m benchmarks.cold_start                    # about a minute

User and system time of each process, the median of several rounds in shuffled order. Bytecode is compiled
before, as an installer does. The packs that ship come along as data; named as a folder they are read. The
peer holds the manifest against its JSON Schema and asks no rules; it is in ``benchmarks/requirements.txt``,
and is left out where it isn't installed.
"""

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PACKS = "policies/packs"
MANIFEST = "docs/examples/consent-gap/spring-offers.yaml"
PEER = which("check-jsonschema")
MUSTER = [sys.executable, "-m", "policies.cli", "check", MANIFEST]
COMMANDS: dict[str, Sequence[str]] = {
    "`python -c pass`": [sys.executable, "-c", "pass"],
    "`python -c 'import yaml, jsonschema'`": [sys.executable, "-c", "import yaml, jsonschema"],
    "`muster check`": MUSTER,
    "`muster check --pack policies/packs`": [*MUSTER, "--pack", PACKS],
    "`check-jsonschema`": [str(PEER), "--schemafile", "policies/schemas/use_case.schema.json", MANIFEST],
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    jobs = [name for name in COMMANDS if PEER or "check-jsonschema" not in name]
    with TemporaryDirectory() as folder:
        usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        usual |= {"PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        for name in jobs:
            seconds(name, usual)
        found: dict[str, list[float]] = {name: [] for name in jobs}
        for turn in range(rounds):
            random.Random(turn).shuffle(jobs)  # noqa: S311 - nothing secret
            for name in jobs:
                found[name].append(seconds(name, usual))
    print(table(found, rounds))
    return 0


def seconds(name: str, usual: Mapping[str, str]) -> float:
    """User and system time of one run."""
    process = subprocess.Popen(  # noqa: S603
        COMMANDS[name], cwd=ROOT, env=usual, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None  # noqa: S101 - it was asked for
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{name} could not be run: {said}")
    return used.ru_utime + used.ru_stime


def table(found: Mapping[str, list[float]], rounds: int) -> str:
    lines = [
        f"CPU seconds, the median of {rounds} rounds (least and most); the bar for `muster check` is 0.30.",
        "",
        "| command | CPU seconds |",
        "| --- | --- |",
    ]
    for name in COMMANDS:
        if times := found.get(name):
            lines.append(f"| {name} | {median(times):.3f} ({min(times):.3f}–{max(times):.3f}) |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
