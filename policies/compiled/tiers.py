"""The tier of the AI Act for many records: what the tree asks of each is answered by a generated function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from policies.compiled.conditions import TRUTH, conditions_source_of
from policies.compiled.memos import Odd
from policies.compiled.outcomes import Record, made
from policies.language.kleene import Truth
from policies.language.nodes import Node
from policies.language.values import WrongTypeError
from policies.law.deciding import Decision, decide, decided
from policies.law.provisions import Provisions, shipped_provisions
from policies.law.subject import Subject
from policies.law.tree import Tree, shipped_tree

# A fact takes about 1 kB.
_MOST: Final = 1_000


@dataclass(frozen=True)
class _Told(Subject):
    """A use case of which the answers are known, by the identity of what is asked."""

    answers: Mapping[int, Truth] = field(default_factory=dict)

    def ask(self, node: Node) -> Truth:
        return self.answers[id(node)] if id(node) in self.answers else super().ask(node)


@dataclass(frozen=True)
class Tiers:
    """The law of one day. ``fact`` says exactly what that of ``policies.law.deciding.decide`` says."""

    today: date
    tree: Tree
    law: Provisions
    conditions: tuple[Node, ...]
    source: str
    _answers: Callable[[Record, Record], bytes]
    _facts: dict[bytes, dict[str, Any]] = field(default_factory=dict)

    def fact(self, record: Record) -> dict[str, Any]:
        """The fact ``ai_act``: it follows from the answers alone, and many records have the same."""
        said = self.said(record)
        if said is None:
            return decide(record, self.today, tree=self.tree, law=self.law).fact()
        fact = self._facts.get(said)
        if fact is None:
            if len(self._facts) >= _MOST:
                self._facts.clear()
            fact = self._facts[said] = self.decided(record, said).fact()
        return {name: [*one] if isinstance(one, list) else one for name, one in fact.items()}

    def said(self, record: Record) -> bytes | None:
        """The truth of each condition; None where the record holds what no field promises."""
        try:
            return self._answers(record, {})
        except (Odd, WrongTypeError, TypeError):
            return None

    def decided(self, record: Record, said: bytes) -> Decision:
        """What the tree comes to where that is so. Whatever else is asked the interpreter answers."""
        answers = dict(zip(map(id, self.conditions), map(TRUTH.__getitem__, said), strict=True))
        return decided(_Told(record, self.today, {}, self.law, answers), self.tree)


def tiers_on(today: date) -> Tiers:
    """The function for the law that ships, as it is on ``today``."""
    tree, law = shipped_tree(), shipped_provisions()
    conditions = (*tree.conditions(), *law.conditions())
    source = conditions_source_of(conditions, today)
    return Tiers(today, tree, law, conditions, source.text, made(source, "answers", {}))
