"""The decision tree: which question the Act asks first, and where each answer leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from policies.folder import POLICIES
from policies.language.context import Source
from policies.language.nodes import Node
from policies.language.predicates import parse_predicate
from policies.language.validate import check_schema
from policies.law.provisions import Group, Provisions, law_context, shipped_provisions
from policies.law.schema import tree_schema
from policies.validation import Validator
from policies.yamlio import load_yaml

UNDECIDED = "unclassified"


@dataclass(frozen=True)
class Ground:
    """A reason for a yes: ``when`` it is true, ``because`` says so in plain words.

    ``provision`` is what of the law it brings about; on days when the law lacks that, it does not count.
    """

    when: Node
    because: str
    article: str
    provision: tuple[Group, str] | None = None
    is_sign: bool = False


@dataclass(frozen=True)
class Way:
    """Where an answer leads: to a ``step``, to a ``tier``, or to a tier and on to what may hold beside it."""

    step: str = ""
    tier: str = ""


@dataclass(frozen=True)
class Step:
    """One question of the Act."""

    id: str
    question: str
    article: str
    grounds: tuple[Ground, ...]
    against: tuple[Ground, ...]
    otherwise: str
    open: str
    assumed: bool
    yes: Way
    no: Way


@dataclass(frozen=True, eq=False)
class Tree:
    """The steps by id, in their order; the first is asked first."""

    steps: Mapping[str, Step]

    @property
    def first(self) -> Step:
        return next(iter(self.steps.values()))

    def conditions(self) -> Iterator[Node]:
        """Everything that is asked of a record on any way through the tree."""
        return (ground.when for step in self.steps.values() for ground in step.grounds)


@lru_cache(maxsize=64)
def grounds_on(tree: Tree, law: Provisions, day: date) -> Mapping[str, tuple[Ground, ...]]:
    """The grounds of each step that count by the law of ``day``."""

    def is_law(ground: Ground) -> bool:
        return ground.provision is None or law.find(*ground.provision, day) is not None

    return {name: tuple(filter(is_law, step.grounds)) for name, step in tree.steps.items()}


@cache
def shipped_tree() -> Tree:
    from policies.law.stored import law_from_data  # which has to know of all the law

    known: Tree | None = law_from_data().get("tree")
    if known is not None:
        return known
    text = POLICIES.joinpath("law/tree.yaml").read_bytes()
    return read_tree(text, shipped_provisions(), source="law/tree.yaml")


def read_tree(text: str | bytes, law: Provisions, *, source: str) -> Tree:
    """Raises PackError (or YamlError) with file, line, column and hint, further ones as ``others``."""
    at = Source(load_yaml(text, source=source))
    check_schema(at, _validator())
    steps: dict[str, Step] = {}
    for index, spec in enumerate(at.loaded.value["steps"]):
        if spec["id"] in steps:
            at.fail(f"/steps/{index}/id", f"The step {spec['id']!r} is there twice")
        steps[spec["id"]] = _step(at, law, spec, f"/steps/{index}")
    _check_ways(at, steps)
    return Tree(steps)


def _step(at: Source, law: Provisions, spec: Mapping[str, Any], here: str) -> Step:
    grounds = (
        *_each(at, law, spec.get("each", {}), f"{here}/each"),
        *_grounds(at, law, spec, "grounds", here),
        *_grounds(at, law, spec, "signs", here),
    )
    if not any(not ground.is_sign for ground in grounds):
        at.fail(here, "Nobody is asked here", "Give the step `each` or `grounds`.")
    return Step(
        id=spec["id"],
        question=spec["question"],
        article=spec["article"],
        grounds=grounds,
        against=tuple(_grounds(at, law, spec, "against", here)),
        otherwise=spec["otherwise"],
        open=spec["open"],
        assumed=spec["assumed"],
        yes=Way(**spec["yes"]),
        no=Way(**spec["no"]),
    )


def _each(at: Source, law: Provisions, spec: Mapping[str, str], here: str) -> Iterator[Ground]:
    """A ground for each provision of a group: the record's field names it."""
    context = law_context(at)
    for name, field in spec.items():
        group = cast(Group, name)
        for provision in law.groups[group]:
            when = parse_predicate(context, {field: {"superset": [provision.id]}}, f"{here}/{name}")
            yield Ground(when, provision.plain, provision.article, (group, provision.id))


def _grounds(at: Source, law: Provisions, spec: Mapping[str, Any], name: str, here: str) -> Iterator[Ground]:
    for index, one in enumerate(spec.get(name, ())):
        place = f"{here}/{name}/{index}"
        provision, article = None, one.get("article", spec["article"])
        for key, word in one.get("provision", {}).items():
            group = cast(Group, key)
            found = next((entry for entry in law.groups[group] if entry.id == word), None)
            if found is None:
                known = [entry.id for entry in law.groups[group]]
                at.unknown(f"{place}/provision/{key}", f"one of the {group} of the law", word, known)
            provision, article = (group, word), found.article
        when = parse_predicate(law_context(at), one["when"], f"{place}/when")
        yield Ground(when, one["because"], article, provision, is_sign=name == "signs")


def _check_ways(at: Source, steps: Mapping[str, Step]) -> None:
    """Every way leads on: to a later step, so that no walk goes round in circles, or to a tier."""
    order = list(steps)
    reached = {order[0]}
    for index, step in enumerate(steps.values()):
        for answer, way in (("yes", step.yes), ("no", step.no)):
            pointer = f"/steps/{index}/{answer}/step"
            if way.step and way.step not in steps:
                at.unknown(pointer, "a step of this tree", way.step, order)
            if way.step and order.index(way.step) <= index:
                at.fail(pointer, f"{way.step!r} was asked before", "Lead on to a later step or to a tier.")
            reached.add(way.step)
    for index, name in enumerate(order):
        if name not in reached:
            at.fail(f"/steps/{index}/id", f"No answer leads to the step {name!r}")


@cache
def _validator() -> Validator:
    return Validator(tree_schema())
