"""Looking for sets of changes: rule by rule, the least effort first, and nothing that is not needed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import combinations, count
from typing import Any, Final, NamedTuple

from policies.asking.effort import COST, Effort, effort_of
from policies.asking.gaps import DERIVED_FROM
from policies.asking.repairs import NOTHING, Repair, both, repairs
from policies.asking.stopping import Bench
from policies.engine.findings import Subject
from policies.engine.grounds import value_at
from policies.language.nodes import paths_in
from policies.language.responsible import who_label
from policies.language.rules import Rule
from policies.language.values import MISSING, WrongTypeError, said
from policies.law.tree import shipped_tree
from policies.record.fields import KINDS
from policies.record.masking import is_sensitive, masked
from policies.record.places import spot_at
from policies.record.pointers import trail_of

# Records that are looked at in one search.
_MOST_JUDGED: Final = 300
# Changes of which all choices are tried.
_MOST_TOGETHER: Final = 10
_MOST_BESIDE: Final = 6
_OWNERS: Final = {
    "data_source": "data_source_owner",
    "tool": "tool_owner",
    "ai_model": "model_owner",
    "consent_scope": "consent_owner",
}


class Changeable(NamedTuple):
    """A field that can be changed: what is there, what it takes, and who owns what it lies in, or ""."""

    label: str
    before: Any
    effort: Effort
    owner: str


def change_of(subject: Subject, pointer: str) -> Changeable | None:
    """None for what is simply so, and for what no table has."""
    place = pointer.removesuffix("/-")
    spot = spot_at(subject.kind, place)
    before = value_at(place, subject.record) if spot else None
    was_said = said(before) is not MISSING
    effort = effort_of(spot.field, was_said=was_said) if spot else None
    if spot is None or effort is None or (was_said and pointer.startswith("/org/")):
        return None
    if was_said and place == pointer and spot.field.type in ("ref", "refs", "parts"):
        return None  # What an entry stands on is so: rows and links are added, and none is taken away.
    if was_said and is_sensitive(subject.kind, place):
        before = masked(before)
    return Changeable(spot.label, before if was_said else None, effort, _owner(subject.kind, place))


def _owner(kind: str, pointer: str) -> str:
    if pointer.startswith("/org/"):
        return who_label("administrator")
    linked = [stop.field.of for stop in trail_of(kind, pointer)[:-1] if stop.field.of in KINDS]
    return who_label(_OWNERS.get(linked[-1], "owner_team")) if linked else ""


@dataclass
class Search:
    """From nothing changed to what brings ``bench`` to ``wanted``, but for the rules that are ``ignored``.

    ``more`` tells that not all was tried.
    """

    bench: Bench
    wanted: int
    ignored: tuple[str, ...] = ()
    more: bool = False
    stuck: dict[str, None] = field(default_factory=dict)
    who: dict[tuple[str, str], str] = field(default_factory=dict)

    def run(self, most: int) -> list[Repair]:
        """At most ``most`` minimal sets."""
        if self._hopeless():
            return []
        found: list[Repair] = []
        most_known = len(self.bench.known) + _MOST_JUDGED
        order = count()
        ahead: list[tuple[int, int, Repair]] = [(0, next(order), NOTHING)]
        seen = {NOTHING}
        while ahead and len(found) < most and not self._stops_looking(most_known):
            _, _, repair = heappop(ahead)
            if any(one <= repair for one in found):
                continue
            if self.works(repair):
                smallest = self._smallest(repair)
                if smallest is not None and smallest not in found:
                    found.append(smallest)
                continue
            for one in self._next(repair):
                if one not in seen:
                    seen.add(one)
                    heappush(ahead, (self._promise(one), next(order), one))
        self.more = self.more or bool(ahead)
        return found

    def _stops_looking(self, most_known: int) -> bool:
        return self.bench.is_exhausted or len(self.bench.known) >= most_known

    def _hopeless(self) -> bool:
        """Whether there are rules that nothing mends as the record is."""
        subject = self.bench.judge(NOTHING).subject
        for name in self._stopping(NOTHING):
            if not any(True for _ in self._mends(self.bench.by_id[name], subject)):
                self.stuck[name] = None
        return bool(self.stuck)

    @cached_property
    def _read(self) -> dict[str, set[str]]:
        return {rule.id: _read(rule) for rule in self.bench.rules}

    def cost(self, change: tuple[str, str]) -> int:
        found = change_of(self.bench.subject, change[0])
        return COST[found.effort] if found else 0

    def works(self, repair: Repair) -> bool:
        return not self._stopping(repair)

    def _stopping(self, repair: Repair) -> list[str]:
        levels = self.bench.judge(repair).levels
        return [name for name, level in levels.items() if level > self.wanted and name not in self.ignored]

    def _promise(self, repair: Repair) -> int:
        """What it costs so far, and more than most mends cost for each rule that still stops."""
        return sum(map(self.cost, repair)) + 6 * len(self._stopping(repair))

    def _next(self, repair: Repair) -> Iterator[Repair]:
        """The set with what would mend one rule more."""
        judged = self.bench.judge(repair)
        rule = self.bench.by_id[self._stopping(repair)[0]]
        options = list(self._mends(rule, judged.subject))
        if not options:
            self.stuck[rule.id] = None
        for option in options:
            yield from both([[repair], [option]])

    def _mends(self, rule: Rule, subject: Subject) -> Iterator[Repair]:
        try:
            found = self._repairs(rule, subject)
        except WrongTypeError:
            return
        for repair, who in found:
            if repair and all(change_of(self.bench.subject, pointer) for pointer, _ in repair):
                for change in repair:
                    self.who.setdefault(change, who)
                yield repair

    def _repairs(self, rule: Rule, subject: Subject) -> list[tuple[Repair, str]]:
        """All its checks hold, or it does not apply."""
        met = both([repairs(check.that, subject.scope(), True) for check in rule.require])
        named = next((check.who for check in rule.require if check.who), rule.who)
        found = [(one, who_label(named)) for one in met]
        if rule.when is not None:
            found += [(one, who_label(rule.who)) for one in repairs(rule.when, subject.scope(), False)]
        return found

    def _smallest(self, repair: Repair) -> Repair | None:
        """The set without what is not needed; None where it is too large to be sure that nothing is."""
        for change in sorted(repair, key=self.cost, reverse=True):
            if self.bench.is_exhausted:
                self.more = True
                return None
            if self.works(repair - {change}):
                repair = repair - {change}
        needed = frozenset(change for change in repair if self._is_needed(change, repair))
        rest = sorted(repair - needed)
        if len(rest) > _MOST_TOGETHER:
            self.more = True
            return None
        for size in range(len(rest)):
            for kept in combinations(rest, size):
                smaller = needed | frozenset(kept)
                if self.works(smaller):
                    return self._smallest(smaller)
        return repair

    def _is_needed(self, change: tuple[str, str], repair: Repair) -> bool:
        """Whether some rule stops without it, whatever is made of the others that the rule looks at."""
        return any(self._always_stops(rule, beside) for rule, beside in self._looking_at(change, repair))

    def _looking_at(self, change: tuple[str, str], repair: Repair) -> list[tuple[Rule, Repair]]:
        """The rules that look at a change, each with the others it looks at; few of them first."""
        found = []
        for rule in self.bench.rules:
            names = self._read[rule.id]
            if rule.id not in self.ignored and _names(change) & names:
                beside = frozenset(one for one in repair - {change} if _names(one) & names)
                if len(beside) <= _MOST_BESIDE:
                    found.append((rule, beside))
        return sorted(found, key=lambda one: len(one[1]))

    def _always_stops(self, rule: Rule, beside: Repair) -> bool:
        if self.bench.is_exhausted:
            return False
        kept = (combinations(sorted(beside), size) for size in range(len(beside) + 1))
        levels = (self.bench.judge(frozenset(one)).levels for some in kept for one in some)
        return all(found.get(rule.id, 0) > self.wanted for found in levels)


def _names(change: tuple[str, str]) -> set[str]:
    return {step for step in change[0].split("/") if step and not step.isdigit()}


def _read(rule: Rule) -> set[str]:
    """The names of all fields that can matter to a rule."""
    paths = list(paths_in((rule.when, rule.require, rule.effective_overrides)))
    names = {step for path in paths for step in path.steps}
    for (_, derived), sources in DERIVED_FROM.items():
        if derived in names:
            names |= {step for steps in sources for step in steps}
    if any(path.root == "facts" for path in paths):
        grounds = [ground.when for step in shipped_tree().steps.values() for ground in step.grounds]
        names |= {step for path in paths_in(tuple(grounds)) for step in path.steps}
    if rule.jurisdictions:
        names |= {"jurisdictions", "member_states"}
    return names
