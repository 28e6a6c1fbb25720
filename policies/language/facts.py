"""Facts that a pack declares: what the host works out over the whole portfolio before any rule is asked."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

from policies.language.context import Context, FactSpec, Names, Source
from policies.language.nodes import Constant, Path
from policies.language.operands import Reader, Wanted
from policies.language.paths import parse_path
from policies.language.predicates import check_leaves, parse_predicate
from policies.language.shapes import shape_of
from policies.language.templates import with_params
from policies.record.fields import KINDS

_NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "groups": frozenset({"by"}),
    "linked": frozenset({"from", "by"}),
}
_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "peers": frozenset({"same", "similar", "where"}),
    "groups": frozenset({"by", "where"}),
    "overlap": frozenset(),
    "linked": frozenset({"from", "by", "where"}),
    "consent": frozenset(),
    "readiness": frozenset(),
    "decisions": frozenset(),
    "ai_act": frozenset(),
}
_COMMON: Final = frozenset({"kind", "of", "label", "settled_by"})
ABOUT: Final[Mapping[str, str]] = {
    "peers": "the other entries of the kind that have `same`, `similar` and `where` in common with this one",
    "groups": "the entries of the kind that `where` selects, counted by the field `by`",
    "overlap": "near duplicates but those told apart: how alike, why, what was decided (tools and use cases)",
    "linked": "the entries of the kind `from` that point at this one through `by`, and that `where` selects",
    "consent": "each way by which data reaches the entry, whether consent covers it, and for how many",
    "readiness": "how ready a source is, and a use case through its weakest source, from dated proofs",
    "decisions": "what the council decided on the entry, each time; unknown where nobody can tell",
    "ai_act": "the tier of the AI Act that the answers lead to, and what makes it so (of use cases)",
}
# Some facts have a meaning for some kinds of entries only.
_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "overlap": ("tool", "use_case"),
    "ai_act": ("use_case",),
    "consent": ("use_case", "ai_model"),
    "readiness": ("data_source", "use_case"),
}


def read_facts(source: Source, names: Names, spec: Mapping[str, Any]) -> dict[str, FactSpec]:
    """The declared facts by name. In ``where`` a path is the other record, and ``$.`` the one under check."""
    return {
        name: _fact(source, names, name, one, f"/facts/{name}") for name, one in spec.get("facts", {}).items()
    }


def _fact(source: Source, names: Names, name: str, spec: Mapping[str, Any], at: str) -> FactSpec:
    kind = spec["kind"]
    _check_parts(source, kind, spec, at)
    settled_by = with_params(source, names, spec.get("settled_by", ""), f"{at}/settled_by")
    fact = FactSpec(
        name, kind, spec["of"], spec.get("from", ""), label=spec.get("label", ""), settled_by=settled_by
    )
    context = Context(source, names, record=shape_of(fact.of), item=shape_of(fact.members))
    if "same" in spec:
        same = [_scalar(context, text, f"{at}/same/{index}") for index, text in enumerate(spec["same"])]
        fact = replace(fact, same=tuple(same))
    if "by" in spec:
        read = partial(_link, fact.of) if kind == "linked" else _scalar
        fact = replace(fact, by=read(context, spec["by"], f"{at}/by"))
    if "where" in spec:
        where = parse_predicate(context, spec["where"], f"{at}/where")
        check_leaves(source, [where], "fact", f"{at}/where")
        fact = replace(fact, where=where)
    if "similar" in spec:
        field, share = _similar(context, spec["similar"], f"{at}/similar")
        fact = replace(fact, similar=field, share=share)
    if kind == "groups" and fact.where is not None and reads_record(fact.where):
        source.fail(f"{at}/where", "Groups are the same for every record, so `$.` can't be used here")
    return fact


def _check_parts(source: Source, kind: str, spec: Mapping[str, Any], at: str) -> None:
    for name in spec:
        if name not in _COMMON and name not in _ALLOWED[kind]:
            source.fail(f"{at}/{name}", f"{name!r} has no meaning for {kind}")
    for name in sorted(_NEEDED.get(kind, frozenset()) - set(spec)):
        source.fail(at, f"{name!r} is missing", f"Add `{name}:`.")
    kinds = _OF.get(kind, KINDS)
    if spec["of"] not in kinds:
        source.fail(f"{at}/of", f"{kind} is not known of {spec['of']}", f"Use {' or '.join(kinds)}.")


def _scalar(context: Context, text: str, pointer: str) -> Path:
    path = parse_path(context, text, pointer)
    if path.root != "item" or path.slot.category not in ("text", "term", "flag"):
        context.source.fail(pointer, f"{text} is not a field with one word of the other record")
    return path


def _link(of: str, context: Context, text: str, pointer: str) -> Path:
    """A path over any lists to references to the kind ``of``."""
    path = parse_path(context, text, pointer, across_lists=True)
    if path.root != "item" or path.slot.target != of:
        context.source.fail(pointer, f"{text} does not lead from a {context.item.name} to a {of}")
    return path


def _similar(context: Context, spec: Mapping[str, Any], at: str) -> tuple[Path, Decimal]:
    path = parse_path(context, spec["field"], f"{at}/field")
    if path.slot.category != "set":
        context.source.fail(f"{at}/field", f"{spec['field']} is not a set")
    share = Reader(context, parse_predicate).read(spec["jaccard"], Wanted("number", ""), f"{at}/jaccard")
    if not isinstance(share, Constant):
        context.source.fail(f"{at}/jaccard", "The share is a number or a parameter")
    if not 0 < share.value <= 1:
        context.source.fail(f"{at}/jaccard", "The share lies above 0 and is at most 1")
    return path, Decimal(share.value)


def reads_record(node: object) -> bool:
    """Whether a predicate (or an operand in it) looks at the record under check with ``$.``."""
    if isinstance(node, Path):
        return node.root == "record"
    if isinstance(node, tuple):
        return any(reads_record(part) for part in node)
    names = getattr(node, "__slots__", ())
    return any(reads_record(getattr(node, name)) for name in names)
