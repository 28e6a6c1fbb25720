"""What the law says: tiers, prohibited practices, high-risk areas, triggers and duties, each dated."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Final, Literal, TypeVar

from policies.folder import POLICIES
from policies.language.context import Context, FactSpec, Names, Source
from policies.language.nodes import Node
from policies.language.operands import read_milestone
from policies.language.predicates import parse_predicate
from policies.language.shapes import shape_of
from policies.language.validate import check_schema
from policies.law.calendar import Validity, check_apart, in_force, read_validity, shipped_calendar
from policies.law.schema import provisions_schema
from policies.record.fields import term_label
from policies.validation import Validator
from policies.yamlio import load_yaml

Group = Literal["tiers", "practices", "points", "triggers"]
# Each group of provisions is called by the words of one vocabulary.
VOCABULARIES: Final[Mapping[Group, str]] = {
    "tiers": "eu_ai_tier",
    "practices": "art5_practice",
    "points": "annex_iii_point",
    "triggers": "art50_trigger",
}
FACT: Final = "ai_act"


@dataclass(frozen=True)
class Begin:
    """When something begins: the milestone of the first override that is true, else ``milestone``.

    None is no day at all: as an override, that only a later change of the system brings the duty about.
    """

    milestone: str | None
    overrides: tuple[tuple[Node, str | None], ...] = ()


@dataclass(frozen=True)
class Provision:
    """One thing that the law knows: a tier, a practice, an area or a trigger."""

    id: str
    article: str
    title: str
    plain: str
    begin: Begin
    valid: Validity


@dataclass(frozen=True)
class Duty:
    """What one of ``roles`` has to do: at one of ``tiers`` and ``when`` that holds, or with a trigger.

    Without roles it is the duty of everybody whom ``when`` is about.
    """

    id: str
    article: str
    title: str
    roles: tuple[str, ...]
    tiers: tuple[str, ...]
    when: Node | None
    trigger: str
    begin: Begin | None
    valid: Validity


@dataclass(frozen=True)
class Article:
    """An article by its name, in a few words of ours."""

    id: str
    title: str
    valid: Validity


@dataclass(frozen=True, eq=False)
class Provisions:
    """Everything the law says, at all times; ask for a day."""

    groups: Mapping[Group, tuple[Provision, ...]]
    duties: tuple[Duty, ...]
    articles: tuple[Article, ...]

    def on(self, group: Group, day: date) -> Iterator[Provision]:
        return in_force(self.groups[group], day)

    def find(self, group: Group, name: str, day: date) -> Provision | None:
        """The provision of that name in the law of ``day``, if it has one."""
        if (group, day) not in self._named:
            self._named[group, day] = {one.id: one for one in self.on(group, day)}
        return self._named[group, day].get(name)

    @cached_property
    def _named(self) -> dict[tuple[Group, date], dict[str, Provision]]:
        return {}

    def conditions(self) -> Iterator[Node]:
        """Everything that is asked of a record to tell when the provisions begin."""
        begins = (one.begin for group in self.groups.values() for one in group)
        return (condition for begin in begins for condition, _ in begin.overrides)

    def titles(self) -> dict[str, str]:
        """What each article that is known here is about."""
        known = {one.id: one.title for one in self.articles}
        known |= {one.article: one.title for one in self.duties}
        return known | {one.article: one.title for group in self.groups.values() for one in group}


@cache
def shipped_provisions() -> Provisions:
    from policies.law.stored import law_from_data  # which has to know of all the law

    known: Provisions | None = law_from_data().get("provisions")
    if known is not None:
        return known
    text = POLICIES.joinpath("law/provisions.yaml").read_bytes()
    return read_provisions(text, source="law/provisions.yaml")


def read_provisions(text: str | bytes, *, source: str) -> Provisions:
    """Raises PackError (or YamlError) with file, line, column and hint, further ones as ``others``."""
    at = Source(load_yaml(text, source=source))
    check_schema(at, _validator())
    groups = {group: _each(at, group, _provision(words)) for group, words in VOCABULARIES.items()}
    duties = _each(at, "duties", _duty)
    articles = _each(at, "articles", _article)
    return Provisions(groups, duties, articles)


def law_context(at: Source) -> Context:
    """Where the law's predicates stand: a use case, with what the tree found as a fact."""
    shape = shape_of("use_case")
    return Context(at, Names(facts={FACT: FactSpec(FACT, "ai_act", "use_case")}), shape, shape)


T = TypeVar("T", Provision, Duty, Article)
Reads = Callable[[Source, Mapping[str, Any], str, Validity], T]


def _each(at: Source, name: str, read: "Reads[T]") -> tuple[T, ...]:
    sources = shipped_calendar().sources
    found = []
    for index, one in enumerate(at.loaded.value[name]):
        here = f"/{name}/{index}"
        found.append(read(at, one, here, read_validity(at, one, sources, here)))
    check_apart(at, found, f"/{name}")
    return tuple(found)


def _provision(words: str) -> "Reads[Provision]":
    def read(at: Source, spec: Mapping[str, Any], here: str, valid: Validity) -> Provision:
        title = spec.get("title") or term_label(words, spec["id"])
        return Provision(spec["id"], spec["article"], title, spec["plain"], _begin(at, spec, here), valid)

    return read


def _duty(at: Source, spec: Mapping[str, Any], here: str, valid: Validity) -> Duty:
    if "trigger" in spec and ("when" in spec or "tiers" in spec):
        at.fail(here, "A duty with a trigger is asked wherever that is", "Leave out `when` and `tiers`.")
    if "for" not in spec and "when" not in spec:
        at.fail(here, "Nothing says whose duty this is", "Give it `for`, or `when` where that tells it.")
    if not {"trigger", "tiers", "begins"} & set(spec):
        at.fail(here, "Nothing says when this duty begins", "Give it `tiers`, a `trigger` or `begins`.")
    return Duty(
        id=spec["id"],
        article=spec["article"],
        title=spec["title"],
        roles=tuple(spec.get("for", ())),
        tiers=tuple(spec.get("tiers", ())),
        when=parse_predicate(law_context(at), spec["when"], f"{here}/when") if "when" in spec else None,
        trigger=spec.get("trigger", ""),
        begin=_begin(at, spec, here) if "begins" in spec else None,
        valid=valid,
    )


def _article(_: Source, spec: Mapping[str, Any], __: str, valid: Validity) -> Article:
    return Article(spec["article"], spec["title"], valid)


def _begin(at: Source, spec: Mapping[str, Any], here: str) -> Begin:
    overrides = tuple(
        (
            parse_predicate(law_context(at), one["if"], f"{here}/overrides/{index}/if"),
            _milestone(at, one["begins"], f"{here}/overrides/{index}/begins"),
        )
        for index, one in enumerate(spec.get("overrides", ()))
    )
    return Begin(_milestone(at, spec.get("begins"), f"{here}/begins"), overrides)


def _milestone(at: Source, name: str | None, pointer: str) -> str | None:
    return None if name is None else read_milestone(at, name, pointer).milestone


@cache
def _validator() -> Validator:
    return Validator(provisions_schema())
