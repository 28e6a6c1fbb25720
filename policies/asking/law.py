"""Whether the tier of the AI Act can still move, and by which answers."""

from collections.abc import Iterator
from typing import NamedTuple

from policies.asking.openly import OpenScope, OpenSubject
from policies.engine.scope import Budget
from policies.language.kleene import any_of
from policies.language.nodes import Node
from policies.language.values import WrongTypeError
from policies.law.provisions import shipped_provisions
from policies.law.subject import Subject
from policies.law.tree import Step, shipped_tree
from policies.law.walk import Answered, Walk
from policies.limits import LIMITS


class LegalGaps(NamedTuple):
    """``tier``: the one that is left for good, or ""; ``gaps`` are places that could move what was found."""

    tier: str
    gaps: tuple[str, ...]


def legal_gaps(subject: OpenSubject) -> LegalGaps:
    """What decides the fact ``ai_act`` of a use case."""
    if subject.kind != "use_case":
        return LegalGaps("", ())
    law = _Subject(subject.record, subject.today, {}, shipped_provisions())
    walk = _Walk(law, shipped_tree())
    tiers = {end[0] for end in walk.ends()}
    gaps = dict.fromkeys(place for node in walk.nodes() for place in _waits(node, subject))
    return LegalGaps(tiers.pop() if len(tiers) == 1 else "", tuple(gaps))


def _waits(node: Node, subject: OpenSubject) -> list[str]:
    """A value of a wrong type says nothing, as where the tree is walked."""
    try:
        return subject.wait([node])
    except WrongTypeError:
        return []


class _Subject(Subject):
    """A use case of which nobody takes for absent what is not said."""

    def scope(self) -> OpenScope:
        return OpenScope(self.record, self.facts, self.day, Budget(LIMITS.steps_a_rule))


class _Walk(Walk):
    """Every way that is left. A sign that nobody has seen yet can turn a no into a yes, so it is open too."""

    def _answer(self, step: Step) -> Answered:
        grounds = self._grounds[step.id]
        answer = any_of([self.subject.ask(ground.when) for ground in grounds])
        return Answered(step, answer, grounds, ())

    def _ends_all(self, tier: str) -> bool:
        """Whether something is forbidden already may depend on answers, so all after it is asked too."""
        return False

    def nodes(self) -> Iterator[Node]:
        """The grounds of all steps that were asked, and what decides when something begins."""
        for one in self._known.values():
            yield from (ground.when for ground in one.grounds)
        yield from self.subject.law.conditions()
