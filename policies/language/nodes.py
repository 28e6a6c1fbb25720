"""The syntax tree of a rule, after every name in it was looked up: what the interpreter walks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Final, Literal

from policies.language.durations import Duration

Category = Literal["text", "flag", "number", "date", "term", "set", "mapping", "items", "other"]
Root = Literal["item", "record", "org", "facts"]


@dataclass(frozen=True, slots=True)
class Slot:
    """What a field may hold. ``target`` names the shape behind a reference or the parts of a list.

    ``bounded`` marks the fields of facts that may be known in part (``size`` and ``keys``), ``sensitive``
    those whose values are never quoted. ``unit`` is what a number counts, such as "months".
    """

    category: Category
    label: str
    vocabulary: str = ""
    target: str = ""
    bounded: bool = False
    sensitive: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value is found: from the item (``up`` items outwards), the record, ``org`` or the facts.

    ``holder`` is what the last step lies in, such as the person whose e-mail is meant.
    """

    root: Root
    up: int
    steps: tuple[str, ...]
    slot: Slot
    holder: Slot | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        start = {"item": "^." * self.up, "record": "$.", "org": "org.", "facts": "facts."}[self.root]
        return start + ".".join(self.steps)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the pack says, in the form that operators compare; ``text`` is how it reads."""

    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of another field."""

    path: Path


@dataclass(frozen=True, slots=True)
class Union:
    """All values of ``of`` over the items that ``path`` reaches; only here a path crosses lists."""

    path: Path
    of: Path
    where: "Node | None"


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of ``of`` over the items of ``path``."""

    path: Path
    of: Path
    where: "Node | None"


@dataclass(frozen=True, slots=True)
class FromToday:
    """Today moved by a duration, or by as many ``unit`` as a field says. ``sign`` is -1 for *ago*."""

    sign: int
    duration: Duration | None
    field: Path | None = None
    unit: Literal["days", "months"] = "days"


@dataclass(frozen=True, slots=True)
class LegalDay:
    """The day on which a milestone of the law begins, by the law of the day taken as today."""

    milestone: str


Operand = Constant | FieldValue | Union | Total | FromToday | LegalDay


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison."""

    path: Path
    operator: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class All:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: "Node"


@dataclass(frozen=True, slots=True)
class AtLeast:
    number: int
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Quantified:
    """``some``, ``every`` or ``none`` of the items that ``where`` selects satisfy ``satisfies``."""

    kind: Literal["some", "every", "none"]
    path: Path
    where: "Node | None"
    satisfies: "Node | None"


@dataclass(frozen=True, slots=True)
class Measured:
    """How many items ``where`` selects, or what ``of`` adds up to over them, within bounds."""

    path: Path
    of: Path | None
    where: "Node | None"
    gte: Operand | None
    lte: Operand | None


Node = Test | All | AnyOf | Not | AtLeast | Quantified | Measured


def children(node: Node) -> tuple[Node, ...]:
    """The predicates directly inside a predicate."""
    match node:
        case All(inside) | AnyOf(inside) | AtLeast(_, inside):
            return inside
        case Not(child):
            return (child,)
        case Quantified(_, _, where, satisfies):
            return tuple(part for part in (where, satisfies) if part is not None)
        case Measured(where=where):
            return (where,) if where is not None else ()
    return ()


def walk(node: Node) -> tuple[Node, ...]:
    """The predicate and all predicates inside it, outermost first."""
    return (node, *(inner for child in children(node) for inner in walk(child)))


def operands(node: Node) -> tuple[Operand, ...]:
    """What a predicate compares with, itself and not what lies inside it."""
    match node:
        case Test(operand=operand):
            return (operand,)
        case Measured(gte=gte, lte=lte):
            return tuple(bound for bound in (gte, lte) if bound is not None)
    return ()


def leaves(node: Node) -> int:
    """How many comparisons a predicate makes, those of its operands among them; a bare quantifier is one."""
    inside = [*children(node), *(where for one in operands(node) if (where := getattr(one, "where", None)))]
    own = isinstance(node, Test | Measured) or not children(node)
    return own + sum(leaves(one) for one in inside)


def reads_day(thing: Any) -> bool:
    """Whether a predicate, or anything made of some, asks which day it is."""
    if isinstance(thing, FromToday | LegalDay):
        return True
    if isinstance(thing, tuple):
        return any(map(reads_day, thing))
    return is_dataclass(thing) and any(reads_day(getattr(thing, field.name)) for field in fields(thing))


# What there is most of, and holds no path.
_LEAVES: Final = frozenset({Constant, str, int, bool, type(None)})


def paths_in(thing: Any) -> Iterator[Path]:
    """Every path in a predicate, an operand, a message or anything made of them."""
    ahead = [thing]
    while ahead:
        one = ahead.pop()
        kind: Any = type(one)
        if kind is Path:
            yield one
        elif kind is tuple:
            ahead += reversed(one)
        elif kind not in _LEAVES:
            ahead += [getattr(one, name) for name in _members_last_first(kind)]


@cache
def _members_last_first(kind: Any) -> tuple[str, ...]:
    return tuple(member.name for member in reversed(fields(kind))) if is_dataclass(kind) else ()
