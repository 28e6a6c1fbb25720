"""What would make a record pass: the smallest sets of changes that do, each verified."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from policies.asking.effort import Effort
from policies.asking.levels import CONDITIONAL, PASS, VERDICTS
from policies.asking.repairs import Repair
from policies.asking.searching import Search, change_of
from policies.asking.stopping import Bench
from policies.engine.check import asked
from policies.engine.report import Verdict
from policies.language.packs import Packs

MOST_WAYS: Final = 5


@dataclass(frozen=True)
class Change:
    """One field to change; a pointer that ends in "-" adds a row. ``who`` acts, or "" where nobody is named.

    ``before`` and ``after`` are JSON values; what stands in a sensitive field is masked.
    """

    pointer: str
    label: str
    before: Any
    after: Any
    effort: Effort
    who: str


@dataclass(frozen=True)
class Way:
    """Changes that together bring the record to the verdict wanted, while no part of them does."""

    changes: tuple[Change, ...]
    effort: int


@dataclass(frozen=True)
class Ways:
    """The ways from ``verdict`` to ``wanted``, the least effort first.

    ``wanted`` is *pass*, or *conditional* where no way to a pass was found. ``more``: there may be others.
    ``stuck`` are rules for which no change of a field was found, so that the ways are about the others alone.
    """

    verdict: Verdict
    wanted: Verdict
    ways: tuple[Way, ...]
    more: bool
    stuck: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON-safe and in a fixed order."""
        return {
            "verdict": self.verdict,
            "wanted": self.wanted,
            "ways": [
                {"effort": way.effort, "changes": [vars(one) for one in way.changes]} for way in self.ways
            ],
            "more": self.more,
            "stuck": list(self.stuck),
        }


def what_would_pass(
    record: Mapping[str, Any],
    packs: Packs,
    *,
    as_of: date,
    facts: Mapping[str, Any] | None = None,
    gate: str | None = None,
    stage: str | None = None,
    most: int = MOST_WAYS,
) -> Ways:
    """At most ``most`` minimal sets of changes that turn the verdict to a pass, else to conditional.

    Takes what ``check`` takes. What is simply so (the data held, the people concerned, what law says) is not
    mended by saying otherwise, and facts about other entries are taken as they are. Raises PolicyError as
    ``check`` does.
    """
    rules, subject = asked(record, packs, as_of=as_of, facts=facts, gate=gate, stage=stage)
    bench = Bench(subject, packs, rules)
    start = bench.judge(frozenset())
    verdict = VERDICTS[start.level]
    if start.level == PASS:
        return Ways(verdict, verdict, (), False, ())
    stuck: tuple[str, ...] = ()
    for wanted in (PASS, CONDITIONAL)[: start.level]:
        search = Search(bench, wanted)
        found = search.run(most)
        if found:
            return _ways(found, search, verdict)
        stuck = stuck or tuple(search.stuck)
    return _but_for(stuck, bench, most, verdict)


def _but_for(stuck: tuple[str, ...], bench: Bench, most: int, verdict: Verdict) -> Ways:
    """Ways for all rules but those that nothing was found for, of which more may turn up."""
    for _ in bench.rules:
        search = Search(bench, PASS, ignored=stuck)
        found = search.run(most)
        if found or not search.stuck:
            break
        stuck = (*stuck, *search.stuck)
    return _ways([one for one in found if one], search, verdict)


def _ways(found: list[Repair], search: Search, verdict: Verdict) -> Ways:
    ways = sorted((_way(one, search.bench, search) for one in found), key=lambda way: way.effort)
    return Ways(verdict, VERDICTS[search.wanted], tuple(ways), search.more, search.ignored)


def _way(repair: Repair, bench: Bench, search: Search) -> Way:
    changes = tuple(_changes(repair, bench, search))
    return Way(changes, sum(search.cost(one) for one in repair))


def _changes(repair: Repair, bench: Bench, search: Search) -> Iterator[Change]:
    for pointer, value in sorted(repair):
        found = change_of(bench.subject, pointer)
        if found is not None:
            after = json.loads(value)
            who = search.who.get((pointer, value), "") if not found.owner else found.owner
            yield Change(pointer, found.label, found.before, after, found.effort, who)
