"""How long the refusal of each hostile text takes, and how much memory: CPU milliseconds.

    python -m benchmarks.hostile                       # a few seconds

Each case of ``tests/policies/test_hostile.py``, several times in this process. The first time stands by
itself: it may load a library that all later ones have at hand, such as that for patterns.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from policies import PolicyError, check, load_packs
from tests.policies.test_hostile import HOSTILE
from tests.policies.writing import TODAY, check_of, packs_of, rule_of

BAR_MS, BAR_MB, ROUNDS = 50, 64, 7


def main() -> int:
    base, found = _peak_mb(), {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, _) in HOSTILE.items():
            path = Path(folder) / "pack.yaml"
            path.write_text(text)
            found[f"a pack: {name}"] = [_refusal(path) for _ in range(1 + ROUNDS)]
    found["a record: steps of a rule"] = [_steps() for _ in range(1 + ROUNDS)]
    print(f"Median (most) of {ROUNDS} after the first; the bars are {BAR_MS} ms and {BAR_MB} MB.", end=" ")
    print(f"Memory rose by {_peak_mb() - base:.0f} MB in all.\n")
    print("| refused | the first | CPU ms |\n| --- | --- | --- |")
    for name, (first, *times) in found.items():
        print(f"| {name} | {first:.1f} | {median(times):.1f} ({max(times):.1f}) |")
    return 0


def _refusal(path: Path) -> float:
    start = time.process_time()
    try:
        load_packs([path])
    except PolicyError:
        return (time.process_time() - start) * 1000
    raise RuntimeError(f"{path} is not refused")


def _steps() -> float:
    """A record within the limit of a manifest, of which a rule looks at too much."""
    that = {"every": {"in": "data_links", "satisfies": {"usage": "training"}}}
    packs = packs_of(rule_of(require=[check_of(that)]))
    record = {"kind": "use_case", "key": "x", "data_links": [{"usage": "training"}] * 19_000}
    start = time.process_time()
    [finding] = check(record, packs, as_of=TODAY).findings
    if finding.outcome != "error":
        raise RuntimeError("the limit of steps does not hold")
    return (time.process_time() - start) * 1000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
