"""Everybody votes on everything, as in one of two browser windows: see ``test_storm``, which starts two.

``python -m tests.services.storm SEED [HOLE]`` with lines of submissions on standard input, each its number,
the review digest and the voters. Its last line says how often each outcome came.
"""

import json
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

THREADS = 12


def without_the_lock() -> None:
    """The hole of the control: votes are counted without holding the row."""
    from governance.models import Submission
    from governance.services import voting

    rows = Submission.objects.select_related("entry__owner_team", "team", "check_run")
    voting.locked = lambda submission: rows.get(pk=submission.pk)  # type: ignore[assignment]
    voting.hold_seats = lambda *_: None  # type: ignore[assignment]


def vote(pk: int, seen: str, voter: int) -> str:
    from django.db import connection

    from governance.models import Submission
    from governance.services.voting import cast_vote
    from registry.models import User

    try:
        cast_vote(
            Submission(pk=pk), "approved", by=User.objects.get(pk=voter), reason="Fine.", seen_digest=seen
        )
    except Exception as refusal:
        return type(refusal).__name__
    finally:
        connection.close_if_unusable_or_obsolete()
    return "voted"


def main(seed: str, hole: str = "") -> None:
    import django

    django.setup()
    if hole:
        without_the_lock()
    said: list[dict[str, Any]] = [json.loads(line) for line in sys.stdin]
    clicks = [(one["pk"], one["seen"], voter) for one in said for voter in one["voters"]]
    random.Random(seed).shuffle(clicks)  # noqa: S311 - an order, not a secret
    # By submission, so that its voters meet; within it in any order.
    clicks.sort(key=lambda click: click[0])
    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = Counter(pool.map(lambda click: vote(*click), clicks))
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main(*sys.argv[1:])
