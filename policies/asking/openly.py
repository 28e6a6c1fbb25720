"""Evaluating openly: what is not said may still be said, so nobody takes it for absent.

A predicate that is decided openly stays as it is, whatever else is said of the record.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from policies.asking.waiting import waiting
from policies.engine.interpret import evaluate
from policies.engine.scope import Budget, Scope
from policies.language.kleene import Truth
from policies.language.nodes import Node, Path, paths_in
from policies.language.values import MISSING, WrongTypeError
from policies.limits import LIMITS


class OpenScope(Scope):
    """A scope in which nobody knows yet whether a missing thing is there."""

    __slots__ = ()

    def presence(self, path: Path) -> Any:
        return MISSING if self.raw(path) is MISSING else True


@dataclass(frozen=True)
class OpenSubject:
    """A record, and the facts that stay as they are whatever else it says; ``told`` are all of them today."""

    kind: str
    record: Mapping[str, Any]
    facts: Mapping[str, Any]
    today: date
    told: Mapping[str, Any]

    def scope(self) -> OpenScope:
        return OpenScope(self.record, self.facts, self.today, Budget(LIMITS.steps_a_rule))

    def ask(self, node: Node) -> Truth | WrongTypeError:
        try:
            return evaluate(node, self.scope())
        except WrongTypeError as problem:
            return problem

    def wait(self, nodes: Iterable[Node]) -> list[str]:
        """The JSON pointers of what decides those of ``nodes`` that are open."""
        return [place for node in nodes for place in self._waits(node)]

    def _waits(self, node: Node) -> Iterator[str]:
        """Where a fact can still move, also what the node waits for with the fact as it is today."""
        found = list(waiting(node, self.scope()))
        yield from found
        if any(place.startswith("/facts/") for place in found):
            yield from waiting(node, replace(self, facts=self.told).scope())
            yield from (f"/facts/{path.steps[0]}" for path in paths_in(node) if path.root == "facts")
