"""Predicates in words, without a record: when a rule applies and what it asks, as a list with lists in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.language.nodes import (
    All,
    AnyOf,
    AtLeast,
    Constant,
    FieldValue,
    FromToday,
    LegalDay,
    Measured,
    Node,
    Not,
    Operand,
    Path,
    Quantified,
    Test,
    Total,
    Union,
)
from policies.language.operators import OPERATORS
from policies.language.rules import Start
from policies.law.calendar import milestone_title


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence and the clauses that it speaks of."""

    text: str
    inside: tuple["Clause", ...] = ()

    def lines(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """Each sentence with how deep it lies, from the top."""
        yield depth, self.text
        for clause in self.inside:
            yield from clause.lines(depth + 1)


def clauses_of(node: Node) -> tuple[Clause, ...]:
    """What a predicate says; several clauses mean all of them."""
    return tuple(map(clause_of, node.children)) if isinstance(node, All) else (clause_of(node),)


def clause_of(node: Node, *, holds: bool = True) -> Clause:
    """One clause for a predicate; ``holds`` is False for the opposite of a test."""
    match node:
        case Test():
            return Clause(_test(node, holds))
        case Not(child) if isinstance(child, Test | Not):
            return clause_of(child, holds=not holds)
        case Not(child):
            return Clause("This does not hold:" if holds else "This holds:", clauses_of(child))
        case All(inside):
            return Clause("All of these hold:", _each(inside))
        case AnyOf(inside):
            return Clause("At least one of these holds:", _each(inside))
        case AtLeast(number, inside):
            return Clause(f"At least {number} of these hold:", _each(inside))
        case Quantified():
            return _quantified(node)
        case Measured():
            return _measured(node)


def _each(nodes: tuple[Node, ...]) -> tuple[Clause, ...]:
    return tuple(map(clause_of, nodes))


def _test(node: Test, holds: bool) -> str:
    operator = OPERATORS[node.operator]
    if operator.operand == "flag" and isinstance(node.operand, Constant):
        phrase = operator.phrase if node.operand.value is holds else operator.negated
    else:
        phrase = (operator.phrase if holds else operator.negated).replace("{}", operand_words(node.operand))
    return f"{path_words(node.path)} {phrase}"


def _quantified(node: Quantified) -> Clause:
    listed = path_words(node.path)
    where = clauses_of(node.where) if node.where is not None else ()
    satisfies = clauses_of(node.satisfies) if node.satisfies is not None else ()
    if node.kind == "every":
        return Clause(f"Each of {listed} is as follows:", (*_limited(where), *satisfies))
    if not where and not satisfies:
        return Clause(f"{listed} lists {'at least one' if node.kind == 'some' else 'none'}")
    start = "At least one" if node.kind == "some" else "None"
    return Clause(f"{start} of {listed} is as follows:", (*where, *satisfies))


def _limited(where: tuple[Clause, ...]) -> tuple[Clause, ...]:
    return (Clause("Only those are meant of which this holds:", where),) if where else ()


def _measured(node: Measured) -> Clause:
    bounds = ((node.gte, "at least"), (node.lte, "at most"))
    limits = " and ".join(f"{word} {operand_words(one)}" for one, word in bounds if one is not None)
    listed = path_words(node.path)
    what = f"The number of {listed}" if node.of is None else f"{path_words(node.of)} over {listed}, added up,"
    where = clauses_of(node.where) if node.where is not None else ()
    return Clause(f"{what} is {limits}{', counting those of which this holds:' if where else ''}", where)


def operand_words(operand: Operand) -> str:
    """What something is compared with."""
    match operand:
        case Constant(value, text):
            return f"“{text}”" if isinstance(value, bool) else text
        case FieldValue(path):
            return path_words(path)
        case Union(path, of, where):
            return f"all that {path_words(of)} says over {path_words(path)}{_selected(where)}"
        case Total(path, of, where):
            return f"the sum of {path_words(of)} over {path_words(path)}{_selected(where)}"
        case LegalDay(milestone):
            return f"the day of “{milestone_title(milestone)}”"
        case FromToday():
            return _day(operand)


def start_words(start: Start) -> str:
    """The day on which a rule begins."""
    return operand_words(start) if isinstance(start, LegalDay) else str(start)


def _selected(where: Node | None) -> str:
    if where is None:
        return ""
    return f" ({'; '.join(text for clause in clauses_of(where) for _, text in clause.lines())})"


def _day(operand: FromToday) -> str:
    span = str(operand.duration)
    if operand.field is not None:
        span = f"as many {operand.unit} as {path_words(operand.field)} says"
    if span == "0 days":
        return "today"
    return f"the day {span} {'ago' if operand.sign < 0 else 'from today'}"


def path_words(path: Path) -> str:
    """The label of a field, which names the linked thing that it is a field of."""
    return f"“{path.slot.label}”" + (" of the organisation" if path.root == "org" else "")
