"""For whom does it come to something else, by other rules on the same day?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from heapq import nsmallest
from typing import Any

from policies.blast.changed import rules_that_differ
from policies.blast.counting import Counts, place_of
from policies.blast.question import SAME, Moved, Question, entry_of, question_of
from policies.blast.radius import MOST_LISTED, BlastRadius, RuleTally, Tally
from policies.facts import Held
from policies.language.packs import Packs
from policies.waivers import Waiver

Record = Mapping[str, Any]


def diff_packs(
    old: Packs,
    new: Packs,
    records: Iterable[Record],
    *,
    as_of: date,
    portfolio: Iterable[Record] | None = None,
    held: Held | None = None,
    waivers: Iterable[Waiver] = (),
    gate: str | None = None,
) -> BlastRadius:
    """What checking ``records`` by ``new`` instead of ``old`` changes: just what two full checks differ in.

    ``portfolio`` are the resolved records that facts are computed over (without it ``records``); ``held``
    are for ``FactIndex``. Raises PolicyError for a gate or kind that is none, as ``check`` does.
    """
    asked = list(records)
    question = question_of(
        old, new, asked if portfolio is None else portfolio, as_of=as_of, held=held, gate=gate
    )
    counts = Counts()
    moved = list(_moves(asked, question, _by_name(waivers), counts))
    turns = counts.turns()
    listed = nsmallest(MOST_LISTED, moved, key=Moved.worst_first)
    return BlastRadius(
        as_of=as_of,
        gate=gate,
        old=old.digest,
        new=new.digest,
        total=next(iter(counts.tallies(lambda _: "")), Tally("", 0)),
        verdicts=counts.verdicts(),
        rules=tuple(
            RuleTally(rule.id, rule.title, rule.severity, change, **turns[rule.id])
            for rule, change in rules_that_differ(old, new, gate)
        ),
        teams=counts.tallies(lambda place: place.team),
        tiers=counts.tallies(lambda place: place.tier),
        entries=tuple(entry_of(one, question) for one in listed),
        more=len(moved) - len(listed),
    )


def _by_name(waivers: Iterable[Waiver]) -> Mapping[tuple[str, str], list[Waiver]]:
    found: defaultdict[tuple[str, str], list[Waiver]] = defaultdict(list)
    for one in waivers:
        found[one.kind, one.key].append(one)
    return found


def _moves(
    records: Iterable[Record],
    question: Question,
    waivers: Mapping[tuple[str, str], list[Waiver]],
    counts: Counts,
) -> Iterator[Moved]:
    for record in records:
        place = place_of(record)
        counts.ask(place)
        name = str(record.get("kind")), str(record.get("key") or "")
        moved = question.of(record, waivers.get(name, ()))
        if moved is not None:
            counts.move(place, moved.found, moved.verdicts or SAME)
            yield moved
