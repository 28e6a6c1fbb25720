"""OPA's Rego in C++ (regopy): a set with the names of the rules that are broken."""

import json
from collections.abc import Callable

from regopy import Interpreter

from benchmarks.policy.records import Record
from benchmarks.policy.rules import Condition, Rule


class Module:
    """Rego has no *or* and no *every* within expressions: each becomes a function of its own."""

    def __init__(self) -> None:
        self.lines = ["package bench", "import rego.v1"]
        self._count = 0

    def holds(self, one: Condition, holder: str) -> str:
        """A call that is true where the condition holds of ``holder``."""
        self._count += 1
        name = f"f{self._count}"
        for body in self._bodies(one):
            self.lines.append(f"{name}(r) if {{ {body} }}")
        return f"{name}({holder})"

    def _bodies(self, one: Condition) -> list[str]:
        match one:
            case ("all", *inside):
                return ["; ".join(self.holds(inner, "r") for inner in inside)]
            case ("any", *inside):
                return [self.holds(inner, "r") for inner in inside]
        word, field, *rest = one
        value = rest[0] if rest else None
        at, said = f"r.{field}", json.dumps(value) if not isinstance(value, tuple) else ""
        if isinstance(value, tuple) and word in ("in", "meets", "within"):
            said = "{" + ", ".join(map(json.dumps, value)) + "}"
        match word:
            case "is":
                return [f"{at} == {said}"]
            case "in":
                return [f"{at} in {said}"]
            case "meets":
                return [f"some x in {at}; x in {said}"]
            case "within":
                return [f"every x in {at} {{ x in {said} }}"]
            case "least":
                return [f"{at} >= {said}"]
            case "most":
                return [f"{at} <= {said}"]
            case "longer":
                return [f"count({at}) >= {said}"]
            case "filled":
                return [f"count({at}) > 0"]
            case "some":
                return [f"some x in {at}; {self.holds(value, 'x')}"]
            case "every":
                return [f"every x in {at} {{ {self.holds(value, 'x')} }}"]
        return [f"count([x | some x in {at}; {self.holds(value, 'x')}]) == 0"]


def broken(rules: list[Rule]) -> Callable[[Record], list[bool]]:
    module = Module()
    for number, (_, when, then) in enumerate(rules):
        asked = [module.holds(when, "input")] if when else []
        body = "; ".join([*asked, f"not {module.holds(then, 'input')}"])
        module.lines.append(f"broken contains {number} if {{ {body} }}")
    interpreter = Interpreter()
    interpreter.add_module("bench", "\n".join(module.lines))

    def ask(record: Record) -> list[bool]:
        interpreter.set_input(record)
        found = set(json.loads(str(interpreter.query("data.bench.broken")))["expressions"][0])
        return [number in found for number in range(len(rules))]

    return ask


verdicts = broken
