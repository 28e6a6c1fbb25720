"""Rules: read from a pack, checked once for each kind they apply to, and kept as frozen trees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.language.context import Context, FactSpec, Names, Source
from policies.language.examples import Examples, read_examples
from policies.language.nodes import LegalDay, Node, Path, paths_in, walk
from policies.language.operands import read_milestone
from policies.language.predicates import check_leaves, parse_predicate
from policies.language.schema import MODES
from policies.language.shapes import shape_of
from policies.language.templates import Template, parse_template, with_params
from policies.record.fields import vocabulary

# When a rule begins: a day, or a milestone whose day an amendment can move.
Start = date | LegalDay


@dataclass(frozen=True)
class Check:
    """One named requirement of a rule. Where it isn't met ``who`` has to act, one of ``WHO`` or "".

    ``ask`` says what to do as long as it is unknown, where a sentence made of the open questions would tempt
    people to answer them without doing what they ask about.
    """

    id: str
    that: Node
    message: Template
    fix: str
    who: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Rule:
    """``when`` implies every check of ``require``; ``line`` is where it stands in ``source``.

    ``mode``, one of ``modes``, is how far it goes: see ``policies.language.settings``.
    ``facts`` are those that its pack declares, and ``who`` has to act where a check names nobody itself.
    ``allowed`` names what the test tool is not to complain of: omissions, mutants, outcomes never seen.
    """

    id: str
    version: int
    title: str
    why: str
    severity: str
    applies_to: tuple[str, ...]
    gates: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    refs: tuple[str, ...]
    when: Node | None
    require: tuple[Check, ...]
    unknown_as: str
    effective_from: Start | None
    effective_overrides: tuple[tuple[Node, Start], ...]
    waiver: Mapping[str, Any]
    examples: Examples
    pack: str
    source: str
    line: int
    lowest_mode: str
    facts: Mapping[str, FactSpec]
    who: str = ""
    mode: str = "block"
    allowed: frozenset[str] = frozenset()

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that the pack lets an organisation choose from."""
        return MODES[MODES.index(self.lowest_mode) :]


@dataclass(frozen=True)
class _Body:
    """The part of a rule that is read for each kind, and must mean the same for all of them."""

    when: Node | None
    require: tuple[Check, ...]
    overrides: tuple[tuple[Node, Start], ...]


def read_rule(
    source: Source, names: Names, pack: Mapping[str, Any], spec: Mapping[str, Any], at: str
) -> Rule:
    """The rule at pointer ``at``. Raises PackError for the first thing wrong with it."""
    body = _one_body(source, names, spec, at)
    _check_limits(source, body, at)
    _check_ids(source, spec, at)
    start = spec.get("effective_from")
    file, line, _ = source.loaded.place(at)
    title = with_params(source, names, spec["title"], f"{at}/title")
    return Rule(
        id=spec["id"],
        version=spec["version"],
        title=title,
        why=with_params(source, names, spec["why"], f"{at}/why") if "why" in spec else title,
        severity=spec["severity"],
        applies_to=tuple(spec["applies_to"]),
        gates=tuple(spec["gates"]),
        jurisdictions=tuple(_jurisdictions(source, spec.get("jurisdictions"), at, pack)),
        refs=tuple(spec["refs"]),
        when=body.when,
        require=body.require,
        unknown_as=spec["unknown_as"],
        effective_from=None if start is None else _start(source, start, f"{at}/effective_from"),
        effective_overrides=body.overrides,
        waiver=spec.get("waiver", {}),
        examples=read_examples(source, names, spec, at, can_be_unknown=_may_stay_open(body)),
        pack=pack["id"],
        source=file,
        line=line,
        lowest_mode=_lowest_mode(spec),
        facts=names.facts,
        who=spec.get("who", ""),
        allowed=frozenset(
            place
            for one in spec.get("probes", {}).get("allow", ())
            for form, place in one.items()
            if form != "why"
        ),
    )


def _lowest_mode(spec: Mapping[str, Any]) -> str:
    """What nobody may waive, nobody may switch off either, unless the pack says so."""
    waivable = spec.get("waiver", {}).get("allowed", True)
    said: str = spec.get("lowest_mode", "observe" if waivable else "block")
    return said


