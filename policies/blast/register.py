"""Records on one day, read once and kept as columns, for one change of the rules after another."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from policies.blast.changed import Rules, facts_read, rules_that_differ, sort_rules
from policies.blast.counting import Place, change_of, place_of
from policies.blast.masks import Levels, turned, united, worse_of
from policies.blast.question import Question, entry_of, question_of
from policies.blast.radius import MOST_LISTED, BlastRadius, EntryMoved, RuleMoved, RuleTally, Tally
from policies.blast.turns import TURNS
from policies.columns.bits import bits, rows
from policies.columns.mirror import Mirror, Outcomes
from policies.compiled.weight import LEVELS
from policies.engine.check import refuse_unknown
from policies.errors import PolicyError
from policies.facts import FactIndex, Held
from policies.language.packs import Packs
from policies.language.rules import Rule

Record = Mapping[str, Any]


class _Facts(Mapping[str, Any]):
    """The facts of a record, each computed when a rule first reads it."""

    def __init__(self, record: Record, index: FactIndex) -> None:
        self._record, self._index = record, index
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._index.for_record(self._record, (name,)).get(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index.for_record(self._record))

    def __len__(self) -> int:
        return len(self._index.for_record(self._record))


class Register:
    """``old`` are the packs that every change is compared with; the other arguments as for ``diff_packs``.

    The first change reads the fields that its rules ask for, and later ones find them.
    """

    def __init__(
        self,
        old: Packs,
        records: Iterable[Record],
        *,
        as_of: date,
        portfolio: Iterable[Record] | None = None,
        held: Held | None = None,
    ) -> None:
        listed = list(records)
        self._old, self._as_of, self._held = old, as_of, held
        self._portfolio = listed if portfolio is None else list(portfolio)
        self._facts = FactIndex(self._portfolio, old, as_of, held)
        by_kind: defaultdict[str, list[Record]] = defaultdict(list)
        for record in listed:
            refuse_unknown(record.get("kind"), None)
            by_kind[record["kind"]].append(record)
        self._kinds = [_Kind(kind, some, self._facts) for kind, some in sorted(by_kind.items())]

    def diff(self, new: Packs, *, gate: str | None = None) -> BlastRadius:
        """What ``diff_packs`` says of the same records. Raises PolicyError for a gate that is none."""
        refuse_unknown("use_case", gate)
        old, facts = self._old, self._facts
        same = old.facts == new.facts
        change = _Change(
            old, new, facts, facts if same else FactIndex(self._portfolio, new, self._as_of, self._held), gate
        )
        moves = [kind.moves(change) for kind in self._kinds]
        question = question_of(old, new, self._portfolio, as_of=self._as_of, held=self._held, gate=gate)
        return _answer(change, moves, question)


@dataclass(frozen=True)
class _Change:
    old: Packs
    new: Packs
    old_facts: FactIndex
    new_facts: FactIndex
    gate: str | None

    def reads_alike(self, rule: Rule) -> bool:
        """Whether the facts that a new rule reads are those of the old packs."""
        return all(self.old.facts.get(one) == self.new.facts.get(one) for one in facts_read([rule]))


@dataclass
class _Moves:
    """Rows of one kind by what becomes of them."""

    kind: "_Kind"
    turned: list[tuple[RuleMoved, int]] = field(default_factory=list)
    verdicts: dict[tuple[str, str], int] = field(default_factory=dict)

    def columns(self) -> dict[str, int]:
        """The rows of each column of a tally."""
        found: dict[str, int] = dict.fromkeys((*TURNS, "worse", "better"), 0)
        for one, some in self.turned:
            found[str(one.turn)] |= some
        for verdicts, some in self.verdicts.items():
            if change := change_of(verdicts):
                found[change] |= some
        return found

    @property
    def moved(self) -> int:
        return united([some for _, some in self.turned]) | united(self.verdicts.values())


class _Kind:
    """The records of one kind in the order of their keys."""

    def __init__(self, kind: str, records: Sequence[Record], facts: FactIndex) -> None:
        self.kind = kind
        self.records = sorted(records, key=lambda record: str(record.get("key")))
        self.mirror = Mirror(self.records, [_Facts(one, facts) for one in self.records], facts.today)
        by_place: defaultdict[Place, list[int]] = defaultdict(list)
        for row, record in enumerate(self.records):
            by_place[place_of(record)].append(row)
        self.places = {place: bits(some, self.mirror.size) for place, some in by_place.items()}

    def moves(self, change: _Change) -> _Moves:
        rules = sort_rules(change.old, change.new, self.kind, change.gate)
        before = {rule.id: self.mirror.outcomes(rule) for rule in rules.old}
        after = {rule.id: self._after(rule, change) for rule in rules.new}
        every, found = self.mirror.every, _Moves(self)
        for name in sorted({*before, *after}):
            found.turned += turned(name, before.get(name), after.get(name), every)
        was = self._levels(rules.old, before, change.old_facts)
        now = self._levels(rules.new, after, change.new_facts)
        asked = rules.asked
        differ = united(one & ~other for one, other in zip(was, now, strict=True))
        differ = every if asked[0] != asked[1] else differ
        if differ:
            same = {rule.id: self.mirror.outcomes(rule, differ) for rule in rules.same}
            others = self._levels(rules.same, same, change.old_facts)
            found.verdicts = _verdicts(worse_of(was, others), worse_of(now, others), differ, asked)
        return found

    def _after(self, rule: Rule, change: _Change) -> Outcomes:
        if change.reads_alike(rule):
            return self.mirror.outcomes(rule)
        facts = [_Facts(one, change.new_facts) for one in self.records]
        return self.mirror.one_by_one(rule, range(self.mirror.size), facts)

    def _levels(self, rules: Rules, outcomes: Mapping[str, Outcomes], facts: FactIndex) -> list[int]:
        levels = Levels(self.mirror.every, self.mirror.size)
        for rule in rules:
            levels.add(rule, outcomes[rule.id], self.records, facts)
        return levels.worst()


def _verdicts(
    before: Sequence[int], after: Sequence[int], among: int, asked: tuple[bool, bool]
) -> dict[tuple[str, str], int]:
    """The rows whose verdict changes, by the one before and after; "" where no rule is asked."""
    found: dict[tuple[str, str], int] = {}
    for was, left in zip(LEVELS, before, strict=True):
        for now, right in zip(LEVELS, after, strict=True):
            pair = was if asked[0] else "", now if asked[1] else ""
            if pair[0] != pair[1] and (both := left & right & among):
                found[pair] = found.get(pair, 0) | both
    return found


def _answer(change: _Change, moves: Sequence[_Moves], question: Question) -> BlastRadius:
    turns: defaultdict[str, Counter[str]] = defaultdict(Counter)
    verdicts: Counter[tuple[str, str]] = Counter()
    for one in moves:
        for moved, some in one.turned:
            turns[moved.id][str(moved.turn)] += some.bit_count()
        verdicts.update({pair: some.bit_count() for pair, some in one.verdicts.items()})
    entries = tuple(_entry(record, question) for record in islice(_worst_first(moves), MOST_LISTED))
    return BlastRadius(
        as_of=change.old_facts.today,
        gate=change.gate,
        old=change.old.digest,
        new=change.new.digest,
        total=next(iter(_tallies(moves, lambda _: "")), Tally("", 0)),
        verdicts=dict(verdicts),
        rules=tuple(
            RuleTally(rule.id, rule.title, rule.severity, word, **turns[rule.id])
            for rule, word in rules_that_differ(change.old, change.new, change.gate)
        ),
        teams=_tallies(moves, lambda place: place.team),
        tiers=_tallies(moves, lambda place: place.tier),
        entries=entries,
        more=sum(one.moved.bit_count() for one in moves) - len(entries),
    )


def _tallies(moves: Sequence[_Moves], name_of: Callable[[Place], str | None]) -> tuple[Tally, ...]:
    asked: Counter[str] = Counter()
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in moves:
        columns = one.columns()
        for place, some in one.kind.places.items():
            if (name := name_of(place)) is not None:
                asked[name] += some.bit_count()
                counted[name].update({column: (some & of).bit_count() for column, of in columns.items()})
    return tuple(Tally(name, number, **counted[name]) for name, number in sorted(asked.items()))


# Whether the verdict gets worse, whether something fails, and whether something opens or breaks.
_ORDER: Final = [(worse, fails, opens) for worse in (1, 0) for fails in (1, 0) for opens in (1, 0)]


def _worst_first(moves: Sequence[_Moves]) -> Iterator[Record]:
    """In the order of ``Moved.worst_first``."""
    for wanted in _ORDER:
        for one in moves:
            columns, every = one.columns(), one.kind.mirror.every
            sets = columns["worse"], columns["fails"], columns["opens"] | columns["breaks"]
            found = one.moved
            for some, is_wanted in zip(sets, wanted, strict=True):
                found &= some if is_wanted else every & ~some
            yield from (one.kind.records[row] for row in rows(found, one.kind.mirror.size))


def _entry(record: Record, question: Question) -> EntryMoved:
    moved = question.of(record)
    if moved is None:
        raise PolicyError(
            f"Columns say of {record.get('key')} what no rule does: this is a mistake in Muster"
        )
    return entry_of(moved, question)
