"""Near duplicates in tables: one entry against all, saving one, and all pairs, on either database.

    python -m benchmarks.overlap_tables                       # 100,000 entries, SQLite
    DATABASE_URL=postgres://... python -m benchmarks.overlap_tables     # PostgreSQL, in a database of its own

Entries are recombined from the public registers that MUSTER_SHARED_DATA names, about 80 words each. Each part
has a process of its own; memory is what its peak lies above what the process holds before, with all that one
started by it holds. On a machine that does other things too, the time of the processor says more than that of
the clock. A single part runs on the register that MUSTER_DATA_DIR or DATABASE_URL names:

    python -m benchmarks.overlap_tables --one "look up"
"""

import argparse
import json
import sys
import tempfile
import time
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles
from typing import Any

from benchmarks.processes import in_own_process, make_database, peak_mb, set_up_django

# Of 100,000 entries: milliseconds for one against all, and for saving one; seconds and MB for all pairs.
BARS = {"look up": "p50 20 ms, p95 60 ms", "save": "20 ms, good: 5 ms", "all pairs": "600 s, 1,000 MB"}
PARTS = ("fill", "sign", "look up", "save", "all pairs", "again")
_ASKED = 300


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--one", choices=PARTS, help="this part alone, on a register that is there already")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_in_this_process(options.one, options.entries)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = {name: in_own_process("overlap_tables", name, options.entries, folder) for name in PARTS}
    print(f"{options.entries:,} use cases; the bars are for 100,000\n")
    print("| part | measured | bar |\n| --- | --- | --- |")
    for name in PARTS:
        print(f"| {name} | {', '.join(f'{key} {value:,.4g}' for key, value in found[name].items())}"
              f" | {BARS.get(name, '')} |")  # fmt: skip
    return 0


def _in_this_process(name: str, entries: int) -> dict[str, Any]:
    set_up_django()
    if name == "fill":
        return _fill(entries)
    base, started, used = peak_mb(), time.perf_counter(), time.process_time()
    told = {"sign": _sign, "look up": _look_up, "save": _save, "all pairs": _compare, "again": _compare}[
        name
    ]()
    took, ours = time.perf_counter() - started, time.process_time() - used
    other = getrusage(RUSAGE_CHILDREN)
    return told | {
        "seconds": took,
        "processor": ours,
        "processor of a second process": other.ru_utime + other.ru_stime,
        "MB": peak_mb() - base + other.ru_maxrss / 1024,
    }


def _fill(entries: int) -> dict[str, Any]:

    from benchmarks.overlap.recombined import use_cases
    from benchmarks.portfolio.register import register
    from registry.services.people import create_team

    make_database()
    team = create_team("bench", "Benchmark", by=None)
    register(use_cases(entries, team.key), {team.key: team.pk})
    return {"entries": entries}


def _sign() -> dict[str, Any]:
    from django.db import connection

    from registry.services.signing import sign_stale

    signed = sign_stale()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"entries": signed}


def _look_up() -> dict[str, Any]:
    from benchmarks.overlap.recombined import use_cases
    from registry.services.signing import look_up

    asked = list(use_cases(_ASKED, "bench", seed=2)) + _others(_ASKED)
    lookup = look_up()
    lookup.matches(asked[0])
    return _each(lambda said: len(lookup.matches(said)), asked)


def _save() -> dict[str, Any]:
    """Only what saving an entry costs more since its near duplicates are kept."""
    from django.db import transaction

    from registry.models import Entry, OverlapKey, OverlapSignature
    from registry.services.signing import sign_entries

    entries = list(Entry.objects.order_by("-pk")[:_ASKED])
    said = {entry.pk: entry.document for entry in entries}
    for model in (OverlapSignature, OverlapKey):
        model.objects.filter(entry__in=said).delete()

    def save(entry: Entry) -> int:
        with transaction.atomic():
            return len(sign_entries([(entry, said[entry.pk])]))

    return _each(save, entries)


def _compare() -> dict[str, Any]:
    from registry.models import OverlapPair
    from registry.services.comparing import compare_everything

    compare_everything()
    return {"pairs": OverlapPair.objects.count()}


def _others(number: int) -> list[dict[str, Any]]:
    """New entries, made of the same sentences as those that are registered."""
    from itertools import islice

    from benchmarks.overlap.recombined import use_cases

    return list(islice(use_cases(10_000, "bench", seed=3), 10_000 - number, None))


def _each(act: Any, things: list[Any]) -> dict[str, Any]:
    clock, used, found = [], time.process_time(), []
    for thing in things:
        started = time.perf_counter()
        found.append(act(thing))
        clock.append(1_000 * (time.perf_counter() - started))
    return {
        "p50 ms": median(clock),
        "p95 ms": quantiles(clock, n=20)[-1],
        "processor ms": 1_000 * (time.process_time() - used) / len(things),
        "found": sum(found) / len(found),
    }


if __name__ == "__main__":
    sys.exit(main())
