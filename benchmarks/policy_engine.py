"""Muster's engine beside others: CPU time for each record and rule, in one run.

    python -m benchmarks.policy_engine                 # about five minutes
    python -m benchmarks.policy_engine --pairs 1000000 # agreement with the reference instead of speed

Every engine runs in a process of its own, several rounds in shuffled order. All of them are asked the same
rules about the same complete records, and their verdicts are compared with the rules as written by hand
before anything is timed. What it needs beside Muster is in ``benchmarks/requirements.txt``.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.policy.records import records
from benchmarks.policy.rules import rules
from policies.compiled.outcomes import OUTCOME
from tests.policies.agreeing import PAIRS, disagreements

# Beyond those that the tests ask in every run.
FIRST_SEED = 1_000_000
ROOT = Path(__file__).resolve().parent.parent
# Module, title, the package whose version is named, and for the slow ones the part of the records they get.
ENGINES = {
    "by_hand": ("The same rules written in Python by hand", None, 1),
    "muster": ("Muster, verdict of every rule", None, 1),
    "jsonschema_rs": ("jsonschema-rs, `is_valid` of every rule", "jsonschema-rs", 1),
    "json_logic": ("JsonLogic in Rust", "datalogic-py", 1),
    "cel": ("CEL in C++", "cel-expr-python", 1),
    "cedar": ("Cedar, the rules without lists", "cedarpy", 10),
    "rego": ("Rego in C++", "regopy", 100),
}
# With where it is broken: what a row is called by the module and its function.
EXPLAINED = {
    ("muster", "found"): "Muster, outcome of every rule and compact findings",
    ("jsonschema_rs", "explained"): "jsonschema-rs, `iter_errors` of all rules at once",
    ("muster", "explained"): "Muster, the report: findings in words, digests and fingerprints",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pairs", type=int, help="compare so many random pairs with the reference, and stop")
    parser.add_argument(
        "--one", nargs=4, metavar=("ENGINE", "FORM", "RULES", "RECORDS"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(*options.one[:2], *map(int, options.one[2:]))))
        return 0
    if options.pairs:
        return agreement(options.pairs)
    disagreements = compared()
    if disagreements:
        print("\n".join(disagreements), file=sys.stderr)
        return 1
    print(report(run(options.records, options.rounds), options.records, options.rounds))
    return 0


def agreement(pairs: int) -> int:
    """Outcomes and findings of the generated functions held to the reference interpreter's."""
    seen: Counter[Any] = Counter()
    seeds = range(FIRST_SEED, FIRST_SEED + -(-pairs // PAIRS))
    wrong = list(disagreements(seeds, seen))
    print("\n".join(wrong[:20]))
    asked = sum(count for outcome, count in seen.items() if outcome in OUTCOME)
    found = f"{seen['generated']:,} found by generated functions, {seen['by reference']:,} by the reference"
    print(f"{asked:,} pairs of a rule and a record, {len(wrong)} disagreements; findings: {found}")
    return 1 if wrong else 0


def compared() -> list[str]:
    """Where an engine answers otherwise than the rules by hand."""
    asked, some = rules(60), records(200)
    by_hand = import_module("benchmarks.policy.by_hand").broken(asked)
    wanted = [[bool(one) for one in by_hand(record)] for record in some]
    found = []
    for engine in ENGINES:
        ask = import_module(f"benchmarks.policy.{engine}").broken(asked)
        few = some[:20] if engine == "rego" else some
        for record, want in zip(few, wanted, strict=False):
            wrong = [
                asked[n][0] for n, (a, b) in enumerate(zip(ask(record), want, strict=True)) if bool(a) != b
            ]
            found += [f"{engine} answers otherwise: {record['key']} {wrong}"] if wrong else []
    return found


def measured(engine: str, form: str, number: int, count: int) -> dict[str, Any]:
    """CPU microseconds for each record and rule, in this process."""
    module, asked = import_module(f"benchmarks.policy.{engine}"), rules(number)
    make = getattr(module, form, None) or module.broken
    said = len(module.said(asked)) if hasattr(module, "said") else number
    ask, some = make(asked), records(count)
    for record in some[:200]:
        ask(record)
    start = time.process_time()
    for record in some:
        ask(record)
    return {"engine": engine, "us": (time.process_time() - start) * 1e6 / count / said}


def run(count: int, rounds: int) -> dict[tuple[str, str, int], list[float]]:
    """All engines, ``rounds`` times in another order each time."""
    jobs = [(engine, "verdicts", number) for engine in ENGINES for number in (10, 60)]
    jobs += [(engine, form, number) for engine, form in EXPLAINED for number in (10, 60)]
    jobs += [("jsonschema_rs", "altogether", number) for number in (10, 60)]
    found: dict[tuple[str, str, int], list[float]] = {job: [] for job in jobs}
    for turn in range(rounds):
        random.Random(turn).shuffle(jobs)  # noqa: S311 - nothing secret
        for engine, form, number in jobs:
            share = count // ENGINES[engine][2] // (10 if form in ("explained", "found") else 1)
            took = in_own_process(engine, form, number, share)
            found[engine, form, number].append(took)
            print(f"round {turn + 1}: {engine} {form} {number}: {took:.3f} µs", file=sys.stderr)
    return found


def in_own_process(engine: str, form: str, number: int, count: int) -> float:
    command = [
        sys.executable,
        "-m",
        "benchmarks.policy_engine",
        "--one",
        engine,
        form,
        str(number),
        str(count),
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    took: float = json.loads(done.stdout)["us"]
    return took


PAGE = """CPU microseconds for each record and rule: the median of {rounds} rounds in shuffled order, with the
least and the most, each in a process of its own, over {count:,} complete records (slow engines a part of
them). All verdicts were compared with the rules as written by hand first.

### Verdicts

{verdicts}

jsonschema-rs with all rules in one schema stops at the first that is broken: {altogether}.

The others give a yes or no for each rule and take what is missing for one of the two. Muster tells *fail*
from *unknown*, *not applicable* and *passed for want of anything to look at* in the same time.

### With reasons

{explained}

Compact findings hold, beside the outcome of every rule, for each check that is not shown to hold its places:
JSON pointer, what is there, and what was expected as the comparison that was made. Words are made from them
for whoever reads one. The errors hold a path, what is there, what was expected, and a sentence; of a rule
that holds, does not apply or is not known there is nothing. A report words all its findings: why the rule
applies, what to change and who has to, with two digests each.

Versions: {versions}.
"""


def report(found: dict[tuple[str, str, int], list[float]], count: int, rounds: int) -> str:
    """The page of the documentation."""
    return PAGE.format(
        rounds=rounds,
        count=count,
        verdicts=table(found, {(name, "verdicts"): title for name, (title, _, _) in ENGINES.items()}),
        altogether=_cell(found["jsonschema_rs", "altogether", 60]),
        explained=table(found, EXPLAINED),
        versions=", ".join(f"{name} {version(name)}" for _, name, _ in ENGINES.values() if name),
    )


def table(found: dict[tuple[str, str, int], list[float]], rows: dict[tuple[str, str], str]) -> str:
    """One line an engine; the first of Muster's own is what the others are held beside."""
    lines = ["| engine | 10 rules | 60 rules | Muster's time is |", "| --- | --- | --- | --- |"]
    own = next(median(found[engine, form, 60]) for engine, form in rows if engine == "muster")
    for (engine, form), title in rows.items():
        cells = [_cell(found[engine, form, number]) for number in (10, 60)]
        ratio = "" if engine == "muster" else f"{own / median(found[engine, form, 60]):.2f} × of it"
        lines.append(f"| {title} | {cells[0]} | {cells[1]} | {ratio} |")
    return "\n".join(lines)


def _cell(times: list[float]) -> str:
    return f"{median(times):.3f} ({min(times):.3f}–{max(times):.3f})"


if __name__ == "__main__":
    sys.exit(main())
