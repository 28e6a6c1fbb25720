"""A change of sixty rules over 100,000 records: by the mirror, by generated functions, and everything anew.

    python -m benchmarks.blast_radius            # about a minute
    python -m benchmarks.blast_radius --check    # on 10,000 records, all entries compared with full checks

CPU seconds in one process. "Anew" asks all rules of both sides with generated functions and compares bytes.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.policy.muster import DAY, packs_of
from benchmarks.policy.records import Record, records
from benchmarks.policy.rules import rules
from policies import Packs, check, diff_packs
from policies.blast.register import Register
from policies.compiled.outcomes import outcomes_of

RULES = 60


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        return checked(records(min(options.records, 10_000)))
    some, old = records(options.records), packs_of(rules(RULES))
    gc.freeze()
    made, register = timed(lambda: Register(old, some, as_of=DAY))
    print(f"CPU seconds, {len(some):,} records, {RULES} rules; the bar is 3 s with the mirror kept, which is")
    print(f"made in {made:.2f} s, and reads each column when it is first asked for.\n")
    print("| rules changed | mirror | functions once | everything anew | entries that move |")
    print("| --- | --- | --- | --- | --- |")
    for number in (1, 1, 6, 30, 60):
        new = changed(number)
        mirrored, found = timed(lambda new=new: register.diff(new))
        once, other = timed(lambda new=new: diff_packs(old, new, some, as_of=DAY))
        anew, moved = timed(lambda new=new: compared(old, new, some))
        if found != other:
            raise RuntimeError(f"mirror and functions differ where {number} rules change")
        turned = f"{found.moved:,}; some rule turns for {moved:,}"
        print(f"| {number} | {mirrored:.2f} | {once:.2f} | {anew:.2f} | {turned} |")
    return 0


def timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = ask()
    return time.process_time() - start, found


def changed(number: int) -> Packs:
    """So many of the rules with the condition of another one, or with another limit."""
    said = rules(RULES)
    for place in range(0, RULES, RULES // number):
        said[place] = (said[place][0], *rules(RULES)[(place + 10) % RULES][1:])
    return packs_of(said)


def compared(old: Packs, new: Packs, some: list[Record]) -> int:
    before, after = (outcomes_of(packs, "use_case", DAY).of for packs in (old, new))
    return sum(before(record, {}) != after(record, {}) for record in some)


def checked(some: list[Record]) -> int:
    """Whether both ways say what two full checks of every record do."""
    old, new = packs_of(rules(RULES)), changed(30)
    wanted = 0
    for record in some:
        before, after = (check(record, packs, as_of=DAY) for packs in (old, new))
        noisy = {"fail", "unknown", "error"}
        turned = any(
            one != after.outcomes[name] and noisy & {one, after.outcomes[name]}
            for name, one in before.outcomes.items()
        )
        wanted += turned or before.verdict != after.verdict
    found = [diff_packs(old, new, some, as_of=DAY), Register(old, some, as_of=DAY).diff(new)]
    functions, columns = (one.moved for one in found)
    print(f"{len(some):,} records: {wanted:,} move, by functions {functions:,}, by columns {columns:,}")
    return 0 if found[0] == found[1] and found[0].moved == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