def _one_body(source: Source, names: Names, spec: Mapping[str, Any], at: str) -> _Body:
    bodies = []
    for kind in spec["applies_to"]:
        shape = shape_of(kind)
        bodies.append(_body(Context(source, names, shape, shape), spec, at))
    if any(body != bodies[0] for body in bodies):
        message = f"The fields of this rule mean different things for {' and '.join(spec['applies_to'])}"
        source.fail(f"{at}/applies_to", message, "Write one rule for each.")
    return bodies[0]


def _body(context: Context, spec: Mapping[str, Any], at: str) -> _Body:
    when = parse_predicate(context, spec["when"], f"{at}/when") if "when" in spec else None
    checks = tuple(
        _check(context, check, when, spec.get("who", ""), f"{at}/require/{index}")
        for index, check in enumerate(spec["require"])
    )
    overrides = tuple(
        (
            parse_predicate(context, one["if"], f"{at}/effective_overrides/{index}/if"),
            _start(context.source, one["from"], f"{at}/effective_overrides/{index}/from"),
        )
        for index, one in enumerate(spec.get("effective_overrides", ()))
    )
    body = _Body(when, checks, overrides)
    _check_facts_fit(context, spec, body, at)
    return body


def _check(context: Context, spec: Mapping[str, Any], when: Node | None, who: str, at: str) -> Check:
    that = parse_predicate(context, spec["that"], f"{at}/that")
    message = parse_template(context, spec["message"], f"{at}/message", (that, when))
    fix = with_params(context.source, context.names, spec["fix"], f"{at}/fix")
    ask = with_params(context.source, context.names, spec.get("ask", ""), f"{at}/ask")
    return Check(spec["id"], that, message, fix, spec.get("who", who), ask)


def _check_facts_fit(context: Context, spec: Mapping[str, Any], body: _Body, at: str) -> None:
    """Peers and overlaps are computed for one kind: a rule about another would be unknown for ever."""
    for path in _paths(body):
        fact = context.names.facts.get(path.steps[0]) if path.root == "facts" else None
        if fact is not None and fact.kind != "groups" and fact.of != context.record.name:
            message = (
                f"The fact {path.steps[0]} is computed for each {fact.of}, not for each {context.record.name}"
            )
            context.source.fail(f"{at}/applies_to", message, f"Let this rule apply to {fact.of}.")


def _paths(body: _Body) -> list[Path]:
    nodes = [body.when, *(check.that for check in body.require), *(node for node, _ in body.overrides)]
    return [path for node in nodes if node is not None for path in paths_in(node)]


def _check_limits(source: Source, body: _Body, at: str) -> None:
    nodes = [body.when, *(check.that for check in body.require), *(node for node, _ in body.overrides)]
    check_leaves(source, [node for node in nodes if node is not None], "rule", at)


def _check_ids(source: Source, spec: Mapping[str, Any], at: str) -> None:
    seen: set[str] = set()
    for index, check in enumerate(spec["require"]):
        if check["id"] in seen or check["id"] == "when":
            message = f"The check id {check['id']!r} is taken"
            source.fail(
                f"{at}/require/{index}/id", message, "Give each check of a rule its own id, not `when`."
            )
        seen.add(check["id"])


def _jurisdictions(source: Source, own: list[str] | None, at: str, pack: Mapping[str, Any]) -> list[str]:
    said = pack.get("jurisdictions", []) if own is None else own
    known = vocabulary("jurisdiction")
    for index, word in enumerate(said):
        if word not in known:
            pointer = "/jurisdictions" if own is None else f"{at}/jurisdictions"
            source.unknown(f"{pointer}/{index}", "a jurisdiction", word, known)
    return said


def _start(source: Source, said: str | Mapping[str, str], pointer: str) -> Start:
    if isinstance(said, str):
        return _day(source, said, pointer)
    return read_milestone(source, said["milestone"], f"{pointer}/milestone")


def _day(source: Source, text: str, pointer: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        source.fail(pointer, f"{text!r} is not a day of the calendar", "Write a date like 2026-11-22.")


def _may_stay_open(body: _Body) -> bool:
    nodes = [body.when, *(check.that for check in body.require)]
    return any(can_be_unknown(node) for node in nodes if node is not None)


def can_be_unknown(node: Node) -> bool:
    """Whether anything but *was it said* is asked: that alone always has an answer."""
    inner = walk(node)
    return any(getattr(one, "operator", "exists") != "exists" or hasattr(one, "where") for one in inner)
