"""The tree of an evaluation: every predicate with what it came to, long lists cut to what decides."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, Literal

from policies.engine.evidence import place_at
from policies.engine.explanation import ANSWERS, Answer, Step
from policies.engine.interpret import evaluate, holds, measure, selected, value_of
from policies.engine.scope import Scope
from policies.engine.words import expectation, operand_text, range_json
from policies.language.nodes import All, AnyOf, AtLeast, Measured, Node, Not, Path, Quantified, Test
from policies.language.values import MISSING, WrongTypeError
from policies.record.masking import is_sensitive

Role = Literal["", "item", "where", "satisfies"]
_ITEMS: Final = 10
_STEPS: Final = 400


class StepMaker:
    """Makes the steps of one predicate; after ``_STEPS`` of them the entries of lists are only counted."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._left = _STEPS

    def step(self, node: Node, scope: Scope, role: Role = "") -> Step:
        """The predicate and all in it. A value of a wrong type is an ``error`` of the steps that meet it."""
        self._left -= 1
        try:
            return self._MAKE[type(node)](self, node, scope, role)
        except WrongTypeError as problem:
            where = problem.pointer
            hidden = is_sensitive(self._kind, where)
            said = "the value there is not of its kind" if hidden else str(problem)
            return Step(f"This can't be evaluated: {said}", "error", where, role=role)

    def _answer(self, ask: Callable[[], Any]) -> Answer:
        try:
            return ANSWERS[ask()]
        except WrongTypeError:
            return "error"

    def _test(self, node: Test, scope: Scope, role: Role) -> Step:
        expected = expectation(node, scope, True)
        return self._at(node.path, scope, expected, ANSWERS[evaluate(node, scope)], role)

    def _at(
        self, path: Path, scope: Scope, expected: str, truth: Answer, role: Role, actual: Any = None
    ) -> Step:
        place = place_at(path, scope, expected)
        found = place.actual if actual is None else actual
        sentence = f"“{place.label}” {expected}"
        return Step(sentence, truth, place.pointer, expected, found, role)

    def _several(self, node: All | AnyOf | AtLeast, scope: Scope, role: Role) -> Step:
        match node:
            case All():
                sentence = "All of these hold"
            case AnyOf():
                sentence = "At least one of these holds"
            case AtLeast(number, inside):
                sentence = f"At least {number} of these {len(inside)} hold"
        inside_steps = tuple(self.step(child, scope) for child in node.children)
        truth = self._answer(lambda: evaluate(node, scope))
        return Step(sentence, truth, scope.pointer, role=role, children=inside_steps)

    def _not(self, node: Not, scope: Scope, role: Role) -> Step:
        truth = self._answer(lambda: evaluate(node, scope))
        return Step(
            "This does not hold", truth, scope.pointer, role=role, children=(self.step(node.child, scope),)
        )

    def _quantified(self, node: Quantified, scope: Scope, role: Role) -> Step:
        label = node.path.slot.label
        sentence = {
            "some": f"At least one of “{label}” fits",
            "every": f"Each of “{label}” is as asked",
            "none": f"None of “{label}” fits",
        }[node.kind]
        truth = self._answer(lambda: evaluate(node, scope))
        place = place_at(node.path, scope, "is answered")
        items = scope.items(node.path)
        if items is None:
            return Step(sentence, truth, place.pointer, "is answered", place.actual, role)
        answers = [self._answer(partial(holds, node, item)) for item in items]
        decisive = truth if node.kind != "none" else {"true": "false", "false": "true"}.get(truth, truth)
        children, left_out = self._chosen(node, items, answers, decisive)
        return Step(sentence, truth, place.pointer, "", place.actual, role, children, left_out)

    def _chosen(
        self, node: Quantified | Measured, items: list[Scope], answers: list[Answer], decisive: str
    ) -> tuple[tuple[Step, ...], dict[Answer, int]]:
        """Of many entries those that decide come first; what is shown keeps the order of the list."""
        order = sorted(range(len(items)), key=lambda index: (answers[index] != decisive, index))
        shown = sorted(order[: _ITEMS if self._left > 0 else 0])
        children = tuple(self._item(node, items[index], index, answers[index]) for index in shown)
        rest = [answers[index] for index in order if index not in shown]
        return children, {answer: rest.count(answer) for answer in sorted(set(rest))}

    def _item(self, node: Quantified | Measured, item: Scope, index: int, answer: Answer) -> Step:
        name = f"{node.path.slot.label} {index + 1}"
        parts: list[tuple[Node | None, Role]] = [(node.where, "where")]
        if isinstance(node, Quantified):
            counts = self._answer(lambda: selected(node.where, item))
            if counts == "false":
                name += ", which is not meant"
            else:
                parts.append((node.satisfies, "satisfies"))
        children = tuple(self.step(part, item, role) for part, role in parts if part is not None)
        return Step(name, answer, item.pointer, role="item", children=children)

    def _measured(self, node: Measured, scope: Scope, role: Role) -> Step:
        found = measure(node, scope)
        truth = ANSWERS[evaluate(node, scope)]
        expected = f"{'adds up to' if node.of is not None else 'has'} {self._limits(node, scope)}"
        if found is None:
            return self._at(node.path, scope, expected, truth, role)
        step = self._at(node.path, scope, expected, truth, role, actual=range_json(found))
        if node.path.slot.category != "items":
            return step
        items = scope.items(node.path) or []
        answers = [self._answer(partial(selected, node.where, item)) for item in items]
        children, left_out = self._chosen(node, items, answers, "true")
        return Step(step.sentence, truth, step.pointer, expected, step.actual, role, children, left_out)

    def _limits(self, node: Measured, scope: Scope) -> str:
        return " and ".join(self._limit_words(node, scope))

    def _limit_words(self, node: Measured, scope: Scope) -> Iterable[str]:
        for bound, word in ((node.gte, "at least"), (node.lte, "at most")):
            if bound is not None:
                value = value_of(bound, scope)
                text = "?" if value is MISSING else operand_text(bound, value, node.path.slot)
                yield f"{word} {text}"

    _MAKE: Final[dict[type, Callable[..., Step]]] = {
        Test: _test,
        All: _several,
        AnyOf: _several,
        AtLeast: _several,
        Not: _not,
        Quantified: _quantified,
        Measured: _measured,
    }
