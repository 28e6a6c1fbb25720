"""Cases: whole records in ``*.test.yaml`` beside a pack, each with all the findings that it must give.

::

    muster: test/1
    pack: consent
    fixtures:
      newsletter: {kind: use_case, data_links: [...]}
    cases:
      - title: A newsletter trains a model
        fixture: newsletter
        set: {data_links.0.usage: training}
        unset: [data_links.0.consent_scope]
        expect: {CON-002/uses: fail}

What is not expected must not be found: a case fails for a finding too many as well as for one too few.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from policies.folder import POLICIES
from policies.language.context import Source
from policies.language.examples import Example, read_example
from policies.language.packs import Pack, Packs
from policies.testing.asking import Complaint, ask
from policies.yamlio import load_yaml

ENDING: Final = ".test.yaml"
_OUTCOMES: Final = ("fail", "unknown", "error")
_PARTS: Final = {"title", "fixture", "set", "unset", "expect"}


@dataclass(frozen=True)
class Case:
    """One record and what the rules of one pack must find in it: outcome by ``RULE/check``."""

    title: str
    pack: str
    example: Example
    expect: Mapping[str, str]
    source: str


def surprises(packs: Packs, cases: Iterable[Case]) -> Iterator[Complaint]:
    """One complaint for each finding that a case lacks, or has and does not expect."""
    for case in cases:
        found = _found(packs, case)
        for name in sorted({*found, *case.expect}):
            got, wanted = found.get(name, "nothing"), case.expect.get(name, "nothing")
            if got != wanted:
                rule_id, _, check = name.partition("/")
                message = f"{case.title!r}: the check {check!r} gives {got}, and {wanted} is expected"
                yield Complaint(case.source, case.example.line, rule_id, message)


def _found(packs: Packs, case: Case) -> dict[str, str]:
    kind = case.example.record["kind"]
    rules = [rule for pack in packs.packs if pack.id == case.pack for rule in pack.rules]
    return {
        f"{rule.id}/{finding.check_id}": finding.outcome
        for rule in rules
        if kind in rule.applies_to
        for finding in ask(rule, case.example).findings
    }


def read_cases(packs: Packs, paths: Iterable[str]) -> list[Case]:
    """The cases beside the packs named, or beside those that ship. Raises PackError with line and column."""
    by_id = {pack.id: pack for pack in packs.packs}
    return [case for source, text in _texts(paths) for case in _cases(source, text, by_id)]


def _texts(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    named = [Path(path) for path in paths]
    shipped = [] if named else list(POLICIES.joinpath("packs").iterdir())
    for entry in sorted(shipped, key=lambda one: one.name):
        if entry.name.endswith(ENDING):
            yield entry.name, entry.read_bytes()
    for path in named:
        beside = path.with_name(path.name.removesuffix(".yaml") + ENDING)
        for file in sorted(path.glob(f"*{ENDING}")) if path.is_dir() else [beside]:
            if file.is_file():
                yield str(file), file.read_bytes()


def _cases(source: str, text: bytes, packs: Mapping[str, Pack]) -> Iterator[Case]:
    at = Source(load_yaml(text, source=source))
    spec = at.loaded.value
    if not isinstance(spec, dict) or spec.get("muster") != "test/1":
        at.fail("", "Cases begin with `muster: test/1`")
    for name in ("pack", "fixtures", "cases"):
        if name not in spec:
            at.fail("", f"{name!r} is missing", f"Add `{name}:`.")
    if spec["pack"] not in packs:
        at.unknown("/pack", "one of the packs under test", spec["pack"], packs)
    for index, case in enumerate(spec["cases"]):
        yield _case(at, packs[spec["pack"]], spec["fixtures"], case, f"/cases/{index}")


def _case(at: Source, pack: Pack, fixtures: Mapping[str, Any], spec: Any, pointer: str) -> Case:
    if not isinstance(spec, dict) or not {"title", "fixture", "expect"} <= set(spec):
        at.fail(pointer, "A case has a title, a fixture and what it expects")
    for name in spec:
        if name not in _PARTS:
            at.unknown(f"{pointer}/{name}", "a part of a case", name, _PARTS)
    if spec["fixture"] not in fixtures:
        at.unknown(f"{pointer}/fixture", "a fixture of this file", spec["fixture"], fixtures)
    record = deepcopy(fixtures[spec["fixture"]])
    for path, value in spec.get("set", {}).items():
        _put(at, record, path, value, f"{pointer}/set/{path}")
    for index, path in enumerate(spec.get("unset", [])):
        _drop(at, record, path, f"{pointer}/unset/{index}")
    expect = dict(_expected(at, pack, spec["expect"], f"{pointer}/expect"))
    kinds = sorted({kind for rule in pack.rules for kind in rule.applies_to})
    example = read_example(at, pack.names, record, kinds, pointer)
    return Case(str(spec["title"]), pack.id, example, expect, at.loaded.source)


def _expected(at: Source, pack: Pack, spec: Any, pointer: str) -> Iterator[tuple[str, str]]:
    known = {f"{rule.id}/{check}" for rule in pack.rules for check in ("when", *(c.id for c in rule.require))}
    for name, outcome in (spec or {}).items():
        place = f"{pointer}/{name.replace('/', '~1')}"
        if name not in known:
            at.unknown(place, "a check of this pack, such as CON-002/uses", name, known)
        if outcome not in _OUTCOMES:
            at.unknown(place, "an outcome of a finding", outcome, _OUTCOMES)
        yield name, outcome


def _holder(at: Source, record: Any, path: str, pointer: str) -> tuple[Any, str | int]:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        record = _member(at, record, step, path, pointer)
    if isinstance(record, list) is not isinstance(last, int):
        at.fail(pointer, f"{path!r} leads nowhere in this fixture")
    return record, last


def _member(at: Source, record: Any, step: str | int, path: str, pointer: str) -> Any:
    try:
        return record[step]
    except (KeyError, IndexError, TypeError):
        at.fail(pointer, f"{path!r} leads nowhere in this fixture", f"There is no {step!r}.")


def _put(at: Source, record: Any, path: str, value: Any, pointer: str) -> None:
    holder, last = _holder(at, record, path, pointer)
    if isinstance(holder, list) and isinstance(last, int) and last == len(holder):
        holder.append(value)
        return
    if isinstance(holder, list):
        _member(at, holder, last, path, pointer)
    holder[last] = value


def _drop(at: Source, record: Any, path: str, pointer: str) -> None:
    holder, last = _holder(at, record, path, pointer)
    _member(at, holder, last, path, pointer)
    del holder[last]
