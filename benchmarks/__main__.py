"""Everything that is measured, in one run, and the page of the documentation from it.

    python -m benchmarks                  # about an hour on two quiet cores
    python -m benchmarks --write          # and docs/performance.md from it

With DATABASE_URL the portfolio is checked on PostgreSQL too. ``--entries`` of it are registered.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Module, title, what has to be in the environment, and what the module is told.
SECTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("policy_engine", "Verdicts and findings of one record", (), ()),
    ("policy_engine", "Generated functions and the reference agree", (), ("--pairs", "1000000")),
    ("portfolio_check", "A whole portfolio, on SQLite", (), ()),
    ("portfolio_check", "A whole portfolio, on PostgreSQL", ("DATABASE_URL",), ()),
    ("overlap_tables", "Near duplicates in tables, on SQLite", (), ()),
    ("overlap_tables", "Near duplicates in tables, on PostgreSQL", ("DATABASE_URL",), ()),
    ("blast_radius", "What a change of rules breaks", (), ()),
    ("cold_start", "The command line, from start to exit", (), ()),
    ("over_http", "One use case over HTTP", (), ()),
    ("hostile", "Hostile input", (), ()),
    ("overlap", "Near duplicates", (), ()),
)
_SIZED = ("portfolio_check", "overlap_tables")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--entries", type=int, default=100_000, help="how large the portfolio is")
    options = parser.parse_args()
    before = _additions()
    parts = [
        _part(name, title, needs, [*said, *(["--entries", str(options.entries)] if name in _SIZED else [])])
        for name, title, needs, said in SECTIONS
        if all(one in os.environ for one in needs)
    ]
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors"
    speed = f"A loop of 5 million additions took {before:.2f} s before it and {_additions():.2f} s after it"
    start = (
        "# How fast Muster is\n\nWritten by `python -m benchmarks --write` in one run, with the requirements"
        " of Muster and those in `benchmarks/requirements.txt` and `benchmarks/dense.txt` installed."
        f"\n{machine}. {speed}: seconds of another machine or hour are as much longer as that is."
    )
    page = "\n\n".join((start, *parts)) + "\n"
    print(page)
    if options.write:
        (ROOT / "docs" / "performance.md").write_text(page, encoding="utf-8")
    return 0


def _additions() -> float:
    """Seconds by the clock of what no version of Muster makes faster."""
    start, number = time.perf_counter(), 0
    while number < 5_000_000:
        number += 1
    return time.perf_counter() - start


def _part(name: str, title: str, needs: tuple[str, ...], said: list[str]) -> str:
    env = {one: value for one, value in os.environ.items() if one != "DATABASE_URL" or one in needs}
    command = [sys.executable, "-m", f"benchmarks.{name}", *said]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    shown = " ".join(["python", "-m", f"benchmarks.{name}", *said])
    return f"## {title}\n\n`{shown}`\n\n{done.stdout.strip()}"


if __name__ == "__main__":
    sys.exit(main())
