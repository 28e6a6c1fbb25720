"""How well near duplicates are told, beside other ways to tell them, and what it costs.

    python -m benchmarks.overlap                      # a few minutes on one quiet core
    python -m benchmarks.overlap --entries 100000     # the cost at that size

Needs the labelled pairs and registers in the folder that MUSTER_SHARED_DATA names.
"""

import argparse
import sys

from benchmarks.overlap import cost, dense, fit, quality, register


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument(
        "--without-missing",
        action="store_true",
        help="measure without the methods that are not installed, and say which",
    )
    options = parser.parse_args()
    missing = dense.missing()
    if missing and not options.without_missing:
        how = "Install benchmarks/dense.txt (see there), or ask for the rest with --without-missing."
        print(f"Not installed: {', '.join(missing)}.", how, file=sys.stderr)
        return 1
    # Costs first: what else is loaded below would hide what signatures take of memory.
    parts = {
        "cost": cost.table(options.entries),
        "methods": quality.table(),
        "bars": quality.bars(),
        "kinds": quality.kinds(),
        "hard": quality.hard(),
        "fitted": fit.report(),
        "register": register.table(),
    }
    print(PAGE.format(**parts).strip())
    return 0


PAGE = """
Labelled pairs of public registers. AP is average precision; in brackets, between which values it lies in
95 of 100 samples drawn anew. Muster's F1 is at the threshold that it ships with; that of every other method
is at the threshold that suits it best on these very pairs. *pooled* is UC-ID and OVERLAP by one threshold.
The titles of UC-NAME and NL-OVERLAP are hidden. The list of product names was written by people who had seen
the list of commercial products from which the PRODUCT pairs come, so these figures flatter it; *names not
listed* below shows the rules alone. The dense models are those that packages of the index bring along, see
`benchmarks/overlap/dense.py`; none of them is part of Muster.

{methods}

### Against the bars

These are pairs that weights were fitted on. {fitted}

{bars}

### By kind

{kinds}

There are no labelled pairs of models or data sources. Of data sources, those are taken for the same that are
described in two versions of one format. Of models, what a card says by name and in short is held against what
it, or another, says by identifier and at length.

### Pairs that are two

The nearest others that somebody lists apart: siblings, modules of one suite, other products of one vendor.
The share of them that is told.

{hard}

### One new use case against a register

Use cases of 2024 that have the same id in 2025, asked of all of 2025 that is labelled, filled up with use
cases of other agencies, years and countries. What is not shown counts as not found.

{register}

### Cost

{cost}
"""


if __name__ == "__main__":
    sys.exit(main())
