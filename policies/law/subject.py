"""One use case before the law of one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.engine.interpret import evaluate
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth
from policies.language.nodes import Node
from policies.language.values import WrongTypeError
from policies.law.calendar import begins_on
from policies.law.provisions import Begin, Group, Provision, Provisions
from policies.limits import LIMITS


@dataclass(frozen=True)
class Subject:
    """A resolved use case, with the law of the day by which it is judged."""

    record: Mapping[str, Any]
    day: date
    facts: Mapping[str, Any]
    law: Provisions

    def scope(self) -> Scope:
        return Scope(self.record, self.facts, self.day, Budget(LIMITS.steps_a_rule))

    def ask(self, node: Node) -> Truth:
        """What a predicate comes to; a value of a wrong type says nothing."""
        try:
            return evaluate(node, self.scope())
        except WrongTypeError:
            return None

    def provision(self, group: Group, name: str) -> Provision | None:
        return self.law.find(group, name, self.day)

    def milestone_of(self, begin: Begin) -> str | None:
        """The milestone with which something begins for this record: of the first override that is true."""
        for condition, milestone in begin.overrides:
            if self.ask(condition):
                return milestone
        return begin.milestone

    def begins(self, begin: Begin) -> date | None:
        name = self.milestone_of(begin)
        return None if name is None else begins_on(name, self.day)
