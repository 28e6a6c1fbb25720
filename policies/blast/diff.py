"""For whom does it come to something else, by other rules on the same day?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from heapq import nsmallest
from typing import Any

from policies.blast.changed import sort_rules
from policies.blast.counting import Counts, place_of
from policies.blast.question import SAME, Moved, Question, Side
from policies.blast.radius import MOST_LISTED, BlastRadius, EntryMoved, RuleTally, Tally
from policies.facts import FactIndex, Held
from policies.language.packs import Packs
from policies.language.rules import Rule
from policies.language.shapes import SUBJECTS
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
    known = asked if portfolio is None else list(portfolio)
    before = Side(old, FactIndex(known, old, as_of, held))
    after = Side(new, before.facts if old.facts == new.facts else FactIndex(known, new, as_of, held))
    question, counts = Question(before, after, as_of, gate), Counts()
    moved = list(_moves(asked, question, _by_name(waivers), counts))
    listed = nsmallest(MOST_LISTED, moved, key=Moved.worst_first)
    return BlastRadius(
        as_of=as_of,
        gate=gate,
        old=old.digest,
        new=new.digest,
        total=next(iter(counts.tallies(lambda _: "")), Tally("", 0)),
        verdicts=counts.verdicts(),
        rules=tuple(_rules(old, new, gate, counts)),
        teams=counts.tallies(lambda place: place.team),
        tiers=counts.tallies(lambda place: place.tier),
        entries=tuple(_entry(one, question) for one in listed),
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


def _rules(old: Packs, new: Packs, gate: str | None, counts: Counts) -> Iterator[RuleTally]:
    """The rules that differ, with what each does."""
    was: dict[str, Rule] = {}
    now: dict[str, Rule] = {}
    for kind in SUBJECTS:
        rules = sort_rules(old, new, kind, gate)
        was |= {rule.id: rule for rule in rules.old}
        now |= {rule.id: rule for rule in rules.new}
    turns = counts.turns()
    for name in sorted({*was, *now}):
        rule = now.get(name) or was[name]
        change = "added" if name not in was else "removed" if name not in now else "changed"
        yield RuleTally(name, rule.title, rule.severity, change, **turns[name])


def _entry(moved: Moved, question: Question) -> EntryMoved:
    record, place = moved.record, place_of(moved.record)
    title = record.get("title")
    return EntryMoved(
        kind=str(record.get("kind")),
        key=str(record.get("key") or ""),
        title=title if isinstance(title, str) else "",
        team=place.team,
        tier=place.tier or "",
        verdicts=question.verdicts(moved),
        rules=moved.found.rules,
    )
