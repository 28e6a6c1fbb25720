"""What it costs, in processor time: to read a record, to compare two, to ask, and to compare all with all."""

import resource
import time
from typing import Any

import numpy as np

from benchmarks.overlap.recombined import use_cases
from policies.overlap import OverlapIndex, all_pairs, matches, signature
from policies.overlap.comparing import Asked
from policies.overlap.signatures import Signature

_ASKED = 300


def table(entries: int) -> str:
    records = list(use_cases(entries, "team"))
    signature(records[0])
    before = _megabytes()
    reading, signatures = _timed(lambda: [signature(record) for record in records])
    indexing, index = _timed(lambda: OverlapIndex(signatures))
    memory = _megabytes() - before
    comparing, _ = _timed(lambda: _compared(signatures[0], signatures[:10_000]))
    asking = [_timed(lambda one=one: matches(one, index))[0] for one in signatures[:_ASKED]]
    everything, pairs = _timed(lambda: sum(1 for _ in all_pairs(signatures)))
    middle, most = np.percentile(asking, (50, 95))
    rows = (
        ("read one record", f"{reading / entries * 1e3:.2f} ms"),
        ("add one to the index in memory", f"{indexing / entries * 1e3:.2f} ms"),
        ("compare two", f"{comparing / min(entries, 10_000) * 1e3:.3f} ms"),
        (f"one against {entries:,} in memory", f"p50 {middle * 1e3:.1f} ms, p95 {most * 1e3:.1f} ms"),
        (f"all pairs of {entries:,}", f"{everything:.0f} s, {pairs:,} told"),
        ("memory of signatures and index", f"{memory:,.0f} MB"),
    )
    head = ("| step | processor time |", "| --- | --- |")
    return "\n".join((*head, *(f"| {name} | {figure} |" for name, figure in rows)))


def _compared(one: Signature, others: list[Signature]) -> None:
    asked = Asked(one)
    for other in others:
        asked.compare(other)


def _timed(step: Any) -> tuple[float, Any]:
    started = time.process_time()
    made = step()
    return time.process_time() - started, made


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
