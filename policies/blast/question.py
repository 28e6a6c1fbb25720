"""One change of rules, prepared to be asked of any number of records."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from policies.blast.changed import sort_rules
from policies.blast.comparing import Compared, Comparison, Verdicts
from policies.blast.counting import change_of, place_of
from policies.blast.pairs import turned
from policies.blast.radius import EntryMoved
from policies.engine.check import check, refuse_unknown
from policies.engine.report import Report
from policies.facts import FactIndex, Held
from policies.language.packs import Packs
from policies.waivers import Waiver, apply_waivers

Record = Mapping[str, Any]
SAME: Verdicts = ("", "")


class Moved(NamedTuple):
    """A record for which something moves; ``verdicts`` is None where these can't have changed."""

    record: Record
    found: Compared
    verdicts: Verdicts | None

    def worst_first(self) -> tuple[Any, ...]:
        """A sorting key: verdicts that get worse, then what fails, then what opens, then the rest."""
        turns = self.found.turns
        return (
            change_of(self.verdicts or SAME) != "worse",
            "fails" not in turns,
            not turns & {"opens", "breaks"},
            str(self.record.get("kind")),
            str(self.record.get("key")),
        )


@dataclass(frozen=True)
class Side:
    """The packs of one side, and the facts that they declare."""

    packs: Packs
    facts: FactIndex

    def report(
        self, record: Record, waivers: Iterable[Waiver], as_of: date, gate: str | None
    ) -> Report | None:
        """None where no rule is about the record."""
        kind = record.get("kind")
        if not any(kind in rule.applies_to and gate in (None, *rule.gates) for rule in self.packs.rules):
            return None
        facts = self.facts.for_record(record)
        report = check(record, self.packs, as_of=as_of, facts=facts, gate=gate)
        return apply_waivers(report, waivers, self.packs, as_of=as_of)


class Question:
    """What ``new`` makes of a record and ``old`` does not."""

    def __init__(self, old: Side, new: Side, as_of: date, gate: str | None) -> None:
        self._old, self._new, self._as_of, self._gate = old, new, as_of, gate
        self._comparisons: dict[object, Comparison] = {}

    def of(self, record: Record, waivers: Collection[Waiver] = ()) -> Moved | None:
        """None where nothing moves. Raises PolicyError for a kind that is none."""
        if waivers:
            return self._under(waivers, record)
        comparison = self._comparison(record.get("kind"))
        found = comparison.of(record)
        if found is None:
            return None
        verdicts = comparison.verdicts(record, found) if comparison.may_turn(found) else None
        return _moved(record, found, verdicts)

    def verdicts(self, moved: Moved) -> Verdicts:
        """Before and after, also where it is the same one."""
        if moved.verdicts is not None:
            return moved.verdicts
        return self._comparison(moved.record.get("kind")).verdicts(moved.record, moved.found)

    def _comparison(self, kind: object) -> Comparison:
        if kind not in self._comparisons:
            refuse_unknown(kind, self._gate)
            rules = sort_rules(self._old.packs, self._new.packs, str(kind), self._gate)
            self._comparisons[kind] = Comparison(rules, self._old.facts, self._new.facts, self._as_of)
        return self._comparisons[kind]

    def _under(self, waivers: Collection[Waiver], record: Record) -> Moved | None:
        """A waiver is for one version of a rule and its very findings: only full checks tell what it does."""
        reports = [side.report(record, waivers, self._as_of, self._gate) for side in (self._old, self._new)]
        before, after = ("" if one is None else one.verdict for one in reports)
        was, now = ({} if one is None else one.outcomes for one in reports)
        return _moved(record, Compared(turned(was, now), 0, 0), (before, after))


def question_of(
    old: Packs,
    new: Packs,
    portfolio: Iterable[Record],
    *,
    as_of: date,
    held: Held | None = None,
    gate: str | None = None,
) -> Question:
    """With facts computed over ``portfolio``, once for both sides where these declare the same ones."""
    known = list(portfolio)
    before = FactIndex(known, old, as_of, held)
    after = before if old.facts == new.facts else FactIndex(known, new, as_of, held)
    return Question(Side(old, before), Side(new, after), as_of, gate)


def _moved(record: Record, found: Compared, verdicts: Verdicts | None) -> Moved | None:
    if not found.rules and verdicts is not None and verdicts[0] == verdicts[1]:
        return None
    return Moved(record, found, verdicts)


def entry_of(moved: Moved, question: Question) -> EntryMoved:
    """What is told of one entry."""
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
