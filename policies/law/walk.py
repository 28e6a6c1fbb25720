"""Walking the tree for one record: what is answered, what is open, and which tiers each way comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.language.kleene import Truth, any_of
from policies.law.subject import Subject
from policies.law.tree import Ground, Step, Tree, Way

# The tier of what has no other.
_NOTHING_ELSE: Final = "minimal"


@dataclass(frozen=True)
class Answered:
    """One step: its answer (None: open), the grounds that are true, and those nobody has answered."""

    step: Step
    answer: Truth
    grounds: tuple[Ground, ...]
    unanswered: tuple[Ground, ...]


class Walk:
    """One record on its way through the tree; each step is answered once."""

    def __init__(self, subject: Subject, tree: Tree) -> None:
        self.subject, self.tree = subject, tree
        self._known: dict[str, Answered] = {}

    def answer(self, name: str) -> Answered:
        if name not in self._known:
            self._known[name] = self._answer(self.tree.steps[name])
        return self._known[name]

    def _answer(self, step: Step) -> Answered:
        truths = [(ground, self.subject.ask(ground.when)) for ground in step.grounds if self._is_law(ground)]
        true = tuple(ground for ground, truth in truths if truth)
        declared = [(ground, truth) for ground, truth in truths if not ground.is_sign]
        answer = True if true else any_of([truth for _, truth in declared])
        unanswered = tuple(ground for ground, truth in declared if truth is None)
        return Answered(step, answer, true, unanswered)

    def _is_law(self, ground: Ground) -> bool:
        return ground.provision is None or self.subject.provision(*ground.provision) is not None

    def path(self) -> tuple[tuple[Answered, ...], tuple[str, ...]]:
        """The steps that are asked, and the tiers that they come to."""
        asked: list[Answered] = []
        way, tiers = Way(step=self.tree.first.id), []
        while way.step:
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
        if not way.step:
            yield here
            return
        one = self.answer(way.step)
        ways = [one.step.yes] * (one.answer is not False) + [one.step.no] * (one.answer is not True)
        for after in ways:
            yield from ([*here, *end] for end in self._ends(after))


def _holding(tiers: Iterable[str]) -> tuple[str, ...]:
    """The tiers at the end of a way. Least risk is the tier of what has no other."""
    return tuple(tier for tier in tiers if tier != _NOTHING_ELSE) or (_NOTHING_ELSE,)
