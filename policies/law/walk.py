"""Walking the tree for one record: what is answered, what is open, and which tiers each way comes to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policies.language.kleene import Truth, any_of
from policies.law.provisions import Begin, Group
from policies.law.subject import Subject
from policies.law.tree import Ground, Step, Tree, Way, grounds_on

PROHIBITED: Final = "prohibited"
# The tier of what has no other.
_NOTHING_ELSE: Final = "minimal"
# A tier that several provisions can bring about begins with the first of those that did.
_BROUGHT_ABOUT_BY: Final[Mapping[str, Group]] = {PROHIBITED: "practices", "transparency": "triggers"}


@dataclass(frozen=True)
class Answered:
    """One step: its answer (None: open), the grounds that are true, and those nobody has answered."""

    step: Step
    answer: Truth
    grounds: tuple[Ground, ...]
    unanswered: tuple[Ground, ...]


def found(group: Group, answered: Iterable[Answered]) -> tuple[str, ...]:
    """The practices, points or triggers that a true ground brings about."""
    provisions = [ground.provision for one in answered for ground in one.grounds if ground.provision]
    return tuple(dict.fromkeys(name for of, name in provisions if of == group))


def possible(group: Group, answered: Iterable[Answered]) -> frozenset[str]:
    """Those that a ground which nobody has answered may bring about."""
    provisions = [ground.provision for one in answered for ground in one.unanswered if ground.provision]
    return frozenset(name for of, name in provisions if of == group)


def begins_of(tier: str, subject: Subject, answered: Iterable[Answered]) -> list[Begin]:
    """When a tier begins: with that of the first which counts."""
    group = _BROUGHT_ABOUT_BY.get(tier)
    named = [subject.provision(group, name) for name in found(group, answered)] if group else []
    named = named or [subject.provision("tiers", tier)]
    return [one.begin for one in named if one is not None]


class Walk:
    """One record on its way through the tree; each step is answered once."""

    def __init__(self, subject: Subject, tree: Tree) -> None:
        self.subject, self.tree = subject, tree
        self._grounds = grounds_on(tree, subject.law, subject.day)
        self._known: dict[str, Answered] = {}

    def answer(self, name: str) -> Answered:
        if name not in self._known:
            self._known[name] = self._answer(self.tree.steps[name])
        return self._known[name]

    def _answer(self, step: Step) -> Answered:
        truths = [(ground, self.subject.ask(ground.when)) for ground in self._grounds[step.id]]
        true = tuple(ground for ground, truth in truths if truth)
        unanswered = tuple(ground for ground, truth in truths if truth is None)
        return Answered(step, any_of([truth for _, truth in truths]), true, unanswered)

    def path(self) -> tuple[tuple[Answered, ...], tuple[str, ...]]:
        """The steps that are asked, and the tiers that they come to."""
        asked: list[Answered] = []
        way, tiers = Way(step=self.tree.first.id), []
        while way.step and not self._ends_all(way.tier):
            one = self.answer(way.step)
            asked.append(one)
            answer = one.step.assumed if one.answer is None else one.answer
            way = one.step.yes if answer else one.step.no
            tiers += [way.tier] * bool(way.tier)
        return tuple(asked), _holding(tiers)

    def ends(self) -> Iterator[tuple[str, ...]]:
        """The tiers that each way comes to which the answers so far leave open, in the order of the tree."""
        return map(_holding, self._ends(Way(step=self.tree.first.id)))

    def _ends(self, way: Way) -> Iterator[list[str]]:
        here = [way.tier] * bool(way.tier)
        if not way.step or self._ends_all(way.tier):
            yield here
            return
        one = self.answer(way.step)
        ways = [one.step.yes] * (one.answer is not False) + [one.step.no] * (one.answer is not True)
        for after in ways:
            yield from ([*here, *end] for end in self._ends(after))

    def _ends_all(self, tier: str) -> bool:
        """Whether it leaves nothing to ask: what is forbidden today. What will be has duties till then."""
        if tier != PROHIBITED:
            return False
        days = map(self.subject.begins, begins_of(tier, self.subject, self._known.values()))
        return any(day is not None and day <= self.subject.day for day in days)


def _holding(tiers: Iterable[str]) -> tuple[str, ...]:
    """The tiers at the end of a way. Least risk is the tier of what has no other."""
    return tuple(tier for tier in tiers if tier != _NOTHING_ELSE) or (_NOTHING_ELSE,)
