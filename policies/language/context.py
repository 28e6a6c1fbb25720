"""Where the loader stands while it reads a pack: the file, the names in reach, and the item around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from policies.errors import PackError
from policies.language.durations import Duration
from policies.language.nodes import Category, Node, Path
from policies.language.shapes import Shape
from policies.limits import LIMITS
from policies.yamlio import Loaded


@dataclass(frozen=True)
class Named:
    """A parameter or list of the pack, as written; of a list (``many``) the category is its members'."""

    value: Any
    category: Category | None
    vocabulary: str = ""
    many: bool = False
    duration: Duration | None = None


@dataclass(frozen=True)
class FactSpec:
    """A declared fact: ``kind`` is one of ``FACT_SLOTS``, and it is known of the entries of kind ``of``.

    Peers have the same values of ``same``, and at least ``share`` (Jaccard) of the set ``similar`` in common.
    Linked are entries of the kind ``linking`` that point at the record through ``by``.
    ``label`` is what a pack calls it, and ``settled_by`` what makes it known where it is not; "" for neither.
    """

    name: str
    kind: str
    of: str
    linking: str = ""
    same: tuple[Path, ...] = ()
    similar: Path | None = None
    share: Decimal = Decimal(1)
    by: Path | None = None
    where: Node | None = None
    label: str = field(default="", compare=False)
    settled_by: str = field(default="", compare=False)

    @property
    def members(self) -> str:
        """The kind of the entries whose keys the fact holds."""
        return self.linking or self.of


@dataclass(frozen=True)
class Names:
    """What a pack declares for its rules."""

    params: Mapping[str, Named] = field(default_factory=dict)
    lists: Mapping[str, Named] = field(default_factory=dict)
    facts: Mapping[str, FactSpec] = field(default_factory=dict)

    def fact_labels(self) -> dict[str, tuple[str, str]]:
        """The kind and the label of each declared fact."""
        return {name: (fact.kind, fact.label) for name, fact in self.facts.items()}


@dataclass(frozen=True)
class Source:
    """A file (or folder) that is being read, and how to complain about a place in it."""

    loaded: Loaded

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.loaded.source

    @property
    def text(self) -> str:
        return self.loaded.text

    def error(self, pointer: str, message: str, hint: str = "") -> PackError:
        source, line, column = self.loaded.place(pointer)
        return PackError(message, source=source, line=line, column=column, hint=hint)

    def fail(self, pointer: str, message: str, hint: str = "") -> NoReturn:
        """Raise PackError at the place of ``pointer``."""
        raise self.error(pointer, message, hint)

    def unknown(self, pointer: str, what: str, word: object, known: Iterable[object]) -> NoReturn:
        """Raise PackError for a word that is not one of ``known``, with the nearest that is."""
        words = list(known)
        self.fail(
            pointer, f"{short(word)} is not {what}", nearest(word, words) if words else "There is none."
        )


@dataclass(frozen=True)
class Context:
    """Names in reach and the shapes that paths start from. ``outer`` is the context around a quantifier."""

    source: Source
    names: Names
    record: Shape
    item: Shape
    outer: "Context | None" = None
    depth: int = 0

    def inside(self, pointer: str, shape: Shape) -> "Context":
        """The context of one item of a quantifier. Raises PackError where quantifiers nest too deep."""
        if self.depth >= LIMITS.nested_quantifiers:
            self.source.fail(
                pointer, f"Quantifiers nest deeper than the limit of {LIMITS.nested_quantifiers}"
            )
        return Context(self.source, self.names, self.record, shape, self, self.depth + 1)

    def within(self, shape: Shape) -> "Context":
        """The context of one item that an operand goes through."""
        return Context(self.source, self.names, self.record, shape, self, self.depth)


def short(value: object) -> str:
    """The value as Python writes it, cut: a message is no place for a text of any length."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def nearest(word: object, known: Iterable[object]) -> str:
    """A hint: the nearest valid word, or the valid words where they are few."""
    from difflib import get_close_matches  # few words are misspelt

    words = [str(one) for one in known]
    asked = str(word)[: LIMITS.slug_length]
    found = get_close_matches(asked, words, n=1, cutoff=0.6)
    if found:
        return f"Did you mean {found[0]}?"
    if words and len(words) <= 12:
        return f"Use one of {', '.join(words)}."
    return ""
