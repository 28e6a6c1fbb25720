"""Walking the tree for one record: what is answered, what is open, and which tiers are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from policies.engine.interpret import evaluate
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth, any_of
from policies.language.nodes import Node
from policies.language.values import WrongTypeError
from policies.law.calendar import begins_on
from policies.law.provisions import FACT, Begin, Group, Provision, Provisions, shipped_provisions
from policies.law.tree import UNDECIDED, Ground, Step, Tree, Way, shipped_tree
from policies.limits import LIMITS

# A tier that is final: whatever else the Act says makes no difference any more.
_FINAL: Final = ("not_ai_system", "prohibited")
# A tier that several provisions can bring about begins with the first of those that did.
_BROUGHT_ABOUT_BY: Final[Mapping[str, Group]] = {"prohibited": "practices", "transparency": "triggers"}


@dataclass(frozen=True)
class Subject:
    """A resolved use case and the day whose law it is judged by."""

    record: Mapping[str, Any]
    day: date
    facts: Mapping[str, Any]

    def scope(self) -> Scope:
        return Scope(self.record, self.facts, self.day, Budget(LIMITS.steps_a_rule))

    def ask(self, node: Node) -> Truth:
        """What a predicate comes to; a value of a wrong type says nothing."""
        try:
            return evaluate(node, self.scope())
        except WrongTypeError:
            return None


@dataclass(frozen=True)
class Answered:
    """One step: its answer (None: open), the grounds that are true, and those nobody has answered."""

    step: Step
    answer: Truth
    grounds: tuple[Ground, ...]
    unanswered: tuple[Ground, ...]


@dataclass(frozen=True)
class Decision:
    """What the tree comes to.

    ``path`` are the steps in order, with the likely answer taken where one is open; ``leaning`` is where that
    leads. ``possible`` are the tiers that are left; ``tier`` is decided where there is one.
    """

    subject: Subject
    path: tuple[Answered, ...]
    possible: tuple[str, ...]
    leaning: str
    law: Provisions

    @property
    def tier(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDECIDED

    def found(self, group: Group) -> tuple[str, ...]:
        """The practices, points or triggers that a true ground of the path brings about."""
        provisions = [ground.provision for one in self.path for ground in one.grounds if ground.provision]
        return tuple(dict.fromkeys(name for of, name in provisions if of == group))

    @cached_property
    def deadline(self) -> date | None:
        """When the first duty that makes the tier begins; None where none does, or only after a change."""
        group = _BROUGHT_ABOUT_BY.get(self.leaning)
        names = self.found(group) if group else ()
        dated = [self.provision(group, name) for name in names] if group else []
        if not dated:
            dated = [self.provision("tiers", self.leaning)]
        days = [self.begins(one.begin) for one in dated if one is not None]
        return min((day for day in days if day is not None), default=None)

    def provision(self, group: Group, name: str) -> Provision | None:
        return self.law.find(group, name, self.subject.day)

    def milestone_of(self, begin: Begin) -> str | None:
        """The milestone with which something begins for this record: of the first override that is true."""
        for condition, milestone in begin.overrides:
            if self.subject.ask(condition):
                return milestone
        return begin.milestone

    def begins(self, begin: Begin) -> date | None:
        name = self.milestone_of(begin)
        return None if name is None else begins_on(name, self.subject.day)

    def fact(self) -> dict[str, Any]:
        """The fact ``ai_act`` of the record, JSON-safe. A tier that is not decided is left out."""
        decided = {"tier": self.tier} if self.tier != UNDECIDED else {}
        deadline = {"deadline": self.deadline.isoformat()} if decided and self.deadline else {}
        return decided | deadline | self.findings()

    def findings(self) -> dict[str, Any]:
        return {
            "possible_tiers": list(self.possible),
            "art5_practices": list(self.found("practices")),
            "annex_iii_points": list(self.found("points")),
            "art50_triggers": list(self.found("triggers")),
        }


def decide(
    record: Mapping[str, Any], day: date, *, tree: Tree | None = None, law: Provisions | None = None
) -> Decision:
    """The tier of a resolved use case by the law of ``day``."""
    walk = _Walk(Subject(record, day, {}), tree or shipped_tree(), law or shipped_provisions())
    path, leaning = walk.path()
    possible = tuple(walk.reachable(Way(step=walk.tree.first.id)))
    return Decision(walk.subject, path, possible, leaning, walk.law)


def asked_of(decision: Decision) -> Subject:
    """The record with what the tree found as a fact: what duties are asked of."""
    fact = decision.findings() | {"tier": decision.leaning}
    return Subject(decision.subject.record, decision.subject.day, {FACT: fact})


class _Walk:
    """One record on its way through the tree; each step is answered once."""

    def __init__(self, subject: Subject, tree: Tree, law: Provisions) -> None:
        self.subject, self.tree, self.law = subject, tree, law
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
        return ground.provision is None or self.law.find(*ground.provision, self.subject.day) is not None

    def path(self) -> tuple[tuple[Answered, ...], str]:
        """The steps that are asked, and the tier at their end."""
        asked: list[Answered] = []
        way = Way(step=self.tree.first.id)
        while way.step:
            one = self.answer(way.step)
            asked.append(one)
            answer = one.step.assumed if one.answer is None else one.answer
            way = one.step.yes if answer else one.step.no
        if way.tier not in _FINAL:
            taken = {one.step.id for one in asked}
            asked += [
                self.answer(name)
                for name, step in self.tree.steps.items()
                if step.always and name not in taken
            ]
        return tuple(asked), way.tier

    def reachable(self, way: Way) -> list[str]:
        """The tiers that the answers given so far leave open, in the order of the tree."""
        if way.tier:
            return [way.tier]
        one = self.answer(way.step)
        ways = [one.step.yes] * (one.answer is not False) + [one.step.no] * (one.answer is not True)
        return list(dict.fromkeys(tier for next_way in ways for tier in self.reachable(next_way)))
